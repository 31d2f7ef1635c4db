import { minorOf } from "../catalog/version";
import { type Finding, finding } from "../findings/finding";
import { valuesAt } from "../ledger/paths";
import { type Mesh, objectId } from "../mesh/mesh";
import { kialiOf } from "../platform/kiali";
import type { Phase } from "./phase";

/** PLAT002: a Kiali object that the mesh carries, and the Kiali that the last operator of the row is published with. */
export function kialiFindings(mesh: Mesh, phases: readonly Phase[]): readonly Finding[] {
  const release = phases.at(-1)?.state.operatorRelease;
  const pair = release === undefined ? undefined : kialiOf(mesh.distribution, release);
  if (!pair?.server || !phases.some(({ kind }) => kind === "operator")) return [];
  const { server } = pair;
  return mesh.carried.flatMap(({ object, place }) => {
    if (object.kind !== "Kiali" || !object.apiVersion.startsWith("kiali.io/")) return [];
    const [version] = valuesAt(object, "spec.version").map(String);
    const about = { object: objectId(object), place };
    if (version === undefined || version === "default") {
      return [
        finding("PLAT002", {
          ...about,
          message: `no spec.version: its operator upgrades Kiali with itself, whatever the mesh runs; ${release} is published with Kiali ${server}`,
          hint: `Write spec.version: v${minorOf(server)} when the mesh is at its end.`,
        }),
      ];
    }
    if (minorOf(version) === minorOf(server)) return [];
    return [
      finding("PLAT002", {
        ...about,
        message: `spec.version ${version}, and operator release ${release} is published with Kiali ${server}`,
        hint: "Raise it after the mesh.",
      }),
    ];
  });
}
