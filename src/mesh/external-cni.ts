import type { MeshPath } from "../findings/finding";
import type { Problem } from "../findings/input-error";
import type { MeshSpec } from "./schema";

/** Whether somebody else owns the IstioCNI of the cluster: another mesh, or whoever owns the platform. */
export function isCniExternal({ cni }: Pick<MeshSpec, "cni">): boolean {
  return cni?.ownership === "external";
}

/** What is said of an IstioCNI that somebody else owns, and that only its owner can say. */
export function externalCniProblems(spec: MeshSpec): Problem[] {
  if (!isCniExternal(spec)) return [];
  if (spec.dataPlane === "ambient") {
    const message = "an ambient mesh owns the IstioCNI of its cluster: it moves between the control plane and ZTunnel";
    const hint = "leave it out: a cluster has one ambient mesh, and the others say external";
    return [{ message, path: ["spec", "cni", "ownership"], hint }];
  }
  const { values, profile, labels, annotations } = spec.cni ?? {};
  const said: readonly (readonly [MeshPath, unknown])[] = [
    [["cni", "values"], Object.keys(values ?? {}).length > 0 || undefined],
    [["cni", "profile"], profile],
    [["cni", "labels"], labels],
    [["cni", "annotations"], annotations],
    ...Object.entries(spec.upgrade?.values ?? {}).map(
      ([minor, brought]) => [["upgrade", "values", minor, "cni"], brought.cni] as const,
    ),
    ...Object.entries(spec.running?.kept ?? {})
      .filter(([path]) => path.startsWith("IstioCNI."))
      .map(([path, value]) => [["running", "kept", path], value] as const),
  ];
  return said.flatMap(([path, value]) =>
    value === undefined ? [] : [{ message: notOurs, path: ["spec", ...path], hint: inItsFolder }],
  );
}

const notOurs = "somebody else owns the IstioCNI, as spec.cni.ownership says, and nothing here is written to it";

const inItsFolder = "take it out, and write it in the folder of its owner; or leave ownership out where it is yours";
