import { posix } from "node:path";
import { oncePer } from "../../../basics/once-per";
import { type Finding, finding } from "../../../findings/finding";
import { objectId } from "../../../mesh/mesh";
import { apiGroup } from "../../../objects/kubernetes-object";
import { textAt, valueAt, wordOf } from "../../../objects/object-paths";
import type { KustomizationFile } from "../../../repository/kustomizations/file";
import type { FileObject } from "../../../repository/objects/file-object";

/**
 * Names, namespaces and labels that a kustomization writes over those of its objects, where these must keep their own (KUS001).
 * @param below the objects that it builds, over others as well
 */
export function rewrites(
  file: KustomizationFile,
  objects: readonly FileObject[],
  below: readonly FileObject[],
): readonly Finding[] {
  return [
    ...renamed(file, below),
    ...moved(file, below),
    ...movedAway(file, objects, below),
    ...merged(file, below),
    ...reselected(file, below),
  ];
}

function fieldOf({ namespaceField = "namespace" }: KustomizationFile): string {
  return namespaceField;
}

function said({ source }: KustomizationFile, key: readonly string[], message: string, hint?: string): Finding {
  return finding("KUS001", { message, place: source.locate(key, "key"), ...(hint !== undefined && { hint }) });
}

/** The API server takes IstioCNI and ZTunnel under the name default alone. */
function renamed(file: KustomizationFile, below: readonly FileObject[]): readonly Finding[] {
  const singletons = below.filter(
    ({ object }) => apiGroup(object) === "sailoperator.io" && ["IstioCNI", "ZTunnel"].includes(object.kind),
  );
  const [first] = singletons;
  if (!first) return [];
  return (["namePrefix", "nameSuffix"] as const).flatMap((key) => {
    const text = textAt(file.source.value, key);
    if (text === undefined || text === "") return [];
    return [
      said(
        file,
        [key],
        `${key} ${text} renames ${first.object.kind}/default, which the API server takes under no other name`,
      ),
    ];
  });
}

/** kustomize writes its namespace over those of all objects, whatever they say. */
function moved(file: KustomizationFile, below: readonly FileObject[]): readonly Finding[] {
  const namespace = textAt(file.source.value, "namespace");
  // Sail's kinds have no namespace, whatever stands there.
  const placed = below.filter(({ object }) => apiGroup(object) !== "sailoperator.io");
  const homes = new Map(placed.map(({ object }) => [object.metadata.namespace, object]));
  const others = [...homes.keys()].flatMap((home) => (home === undefined || home === namespace ? [] : [home])).sort();
  // With one of them the field may be what is meant, and the objects a base.
  if (namespace === undefined || others.length < 2) return [];
  const [first = "", second = ""] = others;
  const names = [first, second].map((home) => objectId(homes.get(home) as FileObject["object"])).join(" and ");
  return [
    said(file, ["namespace"], `${fieldOf(file)} ${namespace} moves everything into one namespace, ${names} included`),
  ];
}

/** Every kustomization asks. */
const namespacesIn = oncePer(
  (objects: readonly FileObject[]) =>
    new Set(objects.flatMap(({ object }) => (object.kind === "Namespace" ? [object.metadata.name] : []))),
);

/** Own files that say one namespace, and a field that says one which is not here. Overlays of a base are meant to. */
function movedAway(
  file: KustomizationFile,
  objects: readonly FileObject[],
  below: readonly FileObject[],
): readonly Finding[] {
  const namespace = textAt(file.source.value, "namespace");
  if (namespace === undefined) return [];
  const there = namespacesIn(objects);
  const own = below.filter(
    (one) => posix.dirname(one.file) === file.folder && there.has(one.object.metadata.namespace ?? ""),
  );
  const [first] = own;
  if (!first || there.has(namespace)) return [];
  const home = first.object.metadata.namespace;
  if (own.some(({ object }) => object.metadata.namespace !== home)) return [];
  const message = `${fieldOf(file)} ${namespace} is not among these manifests, and ${objectId(first.object)} beside it says ${home}, which is: all of them go to ${namespace}`;
  return [
    finding("KUS001", {
      message,
      severity: "warning",
      place: file.source.locate(["namespace"]),
      hint: `Write ${fieldOf(file)}: ${home}.`,
    }),
  ];
}

/** commonLabels are written into selectors, too: those that told workloads apart then do not. */
function reselected(file: KustomizationFile, below: readonly FileObject[]): readonly Finding[] {
  const labels = Object.entries(Object(valueAt(file.source.value, "commonLabels")));
  return labels.flatMap(([key, value]) => {
    const selected = below.flatMap(({ object }) => {
      const own = textAt(object, "spec", "selector", "matchLabels", key) ?? textAt(object, "spec", "selector", key);
      return own === undefined || own === wordOf(value) ? [] : [own];
    });
    const values = [...new Set(selected)].sort();
    if (values.length < 2) return [];
    const message = `commonLabels writes ${key}: ${wordOf(value)} into every selector, ${values.slice(0, 3).join(" and ")} included: each then selects the pods of all`;
    return [said(file, ["commonLabels", key], message, "Write labels with includeSelectors: false, or another key.")];
  });
}

/** kustomize writes its namespace over the names of Namespaces, too. */
function merged(file: KustomizationFile, below: readonly FileObject[]): readonly Finding[] {
  const namespace = textAt(file.source.value, "namespace");
  const names = new Set(below.flatMap(({ object }) => (object.kind === "Namespace" ? [object.metadata.name] : [])));
  if (namespace === undefined || names.size < 2) return [];
  const message = `${fieldOf(file)} ${namespace} renames every Namespace to ${namespace}, ${[...names].sort().join(" and ")} included: kustomize refuses it`;
  return [said(file, ["namespace"], message)];
}
