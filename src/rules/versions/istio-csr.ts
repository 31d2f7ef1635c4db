import { kindOf } from "../../objects/kubernetes-object";
import { listAt, textAt, valueAt } from "../../objects/object-paths";
import { sourcesIn } from "../engines/application-sources";
import type { CheckedObject, ManifestSet } from "../rule";

type Path = readonly (string | number)[];

/** What an istio-csr makes istiod's certificate for. */
export interface SignedRevisions {
  readonly one: CheckedObject;
  /** Where its list stands. */
  readonly at: Path;
  /** Undefined where the list does not stand here, or not all of it. */
  readonly names: readonly string[] | undefined;
  /** The namespace of the mesh that it signs for. */
  readonly mesh: string;
}

/** Every istio-csr of the manifests: by cert-manager's operator for OpenShift, or by its chart. */
export function signersIn({ objects }: ManifestSet): readonly SignedRevisions[] {
  return objects.flatMap((one) => signer(one) ?? []);
}

function signer(one: CheckedObject): SignedRevisions | undefined {
  const { object } = one;
  switch (kindOf(object)) {
    case "operator.openshift.io/IstioCSR":
      return listed(one, ["spec", "istioCSRConfig", "istio"]);
    case "helm.toolkit.fluxcd.io/HelmRelease":
      if (!isChart(textAt(object, "spec", "chart", "spec", "chart"))) return undefined;
      return listed(one, ["spec", "values", "app", "istio"], listAt(object, "spec", "valuesFrom").length > 0);
    case "argoproj.io/Application": {
      const source = sourcesIn(object).find((at) => isChart(textAt(object, ...at, "chart")));
      if (!source) return undefined;
      const helm = [...source, "helm"];
      const isOpen = ["values", "valueFiles", "parameters"].some((key) => valueAt(object, ...helm, key) !== undefined);
      return listed(one, [...helm, "valuesObject", "app", "istio"], isOpen);
    }
    default:
      return undefined;
  }
}

function isChart(name: string | undefined): boolean {
  return name?.split("/").at(-1) === "cert-manager-istio-csr";
}

function listed(one: CheckedObject, istio: Path, isOpen = false): SignedRevisions {
  const { object } = one;
  const names = listAt(object, ...istio, "revisions").map((name) => (typeof name === "string" ? name : "$"));
  // Certificates may be somebody else's work, or have more names than these.
  const tls = [...istio.slice(0, -1), "tls"];
  const isMore =
    valueAt(object, ...tls, "istiodCertificateEnable") === false ||
    listAt(object, ...tls, "istiodAdditionalDNSNames").length > 0;
  const isKnown = !isOpen && !isMore && names.length > 0 && !names.some((name) => /[$<{]/.test(name));
  return {
    one,
    at: [...istio, "revisions"],
    names: isKnown ? names : undefined,
    mesh: textAt(object, ...istio, "namespace") ?? "istio-system",
  };
}
