import { type Finding, finding } from "../../../findings/finding";
import { objectId } from "../../../mesh/mesh";
import { kindOf } from "../../../objects/kubernetes-object";
import { listAt, textAt, valueAt } from "../../../objects/object-paths";
import type { KustomizationFile } from "../../../repository/kustomizations/file";
import type { FileObject } from "../../../repository/objects/file-object";

interface Reference {
  readonly kind: "ConfigMap" | "Secret";
  readonly name: string;
  readonly namespace: string | undefined;
}

const lists = { ConfigMap: "configMapGenerator", Secret: "secretGenerator" } as const;

/**
 * ConfigMaps and Secrets that get a hash behind their names, and objects that name them: kustomize rewrites names in Kubernetes' own kinds,
 * and not in those of Flux, Istio and the Gateway API, which then ask for what is not there (KUS001).
 * @param built each kustomization with all that it builds
 * @param reach the kustomizations that one is made of, itself first
 */
export function hashedNames(
  built: readonly { readonly file: KustomizationFile; readonly objects: readonly FileObject[] }[],
  reach: (file: KustomizationFile) => readonly KustomizationFile[],
): readonly Finding[] {
  const said = new Set<string>();
  // A transformer or a configuration, of whoever builds on it as well, may be what rewrites them.
  const isTaught = ({ source }: KustomizationFile) => taught.some((key) => valueAt(source.value, key) !== undefined);
  const sets = built.map(({ file }) => reach(file));
  const rewritten = new Set(sets.filter((reached) => reached.some(isTaught)).flat());
  return built.flatMap(({ objects }, index) =>
    (sets[index] ?? []).flatMap((each) =>
      (rewritten.has(each) ? [] : hashed(each)).flatMap(({ kind, name, namespace, at }) => {
        const isIt = ({ object }: FileObject) =>
          kindOf(object) === `/${kind}` && object.metadata.name === name && object.metadata.namespace === namespace;
        const naming = objects.filter(({ object }) =>
          referencesOf(object).some(
            (one) =>
              one.kind === kind &&
              one.name === name &&
              (one.namespace === undefined || namespace === undefined || one.namespace === namespace),
          ),
        );
        const [first] = naming;
        const key = JSON.stringify([each.shown, kind, name]);
        if (!first || objects.some(isIt) || said.has(key)) return [];
        said.add(key);
        const message = `${kind} ${name} gets a hash behind its name, and ${objectId(first.object)} names it without: kustomize rewrites no name in a ${first.object.kind}, which finds nothing`;
        const hint = "Write options: { disableNameSuffixHash: true }, or tell kustomize the field in configurations.";
        return [finding("KUS001", { object: objectId(first.object), message, hint, place: each.source.locate(at) })];
      }),
    ),
  );
}

const taught = ["configurations", "transformers", "replacements", "vars"];

/** What generators make with a hash behind its name. */
function hashed({
  source: { value },
}: KustomizationFile): readonly (Reference & { readonly at: (string | number)[] })[] {
  const isOff = (entry: unknown, ...path: string[]) => valueAt(entry, ...path, "disableNameSuffixHash") === true;
  if (isOff(value, "generatorOptions")) return [];
  return (["ConfigMap", "Secret"] as const).flatMap((kind) =>
    listAt(value, lists[kind]).flatMap((entry, index) => {
      const name = textAt(entry, "name");
      const namespace = textAt(entry, "namespace") ?? textAt(value, "namespace");
      return name === undefined || isOff(entry, "options") ? [] : [{ kind, name, namespace, at: [lists[kind], index] }];
    }),
  );
}

/** The ConfigMaps and Secrets that an object names where kustomize knows nothing of it. */
function referencesOf(object: FileObject["object"]): readonly Reference[] {
  const { namespace } = object.metadata;
  const ofKinds = (entries: readonly unknown[]) =>
    entries.flatMap((entry): readonly Reference[] => {
      const [kind, name] = ["kind", "name"].map((key) => textAt(entry, key));
      const home = textAt(entry, "namespace") ?? namespace;
      return name !== undefined && (kind === "ConfigMap" || kind === "Secret") ? [{ kind, name, namespace: home }] : [];
    });
  const secrets = (names: readonly (string | undefined)[]) =>
    names.flatMap((name) => (name === undefined ? [] : [{ kind: "Secret" as const, name, namespace }]));
  switch (kindOf(object)) {
    case "helm.toolkit.fluxcd.io/HelmRelease":
      return ofKinds(listAt(object, "spec", "valuesFrom"));
    case "kustomize.toolkit.fluxcd.io/Kustomization":
      return ofKinds(listAt(object, "spec", "postBuild", "substituteFrom"));
    case "source.toolkit.fluxcd.io/HelmRepository":
    case "source.toolkit.fluxcd.io/GitRepository":
    case "source.toolkit.fluxcd.io/OCIRepository":
      return secrets([textAt(object, "spec", "secretRef", "name")]);
    case "gateway.networking.k8s.io/Gateway":
      return ofKinds([
        valueAt(object, "spec", "infrastructure", "parametersRef"),
        ...listAt(object, "spec", "listeners").flatMap((one) =>
          listAt(one, "tls", "certificateRefs").map((ref) => ({ kind: "Secret", ...Object(ref) })),
        ),
      ]);
    case "networking.istio.io/Gateway":
      return secrets(listAt(object, "spec", "servers").map((one) => textAt(one, "tls", "credentialName")));
    case "networking.istio.io/DestinationRule":
      return secrets([textAt(object, "spec", "trafficPolicy", "tls", "credentialName")]);
    default:
      return [];
  }
}
