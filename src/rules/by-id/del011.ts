import { nearest } from "../../basics/nearest";
import type { Finding } from "../../findings/finding";
import { type KubernetesObject, kindOf } from "../../objects/kubernetes-object";
import { textAt } from "../../objects/object-paths";
import { chartNames } from "../charts/mesh-chart";
import { partsOfOtherClusters } from "../engines/parts-of-other-clusters";
import { unappliedParts } from "../engines/unapplied";
import { objectsOf } from "../objects";
import { about, type CheckedObject, type ManifestSet, type Rule } from "../rule";
import { slipOf } from "../slips";

export const del011: Rule = {
  id: "DEL011",
  state: (set) => [
    ...objectsOf(set, "source.toolkit.fluxcd.io", "HelmRepository").flatMap(noAddress),
    ...objectsOf(set, "kustomize.toolkit.fluxcd.io", "Kustomization").flatMap((one) =>
      lost(set, one, ["spec", "sourceRef"]),
    ),
    ...objectsOf(set, "helm.toolkit.fluxcd.io", "HelmRelease").flatMap((one) => [
      ...lost(set, one, ["spec", "chart", "spec", "sourceRef"]),
      ...lost(set, one, ["spec", "chartRef"]),
    ]),
    ...unappliedParts(set),
    ...partsOfOtherClusters(set),
  ],
};

/** Where Flux cannot even begin to look. */
function noAddress(one: CheckedObject): readonly Finding[] {
  const at = ["spec", "url"];
  const url = textAt(one.object, ...at);
  if (url === undefined || /^(https?|oci):\/\//.test(url) || /[{$<]/.test(url)) return [];
  const message = `${url} is no address with http://, https:// or oci://: Flux refuses the HelmRepository`;
  return [about("DEL011", one, { at, message })];
}

/** A source that is nearly one that is here; others may stand in folders that were not given. */
function lost(set: ManifestSet, one: CheckedObject, at: readonly string[]): readonly Finding[] {
  const { object } = one;
  const [kind, name] = [textAt(object, ...at, "kind"), textAt(object, ...at, "name")];
  const namespace = textAt(object, ...at, "namespace") ?? object.metadata.namespace;
  if (kind === undefined || name === undefined) return [];
  const there = sourcesOf(set, kind, namespace);
  if (there.includes(name)) return [];
  const elsewhere = sourcesNamed(set, kind, name);
  if (there.length === 0 && elsewhere.length > 0 && textAt(object, ...at, "namespace") !== undefined) {
    const message = `${kind} ${name} is in namespace ${elsewhere.join(" and ")} here, not in ${namespace}: nothing is applied from it`;
    return [about("DEL011", one, { at: [...at, "namespace"], message })];
  }
  const others = otherKinds(set, kind, name, namespace);
  if (elsewhere.length === 0 && others.length === 1) {
    const [other] = others;
    // A chart by its name alone is in a repository of charts; a folder may be in another repository of that name.
    const isNamed =
      other === "HelmRepository" && !(textAt(object, "spec", "chart", "spec", "chart") ?? "/").includes("/");
    const message = `${kind} ${name} is not among these manifests, and ${other} ${name} is: nothing is applied from it`;
    return [
      about("DEL011", one, {
        at: [...at, "kind"],
        ...(!isNamed && { severity: "warning" as const }),
        message,
        hint: `Did you mean kind: ${other}?`,
      }),
    ];
  }
  const near = nearest(name, there);
  if (near === undefined && !isAlone(set, one, { at, kind, name, namespace, there })) return [];
  return [
    about("DEL011", one, {
      at: [...at, "name"],
      // `apps-dev` beside `apps-prod` is a sibling, which may be in another folder.
      ...(slipOf(name, there) === undefined && { severity: "warning" as const }),
      message: `${kind} ${namespace === undefined ? "" : `${namespace}/`}${name} is not among these manifests, and others are: nothing is applied from it`,
      ...(near !== undefined && { hint: `Did you mean ${near}?` }),
    }),
  ];
}

/** The namespaces of the sources of a name. */
function sourcesNamed(set: ManifestSet, kind: string, name: string): readonly string[] {
  return set.objects.flatMap(({ object }) =>
    kindOf(object) === `source.toolkit.fluxcd.io/${kind}` && object.metadata.name === name
      ? (object.metadata.namespace ?? [])
      : [],
  );
}

/** The other kinds of sources that have such a name there. Flux calls what it begins with flux-system, and that is not always among the manifests. */
function otherKinds(set: ManifestSet, kind: string, name: string, namespace: string | undefined): readonly string[] {
  // A kind that is none is the schema's to say.
  if (name === "flux-system" || !sourceKinds.has(`source.toolkit.fluxcd.io/${kind}`)) return [];
  const kinds = set.objects.flatMap(({ object }) =>
    sourceKinds.has(kindOf(object)) &&
    object.kind !== kind &&
    object.metadata.name === name &&
    object.metadata.namespace === namespace
      ? [object.kind]
      : [],
  );
  return [...new Set(kinds)];
}

const sourceKinds = new Set(
  ["HelmRepository", "GitRepository", "OCIRepository", "Bucket", "HelmChart"].map(
    (kind) => `source.toolkit.fluxcd.io/${kind}`,
  ),
);

interface Lost {
  readonly at: readonly string[];
  readonly kind: string;
  readonly name: string;
  readonly namespace: string | undefined;
  /** The sources of that kind that are here. */
  readonly there: readonly string[];
}

/**
 * Whether one Kustomization, or one release of a chart of Istio, alone reads from a source that is not here, while others read from one that is. Flux brings
 * its first one itself.
 */
function isAlone(set: ManifestSet, one: CheckedObject, { at, kind, name, namespace, there }: Lost): boolean {
  const named = likeIt(set, one).flatMap(({ object }) =>
    textAt(object, ...at, "kind") === kind &&
    (textAt(object, ...at, "namespace") ?? object.metadata.namespace) === namespace
      ? [textAt(object, ...at, "name") ?? ""]
      : [],
  );
  const others = named.filter((it) => it !== name && there.includes(it));
  return name !== "flux-system" && named.filter((it) => it === name).length === 1 && others.length > 1;
}

/** Charts of others have repositories of their own, which may be anywhere. */
function likeIt(set: ManifestSet, { object }: CheckedObject): readonly CheckedObject[] {
  if (object.kind === "Kustomization") return objectsOf(set, "kustomize.toolkit.fluxcd.io", "Kustomization");
  const releases = objectsOf(set, "helm.toolkit.fluxcd.io", "HelmRelease");
  const ofIstio = (it: KubernetesObject) =>
    chartNames.some((chart) => chart === textAt(it, "spec", "chart", "spec", "chart"));
  return ofIstio(object) ? releases.filter((it) => ofIstio(it.object)) : [];
}

function sourcesOf(set: ManifestSet, kind: string, namespace: string | undefined): readonly string[] {
  return set.objects.flatMap(({ object }) =>
    kindOf(object) === `source.toolkit.fluxcd.io/${kind}` && object.metadata.namespace === namespace
      ? [object.metadata.name]
      : [],
  );
}
