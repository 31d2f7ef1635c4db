import type { Finding } from "../../findings/finding";
import { kindOf } from "../../source/kubernetes-object";
import { nearest } from "../../source/nearest";
import { textAt } from "../../source/object-paths";
import { objectsOf } from "../objects";
import { about, type CheckedObject, type ManifestSet, type Rule } from "../rule";

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
  const near = there.includes(name) ? undefined : nearest(name, there);
  if (near === undefined) return [];
  return [
    about("DEL011", one, {
      at: [...at, "name"],
      message: `${kind} ${namespace === undefined ? "" : `${namespace}/`}${name} is not among these manifests, and others are: nothing is applied from it`,
      hint: `Did you mean ${near}?`,
    }),
  ];
}

function sourcesOf(set: ManifestSet, kind: string, namespace: string | undefined): readonly string[] {
  return set.objects.flatMap(({ object }) =>
    kindOf(object) === `source.toolkit.fluxcd.io/${kind}` && object.metadata.namespace === namespace
      ? [object.metadata.name]
      : [],
  );
}
