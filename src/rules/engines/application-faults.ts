import { nearest } from "../../basics/nearest";
import type { MeshPath } from "../../findings/finding";
import { listAt, textAt, valueAt } from "../../objects/object-paths";
import { pathText } from "../../schemas/problem";
import { labelsOf, objectsOf, sailObjects } from "../objects";
import type { AboutDetails, CheckedObject, ManifestSet } from "../rule";
import { slipOf } from "../slips";
import { optionFaults } from "./application-options";
import { applicationSpec } from "./application-sources";
import { readersOf } from "./readers";
import { sameNames } from "./same-names";
import { setFaults } from "./set-faults";

/** What DEL013 says of an Application, an ApplicationSet, or of what they apply. */
type Fault = AboutDetails & { readonly one: CheckedObject };

/** Words that Argo CD does not read as they are meant. */
export function applicationFaults(set: ManifestSet): readonly Fault[] {
  return [
    ...set.objects.flatMap((one) => {
      const spec = applicationSpec(one.object);
      // A set of which nothing is written yet.
      if (!spec || (spec.length > 1 && valueAt(one.object, ...spec) === undefined)) return [];
      return [...optionFaults(set, one, spec), ...renamedParts(set, one, [...spec, "source"])];
    }),
    ...objectsOf(set, "argoproj.io", "ApplicationSet").flatMap((one) => [
      ...otherTemplates(one),
      ...strangeFields(one),
      ...setFaults(one),
      ...sameNames(set, one),
    ]),
    ...otherRevisions(set),
    ...set.objects.flatMap(labelled),
  ];
}

/** Names that an Application has kustomize change; the API server takes IstioCNI and ZTunnel under one name alone. */
function renamedParts(set: ManifestSet, one: CheckedObject, source: MeshPath): readonly Fault[] {
  const [first] = sailObjects(set, ["IstioCNI", "ZTunnel"]).filter((it) =>
    readersOf(set, it).some(({ by }) => by === one),
  );
  if (!first) return [];
  return ["namePrefix", "nameSuffix"].flatMap((key) => {
    const at = [...source, "kustomize", key];
    const text = textAt(one.object, ...at);
    if (text === undefined || text === "") return [];
    const message = `${key} ${text} renames ${first.object.kind}/default, which the API server takes under no other name`;
    return [{ one, at, message }];
  });
}

/** A branch or tag that one Application alone reads, and that is nearly the one which the others read from the same repository. */
function otherRevisions(set: ManifestSet): readonly Fault[] {
  const sources = objectsOf(set, "argoproj.io", "Application").flatMap((one) => {
    const at = ["spec", "source", "targetRevision"];
    const [url, revision] = [textAt(one.object, "spec", "source", "repoURL"), textAt(one.object, ...at)];
    return url === undefined || revision === undefined ? [] : [{ one, at, url, revision }];
  });
  return sources.flatMap(({ one, at, url, revision }) => {
    const others = sources.filter((it) => it.one !== one && it.url === url).map((it) => it.revision);
    const near = others.includes(revision) ? undefined : slipOf(revision, [...new Set(others)]);
    if (near === undefined) return [];
    const message = `revision ${revision} is read by this Application alone, and ${near} of the same repository by others: without a branch or tag of that name nothing is applied`;
    return [{ one, at, severity: "warning", message, hint: `Did you mean ${near}?` }];
  });
}

/** The fields of an ApplicationSet that have neighbours to be mistaken for, by the map that they are in. */
const fields = new Map<string, readonly string[]>([
  [
    "spec",
    "generators template templatePatch goTemplate goTemplateOptions syncPolicy strategy preservedFields ignoreApplicationDifferences applyNestedSelectors".split(
      " ",
    ),
  ],
  ["spec.syncPolicy", ["preserveResourcesOnDeletion", "applicationsSync"]],
]);

/** The fields of a generator that reads a repository. */
const ofGit = "repoURL revision directories files requeueAfterSeconds template values pathParamPrefix".split(" ");

function strangeFields(one: CheckedObject): readonly Fault[] {
  const generators = listAt(one.object, "spec", "generators").map((_, index): [MeshPath, readonly string[]] => [
    ["spec", "generators", index, "git"],
    ofGit,
  ]);
  const maps = [...fields].map(([path, known]): [MeshPath, readonly string[]] => [path.split("."), known]);
  return [...maps, ...generators].flatMap(([map, known]) => {
    return Object.keys(Object(valueAt(one.object, ...map))).flatMap((key) => {
      const near = known.includes(key) ? undefined : nearest(key, known);
      if (near === undefined) return [];
      const message = `${pathText([...map, key])} is no field of ApplicationSet: the API server drops it`;
      return [{ one, at: [...map, key], message, hint: `Did you mean ${near}?` }];
    });
  });
}

/** Annotations of Argo CD that were written as labels. */
const annotations = ["sync-wave", "sync-options", "hook", "hook-delete-policy", "compare-options"];

function labelled(one: CheckedObject): readonly Fault[] {
  return annotations.flatMap((name) => {
    const key = `argocd.argoproj.io/${name}`;
    if (labelsOf(one.object)[key] === undefined) return [];
    const message = `${key} is an annotation; as a label Argo CD does not read it`;
    return [{ one, at: ["metadata", "labels", key], message, hint: "Move it to metadata.annotations." }];
  });
}

/** Parameters as the other of the two template languages of an ApplicationSet writes them. */
function otherTemplates(one: CheckedObject): readonly Fault[] {
  const isGo = valueAt(one.object, "spec", "goTemplate") === true;
  return texts(valueAt(one.object, "spec", "template"), ["spec", "template"]).flatMap(({ at, text }) => {
    const [found, name = ""] =
      (isGo ? /\{\{\s*([a-z][\w-]*(?:\.[\w.-]+)?)\s*\}\}/ : /\{\{-?\s*(\.[\w.[\]]+)[^}]*\}\}/).exec(text) ?? [];
    if (found === undefined || functions.includes(name)) return [];
    const message = isGo
      ? `${found} is a parameter as fasttemplate writes it, and goTemplate is true: Argo CD makes no Application`
      : `${found} is a parameter as Go templates write it, and goTemplate is not true: Argo CD leaves it as it stands`;
    const hint = isGo ? `Write {{ .${name === "path" ? "path.path" : name} }}.` : "Write goTemplate: true.";
    return [{ one, at, message, hint }];
  });
}

/** Words of Go templates that need no parameter. */
const functions = ["end", "else", "break", "continue", "now", "nil", "true", "false"];

function texts(value: unknown, at: MeshPath): readonly { readonly at: MeshPath; readonly text: string }[] {
  if (typeof value === "string") return [{ at, text: value }];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, entry]) =>
    texts(entry, [...at, Array.isArray(value) ? Number(key) : key]),
  );
}
