import type { Finding } from "../../src/findings/finding";
import { meshFromSpec } from "../../src/mesh/defaults";
import type { KubernetesObject } from "../../src/mesh/mesh";
import type { MeshSpecInput } from "../../src/mesh/schema";
import type { Phase, Plan } from "../../src/plan/phase";
import { planUpgrade } from "../../src/plan/plan";

/** A mesh in one line: `openshift ambient 3.1.1 v1.26.3 -> v1.26.4`, with anything else beside it. */
export function planOf(
  line: string,
  more: Omit<Partial<MeshSpecInput>, "upgrade"> & { upgrade?: object; carried?: KubernetesObject[] } = {},
): Plan {
  const [distribution, dataPlane, release = "", version = "", , to = ""] = line.split(" ");
  const { upgrade, carried = [], ...rest } = more;
  const spec = {
    distribution,
    dataPlane,
    version,
    operator: { release },
    ...(to && { upgrade: { to, ...upgrade } }),
    namespaces: [{ name: "bookinfo" }],
    ...rest,
  } as MeshSpecInput;
  return planUpgrade(meshFromSpec("test", spec, { carried }));
}

/** Folder names without their numbers. */
export function names(plan: Plan): string[] {
  return plan.phases.map((phase) => phase.dir.replace(/^\d+-/, ""));
}

export function phaseNamed(plan: Plan, name: string): Phase {
  const found = plan.phases.find((phase) => phase.dir.endsWith(name));
  if (!found) throw new Error(`no phase ${name} among ${names(plan).join(", ")}`);
  return found;
}

/** `VER003 error`, for tables. */
export function verdicts(findings: readonly Finding[]): string[] {
  return findings.map((one) => `${one.rule} ${one.severity}`);
}

export const waypoint = { name: "waypoint", namespace: "bookinfo" };

/** A Gateway of the user's own. */
export function gateway(gatewayClassName: string): KubernetesObject {
  return {
    apiVersion: "gateway.networking.k8s.io/v1",
    kind: "Gateway",
    metadata: { name: `edge-${gatewayClassName}`, namespace: "gateways" },
    spec: { gatewayClassName },
  };
}
