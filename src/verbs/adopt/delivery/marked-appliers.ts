import { posix } from "node:path";
import { oncePerText } from "../../../basics/once-per";
import { identity, type KubernetesObject, kindOf } from "../../../objects/kubernetes-object";
import { textAt } from "../../../objects/object-paths";
import { fluxSource } from "../../../repository/readers/named-paths";
import { sourcesIn } from "../../../rules/engines/application-sources";
import type { Found } from "../input/found";
import { keyOfMark, type Mark } from "../input/marks";
import type { Applier } from "./applier";
import { type ClusterLore, clusterOf } from "./clusters";
import { destinationIn } from "./destinations";
import { type EngineEvidence, setOf } from "./engine-evidence";

/** What an input holds of engines, to find those that marks name. */
interface Known {
  /** Engines' objects, those of the input first. */
  readonly objects: readonly KubernetesObject[];
  readonly evidence: EngineEvidence;
}

const apiVersions = {
  Application: "argoproj.io/v1alpha1",
  ApplicationSet: "argoproj.io/v1alpha1",
  Kustomization: "kustomize.toolkit.fluxcd.io/v1",
  HelmRelease: "helm.toolkit.fluxcd.io/v2",
} as const;

/**
 * Who has applied an object of a dump or a pipe, which no file says: those that have left their marks on it, and those whose status says it. Of what is not in the
 * input no more is known than its name.
 */
export function markedAppliers({ objects, evidence }: Known, lore: ClusterLore): (found: Found) => readonly Applier[] {
  const all = [...objects, ...evidence.generated];
  const byId = new Map(all.map((one) => [identity(one), one]));
  const marked = new Map<string, Applier>();
  const ofMark = (mark: Mark): Applier => {
    const key = keyOfMark(mark);
    const known = marked.get(key) ?? named(mark, all, lore);
    marked.set(key, known);
    return known;
  };
  const said = oncePerText((id: string) => applierOf(byId.get(id) as KubernetesObject, true, all, lore));
  return ({ object, marks = [] }) => {
    const byMarks = marks.map((mark) => ({ ...ofMark(mark), mark: mark.key }));
    const byStatus = (evidence.applied.get(identity(object)) ?? []).filter((id) => byId.has(id)).map(said);
    // The same by both ways is one, also where several have its name and the mark says not which.
    const nameOf = ({ by }: Applier) => `${by.kind} ${by.metadata.name}`;
    const names = new Set(byMarks.map(nameOf));
    return [...byMarks, ...byStatus.filter((one) => !names.has(nameOf(one)))];
  };
}

/** The object that a mark names. Several of that name in several namespaces are several, and it says not which. */
function named(mark: Mark, all: readonly KubernetesObject[], lore: ClusterLore): Applier {
  const { kind, name, namespace } = mark;
  const isOfKind = (one: KubernetesObject) => kindOf(one) === kindOf({ apiVersion: apiVersions[kind], kind });
  // In Git the namespace may come from a kustomization.
  const isThere = ({ metadata: { namespace: home } }: KubernetesObject) =>
    home === undefined || namespace === undefined || home === namespace;
  const found = all.filter((one) => isOfKind(one) && one.metadata.name === name && isThere(one));
  const homes = new Set(found.map((one) => one.metadata.namespace));
  const [first] = found;
  return first && homes.size === 1
    ? applierOf(first, true, all, lore)
    : applierOf(standIn(kind, name, namespace), false, all, lore);
}

function standIn(kind: keyof typeof apiVersions, name: string, namespace: string | undefined): KubernetesObject {
  return { apiVersion: apiVersions[kind], kind, metadata: { name, ...(namespace !== undefined && { namespace }) } };
}

function applierOf(
  object: KubernetesObject,
  isSeen: boolean,
  all: readonly KubernetesObject[],
  lore: ClusterLore,
): Applier {
  const engine = kindOf(object).startsWith("argoproj.io/") ? "argocd" : "flux";
  const set = setOf(object);
  const by = set === undefined ? object : ownerIn(all, set, object.metadata.namespace);
  const paths = pathsOf(object);
  const isArgo = engine === "argocd" && isSeen;
  const besides = isSeen ? besidesOf(object, by, all) : [];
  return {
    by,
    engine,
    folders: paths,
    ...(paths[0] !== undefined && { sources: paths[0] }),
    cluster: isSeen ? clusterOf({ by: object, engine }, undefined, lore) : { by, engine, kind: "open", address: "" },
    ...(isArgo && { destination: destinationIn(object) }),
    ...(object.kind === "HelmRelease" && { helm: "installs" as const }),
    ...(object.kind === "Application" && hasChart(object) && { helm: "builds" as const }),
    ...(by !== object && { made: object }),
    ...(!isSeen && { isUnseen: true as const }),
    ...(besides.length > 0 && { besides }),
  };
}

/** What is taken out of a folder is gone from all that read it. */
function besidesOf(
  object: KubernetesObject,
  by: KubernetesObject,
  all: readonly KubernetesObject[],
): readonly KubernetesObject[] {
  const own = new Set(sourceKeys(object));
  const others = all.filter((one) => identity(one) !== identity(object) && sourceKeys(one).some((key) => own.has(key)));
  const owners = others.map((one) => {
    const set = setOf(one);
    return set === undefined ? one : ownerIn(all, set, one.metadata.namespace);
  });
  const once = new Map(owners.map((one) => [identity(one), one]));
  once.delete(identity(by));
  return [...once.values()];
}

/** The folders that something reads, each with the repository. */
function sourceKeys(object: KubernetesObject): readonly string[] {
  const keyOf = (source: string, path: string) => JSON.stringify([source, posix.normalize(path)]);
  switch (object.kind) {
    case "Application":
      return sourcesIn(object).flatMap((at) => {
        const [url, path] = ["repoURL", "path"].map((key) => textAt(object, ...at, key));
        return url === undefined || path === undefined ? [] : [keyOf(url.replace(/(\.git)?\/*$/, ""), path)];
      });
    case "Kustomization":
      return textAt(object, "spec", "sourceRef", "name") === undefined
        ? []
        : [keyOf(fluxSource(object, ["spec"]), textAt(object, "spec", "path") ?? ".")];
    default:
      return [];
  }
}

/** Its own object where that is in the input, and otherwise one that says its name. */
function ownerIn(all: readonly KubernetesObject[], name: string, namespace: string | undefined): KubernetesObject {
  const set = standIn("ApplicationSet", name, namespace);
  return all.find((one) => identity(one) === identity(set)) ?? set;
}

/** The folders, or the charts, that something reads. */
function pathsOf(object: KubernetesObject): readonly string[] {
  if (object.kind === "HelmRelease") {
    return [
      textAt(object, "spec", "chart", "spec", "chart") ?? textAt(object, "spec", "chartRef", "name") ?? [],
    ].flat();
  }
  const found = [...sourcesIn(object), ["spec"]].flatMap(
    (at) => textAt(object, ...at, "path") ?? textAt(object, ...at, "chart") ?? [],
  );
  return [...new Set(found.map((path) => posix.normalize(path)))];
}

function hasChart(object: KubernetesObject): boolean {
  return sourcesIn(object).some((at) => textAt(object, ...at, "chart") !== undefined);
}
