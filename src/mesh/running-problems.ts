import { withV } from "../catalog/version";
import type { Problem } from "../findings/input-error";
import type { Running } from "./running-schema";
import type { MeshSpec } from "./schema";

/** What `spec.running` says of parts that the mesh does not have, and of those that cannot run two versions. */
export function runningProblems(spec: MeshSpec): Problem[] {
  const { running } = spec;
  if (!running) return [];
  return [...absentParts(spec, running), ...lists(spec, running)];
}

type Part = keyof Running;

function absentParts(spec: MeshSpec, running: Running): Problem[] {
  const ambient = spec.dataPlane === "ambient";
  const missing: Partial<Record<Part, string | false>> = {
    ztunnel: !ambient && "a sidecar mesh has no ZTunnel",
    ztunnelApiVersion: !ambient && "a sidecar mesh has no ZTunnel",
    waypoints: !ambient && "a sidecar mesh has no waypoints",
    workloads: ambient && "an ambient mesh has no sidecars",
  };
  return Object.entries(missing).flatMap(([part, message]) =>
    running[part as Part] !== undefined && message
      ? [{ message, path: ["spec", "running", part], hint: "remove it" }]
      : [],
  );
}

/** Several versions run side by side only where people replace pods one after the other. */
function lists(spec: MeshSpec, running: Running): Problem[] {
  return (["ztunnel", "gateways", "workloads"] as const).flatMap((part): Problem[] => {
    const versions = running[part];
    if (!Array.isArray(versions)) return [];
    const path = ["spec", "running", part];
    const twice = versions.findIndex((one, index) => versions.map(withV).indexOf(withV(one)) !== index);
    if (twice !== -1) return [{ message: `${versions[twice]} is listed twice`, path: [...path, twice] }];
    if (versions.length === 1 || !byItself(spec, part)) return [];
    const message = `${versions.length} versions of a part that rolls by itself; expected one`;
    return [{ message, path, hint: "wait until its rollout is over, or name the version that it rolls to" }];
  });
}

function byItself({ ztunnel, gateways }: MeshSpec, part: "ztunnel" | "gateways" | "workloads"): boolean {
  if (part === "ztunnel") return ztunnel?.updateStrategy !== "OnDelete";
  return part === "gateways" && gateways.every(({ kind }) => kind === "gateway-api");
}
