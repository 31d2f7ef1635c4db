import { fitsWildcard } from "../../basics/wildcard";
import type { Finding, MeshPath } from "../../findings/finding";
import { protectedKind } from "../../mesh/protected-kinds";
import { apiGroup, kindOf } from "../../objects/kubernetes-object";
import { listAt, textAt, wordOf } from "../../objects/object-paths";
import { parseYamlDocuments } from "../../source/yaml-source";
import { about, type CheckedObject, inShort, type ManifestSet } from "../rule";
import { readersOf } from "./readers";

/** A list of kinds that an Argo CD leaves out, or that it keeps to. */
interface Filter {
  readonly by: CheckedObject;
  readonly at: MeshPath;
  readonly list: "exclusions" | "inclusions";
  readonly entries: unknown;
}

/**
 * Kinds of a mesh that Argo CD is told not to look at (DEL013), in the ArgoCD of its operator or in the ConfigMap argocd-cm: it neither
 * compares them nor applies them, and says so in a condition of each Application.
 */
export function leftOutKinds(set: ManifestSet): readonly Finding[] {
  return filtersIn(set).flatMap(({ by, at, list, entries }) => {
    const lost = set.objects.filter(
      (one) =>
        protectedKind(one.object) !== undefined &&
        kindOf(one.object) !== "/Namespace" &&
        isIn(entries, one, list === "exclusions") === (list === "exclusions") &&
        readersOf(set, one).some((reader) => isOf(reader.by, by)),
    );
    const { first, names } = inShort(lost);
    if (!first) return [];
    const what = list === "exclusions" ? "leaves out" : "keeps to kinds without";
    return [
      about("DEL013", by, {
        at,
        citation:
          "Argo CD, Resource Exclusion: https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/#resource-exclusioninclusion",
        message: `this Argo CD ${what} ${names}, which its Applications hold: it never applies them, and compares nothing of them`,
        hint: list === "exclusions" ? "Take their groups and kinds out of the list." : "Add their groups to the list.",
      }),
    ];
  });
}

function filtersIn({ objects }: ManifestSet): readonly Filter[] {
  return objects.flatMap((by) =>
    placesIn(by).flatMap(([list, at]) => {
      const text = textAt(by.object, ...at);
      const entries = text === undefined ? undefined : read(text);
      return Array.isArray(entries) && entries.length > 0 ? [{ by, at, list, entries }] : [];
    }),
  );
}

function placesIn({ object }: CheckedObject): readonly (readonly [Filter["list"], readonly string[]])[] {
  if (kindOf(object) === "argoproj.io/ArgoCD") {
    return [
      ["exclusions", ["spec", "resourceExclusions"]],
      ["inclusions", ["spec", "resourceInclusions"]],
    ];
  }
  if (kindOf(object) !== "/ConfigMap" || object.metadata.name !== "argocd-cm") return [];
  return [
    ["exclusions", ["data", "resource.exclusions"]],
    ["inclusions", ["data", "resource.inclusions"]],
  ];
}

/** Such a list is a text of YAML in a field. */
function read(text: string): unknown {
  // A list alone is no document of ours.
  try {
    return Object(parseYamlDocuments(`list:\n${text.replace(/^(?=.)/gm, "  ")}`, "list")[0]?.value).list;
  } catch {
    return undefined;
  }
}

/** Each Argo CD looks at the Applications of its own namespace. */
function isOf(application: CheckedObject, argocd: CheckedObject): boolean {
  const isApplication = /^argoproj\.io\/Application(Set)?$/.test(kindOf(application.object));
  return isApplication && application.object.metadata.namespace === argocd.object.metadata.namespace;
}

/**
 * As Argo CD compares: groups and clusters by stars, kinds by their names or one star; no list means all.
 * @param isSure count only entries that are for every cluster
 */
function isIn(entries: unknown, { object }: CheckedObject, isSure: boolean): boolean {
  return listAt({ entries }, "entries").some((entry) => {
    const [groups, kinds, clusters] = ["apiGroups", "kinds", "clusters"].map((key) => listAt(entry, key).map(wordOf));
    const isAnywhere = clusters?.length === 0 || clusters?.includes("*") || !isSure;
    return (
      isAnywhere &&
      (groups?.length === 0 || groups?.some((group) => fitsWildcard(group, apiGroup(object)))) &&
      (kinds?.length === 0 || kinds?.some((kind) => kind === "*" || kind === object.kind))
    );
  });
}
