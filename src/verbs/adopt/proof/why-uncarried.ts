import type { DataPlane } from "../../../catalog/types";
import { isAlias, isOpenVersion, withV } from "../../../catalog/version";
import type { KubernetesObject } from "../../../mesh/mesh";
import { shortJson } from "../../../objects/object-paths";
import type { OperatorGuess } from "../describe/operator/operator";
import { type Difference, pathText } from "./differences";

/** Why a field of the input is not what the baseline holds. */
interface Reason {
  /** Kinds that it is about. */
  readonly kinds: RegExp;
  readonly path: RegExp;
  readonly why: (difference: Difference, operator: OperatorGuess) => string | undefined;
}

const sail = /^(Istio|IstioCNI|ZTunnel)$/;
const ordered = /^(Istio|IstioCNI|ZTunnel|IstioRevisionTag|Namespace|Subscription|OperatorGroup|Gateway)$/;
const noKey = (what: string) => () => `mesh.yaml has no place for ${what}`;

/** The first that has something to say is taken. */
const reasons: readonly Reason[] = [
  {
    kinds: sail,
    path: /^spec\.version$/,
    why: ({ input, output }) => {
      if (input === undefined)
        return `the input has none, so that the operator filled it in when the object was made, and the mesh writes ${output}: see what the cluster has, and say another one under spec.running`;
      const written = String(input);
      if (isOpenVersion(written)) return `a placeholder; the mesh says the version itself, ${output}`;
      if (isAlias(written)) return `a floating alias; manifests carry the exact version ${output}`;
      if (withV(written) === output) return `the API accepts no version without its v; the mesh writes ${output}`;
      return `a mesh has one version, and Istio's is ${output}; finish the move from ${written} before you plan an upgrade`;
    },
  },
  {
    kinds: /^Istio$/,
    path: /^spec\.updateStrategy\.type$/,
    why: () => "the mesh is described as InPlace",
  },
  {
    kinds: /^Istio$/,
    path: /^spec\.updateStrategy/,
    why: noKey("it; where revisions come and go, a tag holds the old one until clean-up"),
  },
  {
    kinds: /^(Istio|IstioCNI)$/,
    path: /^spec\.profile$/,
    why: ({ input, output }) =>
      input === undefined
        ? `the input has none, and the mesh adds ${output}: its pods restart when that changes their settings`
        : output === undefined
          ? "meshstep knows no such profile for sidecars; put what it sets into values"
          : `the mesh writes ${output}${input === "openshift-ambient" ? ", and the operator is not OpenShift's" : ""}`,
  },
  {
    kinds: /^ZTunnel$/,
    path: /^apiVersion$/,
    why: ({ output }, { release }) =>
      `operator release ${release.version} serves ${output}, and the mesh writes the newest that is served`,
  },
  { kinds: /^ZTunnel$/, path: /^spec\.profile$/, why: noKey("it; in v1 the profile is always ambient") },
  { kinds: sail, path: /^spec\.targetRef/, why: noKey("it; InPlace needs none") },
  {
    kinds: /^Istio$/,
    path: /^spec\.values\.pilot\.trustedZtunnelNamespace$/,
    why: ({ input, output }) =>
      input === undefined
        ? `the mesh adds ${output}, where ztunnel runs: istiod restarts once when it is applied`
        : undefined,
  },
  {
    kinds: ordered,
    path: /^metadata\.annotations\["argocd\.argoproj\.io\/sync-wave"\]$/,
    why: ({ output }) => `meshstep orders its own objects: it writes ${output ?? "none"}`,
  },
  {
    kinds: /./,
    path: /^metadata\.annotations\["argocd\.argoproj\.io\/sync-wave"\]$/,
    why: ({ output }) => `the waves of the mesh's parts are others now, and so is its own: ${output ?? "none"}`,
  },
  {
    kinds: /./,
    path: /^metadata\.annotations\["argocd\.argoproj\.io\/sync-options"\]$/,
    why: ({ output }) => `meshstep asks for ${output ?? "none of them"}`,
  },
  {
    kinds: /^Namespace$/,
    path: /^metadata\.annotations/,
    why: noKey("annotations of a Namespace that is shared; keep its manifest in a delivery of its own"),
  },
  {
    kinds: /./,
    path: /^metadata\.(labels|annotations|finalizers)/,
    why: noKey("metadata of objects that it describes"),
  },
  {
    kinds: /^Subscription$/,
    path: /^spec\.startingCSV$/,
    why: ({ output }) => `the mesh names the release in force, ${output}; OLM reads this at the first install only`,
  },
];

/** One difference in words. */
export function whyUncarried(object: KubernetesObject, difference: Difference, operator: OperatorGuess): string {
  const path = pathText(difference.path);
  for (const { kinds, path: pattern, why } of reasons) {
    const said = kinds.test(object.kind) && pattern.test(path) ? why(difference, operator) : undefined;
    if (said !== undefined) return said;
  }
  const { input, output } = difference;
  if (input === undefined) return `the mesh adds ${shortJson(output)}`;
  return output === undefined ? "mesh.yaml has no place for it" : `${shortJson(input)} becomes ${shortJson(output)}`;
}

/** An object that only the baseline has. A part that somebody made by other means is in the cluster all the same, and its settings would be those of the mesh. */
export function whyAdded({ kind }: KubernetesObject, dataPlane: DataPlane): string {
  const added = "not in the input; the mesh adds it";
  if (kind !== "IstioCNI" && kind !== "ZTunnel") return added;
  const plural = kind === "IstioCNI" ? "istiocnis" : "ztunnels";
  const others =
    kind === "IstioCNI" && dataPlane === "sidecar"
      ? "; if somebody else keeps it, write spec.cni: { ownership: external }"
      : "";
  return `${added}, and writes over one that the cluster has: give adopt that as well, as kubectl get ${plural} -o yaml prints it${others}`;
}
