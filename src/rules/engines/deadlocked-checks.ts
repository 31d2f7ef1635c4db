import { listAt, textAt, valueAt } from "../../objects/object-paths";
import { resultOf } from "../../schemas/cel";
import { isAmbientIstio } from "../ambient";
import { sailObjects } from "../objects";
import type { AboutDetails, CheckedObject, ManifestSet } from "../rule";
import { awaits } from "./depends-on";
import { appliedBy, readersOf } from "./readers";

/**
 * Health expressions that Istio does not pass before ZTunnel is there, in a Kustomization that the one with ZTunnel waits for (DEL013): on a
 * new cluster neither ever begins. From Sail 1.28 an ambient control plane says ZTunnelNotFound until then, and is Ready all the while.
 */
export function deadlockedChecks(set: ManifestSet, one: CheckedObject): readonly AboutDetails[] {
  const parts = sailObjects(set, ["ZTunnel"]);
  const [istio] = appliedBy(set, one).filter((it) => it.object.kind === "Istio" && isAmbientIstio(it));
  const behind = parts.flatMap((part) => readersOf(set, part).map(({ by }) => by));
  const [by] = behind;
  if (!istio || !by || !behind.every((it) => awaits(set, it, one)) || isOlder(set)) return [];
  return listAt(one.object, "spec", "healthCheckExprs").flatMap((entry, index): AboutDetails[] => {
    const kind = textAt(entry, "kind") ?? "";
    const current = textAt(entry, "current");
    const isSail = textAt(entry, "apiVersion")?.startsWith("sailoperator.io/") === true;
    if (current === undefined || !isSail || !isAwaited(one, kind)) return [];
    if (resultOf(current, status("True")) !== true || resultOf(current, status("False")) !== false) return [];
    return [
      {
        at: ["spec", "healthCheckExprs", index, "current"],
        severity: "warning",
        message: `${kind} does not pass this before ZTunnel is there (ZTunnelNotFound), and Kustomization ${by.object.metadata.name}, which brings that, waits for this one: on a new cluster neither gets further`,
        hint: "Ask for the conditions Reconciled and Ready and for observedGeneration, not for state or DependenciesHealthy.",
      },
    ];
  });
}

/** With wait Flux asks what it has applied, and without what is listed. */
function isAwaited({ object }: CheckedObject, kind: string): boolean {
  if (valueAt(object, "spec", "wait") === true) return kind === "Istio";
  return (
    ["Istio", "IstioRevision"].includes(kind) &&
    listAt(object, "spec", "healthChecks").some((entry) => textAt(entry, "kind") === kind)
  );
}

/** A control plane that works, with what it depends on and without. */
function status(healthy: "True" | "False") {
  const state = healthy === "True" ? "Healthy" : "ZTunnelNotFound";
  const conditions = [
    { type: "Reconciled", status: "True", reason: "Reconciled", message: "" },
    { type: "Ready", status: "True", reason: "Ready", message: "" },
    { type: "InUse", status: "True", reason: "ReferencedByWorkloads", message: "" },
    { type: "DependenciesHealthy", status: healthy, reason: state, message: "" },
  ];
  return {
    metadata: { generation: 1n, name: "default", labels: {}, annotations: {} },
    spec: {},
    status: { observedGeneration: 1n, state, conditions },
  };
}

/** The first release of each operator that looks for ZTunnel. */
const first = { sail: [1, 28, 0], openshift: [3, 2, 1], alauda: [2, 1, 0] } as const;

function isOlder({ release, distribution }: ManifestSet): boolean {
  const numbers = release?.version.split(/[.-]/).map(Number) ?? [];
  for (const [index, least] of first[distribution.name].entries()) {
    const number = numbers[index];
    if (number === undefined || number !== least) return number !== undefined && number < least;
  }
  return false;
}
