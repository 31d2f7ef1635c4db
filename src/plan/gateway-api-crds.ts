import { type Finding, finding } from "../findings/finding";
import { gatewayApiKinds } from "../mesh/gateway-api-kinds";
import type { Mesh } from "../mesh/mesh";
import { bundleNeed, isOutside, platformCrds, wanted } from "../platform/gateway-api";
import { runningIstioVersions } from "./part-moves";
import type { Phase } from "./phase";

/** PLAT001 for CRDs of the Gateway API that the platform brings and guards: kinds that it lacks, and bundles that istiod does not take. */
export function crdFindings(mesh: Mesh, phases: readonly Phase[]): readonly Finding[] {
  const crds = mesh.platform && platformCrds(mesh.platform);
  const missing = crds ? gatewayApiKinds(mesh).filter((kind) => !crds.kinds.includes(kind)) : [];
  return [
    ...missing.map((kind) =>
      finding("PLAT001", {
        severity: "warning",
        path: versionPath,
        message: `OpenShift ${mesh.platform?.version} brings no CRD for ${kind}, which this mesh carries, and its Ingress Operator lets nobody add one`,
        citation,
      }),
    ),
    ...wrongBundle(mesh, phases),
  ];
}

const versionPath = ["spec", "platform", "version"] as const;
const citation = "OpenShift, cluster-ingress-operator: its admission policy for the Gateway API CRDs";

/** Each kind once, in the first phase that has it. */
function wrongBundle(mesh: Mesh, phases: readonly Phase[]): readonly Finding[] {
  const { platform } = mesh;
  if (!platform) return [];
  const seen = new Set<string>();
  return phases.flatMap(({ dir, state }, index) => {
    const version = state.platform ?? platform.version;
    const crds = platformCrds({ kind: platform.kind, version });
    if (!crds) return [];
    // While a phase is applied, what ran before it still does.
    const before = phases[index - 1]?.state;
    const versions = [...new Set([state, ...(before ? [before] : [])].flatMap(runningIstioVersions))];
    const { bounds } = bundleNeed(versions, gatewayApiKinds(mesh));
    return bounds
      .filter((bound) => crds.kinds.includes(bound.kind) && isOutside(bound, crds.bundle))
      .flatMap((bound) => {
        const { kind, otherwise } = bound;
        if (seen.has(kind)) return [];
        seen.add(kind);
        return [
          finding("PLAT001", {
            severity: bound.stopsIstiod ? "error" : "warning",
            path: versionPath,
            message: `phase ${dir}: OpenShift ${version} brings Gateway API ${crds.bundle}, and what runs there takes ${kind} ${wanted(bound)}: ${otherwise}`,
            citation,
          }),
        ];
      });
  });
}
