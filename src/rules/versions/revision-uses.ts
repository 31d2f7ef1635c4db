import { knows } from "../../catalog/lookup";
import { textAt } from "../../objects/object-paths";
import { chartRevisions } from "../charts/revisions";
import { labelsOf, objectsOf, sailObjects } from "../objects";
import { isRevisionBased, revisionOf, tagsOf } from "../revisions";
import type { CheckedObject, ManifestSet } from "../rule";

/** What the manifests offer to those who ask for a revision. */
export interface Revisions {
  /** Names of revisions and tags. */
  readonly names: ReadonlySet<string>;
  /** Those of revisions alone: no tag can be the target of a tag. */
  readonly targets: ReadonlySet<string>;
  /** Istio objects that make a revision for each version: those before may still run. */
  readonly prefixes: readonly string[];
  /** What those make at the version that they have. */
  readonly current: readonly string[];
  /** Whether there is an Istio of a version. */
  readonly exists: (version: string) => boolean;
}

/** The revisions and tags of the manifests; undefined where no control plane is among them, so that nothing can be said. */
export function revisionsOf(set: ManifestSet): Revisions | undefined {
  const istios = sailObjects(set, ["Istio"]);
  const revisions = sailObjects(set, ["IstioRevision"]);
  if (istios.length + revisions.length === 0) return undefined;
  const based = istios.filter(isRevisionBased);
  const named = [...istios.filter((one) => !based.includes(one)), ...revisions];
  const byCharts = [...ofCharts(set), ...(chartRevisions(set) ?? [])];
  const targets = new Set([...named.map(({ object }) => object.metadata.name), ...byCharts]);
  return {
    names: new Set([...targets, ...tagsOf(set)]),
    targets,
    prefixes: based.map(({ object }) => `${object.metadata.name}-v`),
    current: based.map(revisionOf),
    exists: (version) => knows(set.distribution, version),
  };
}

/** The revisions of istiods that a chart or somebody else installs: all objects of such a chart carry the label of theirs. */
function ofCharts(set: ManifestSet): readonly string[] {
  return objectsOf(set, "apps", "Deployment").flatMap(({ object }) => {
    const labels = labelsOf(object);
    return labels["app"] === "istiod" ? (labels[rev] ?? []) : [];
  });
}

export function provides({ names, prefixes, exists }: Revisions, revision: string): boolean {
  if (names.has(revision)) return true;
  const prefix = prefixes.find((one) => revision.startsWith(one));
  if (prefix === undefined) return false;
  const rest = revision.slice(prefix.length);
  const [, ...version] = /^(\d+)-(\d+)-(\d+)$/.exec(rest) ?? [];
  // An alias has a word for its last number: `v1.28-latest`. The operator writes a dash for every dot.
  return version.length > 0 ? exists(`v${version.join(".")}`) : /^\d+-\d+-[a-z][a-z\d-]*$/.test(rest);
}

/** An object that asks for a revision or a tag. */
export interface RevisionUse {
  readonly user: CheckedObject;
  readonly at: readonly string[];
  /** How it is written there. */
  readonly written: string;
  readonly revision: string;
}

const rev = "istio.io/rev";
const injection = "istio-injection";
const inject = "sidecar.istio.io/inject";

/** The revisions that namespaces, Gateways and other labelled objects ask for. */
export function revisionUses(
  set: ManifestSet,
  templates: Readonly<Partial<Record<string, readonly (readonly string[])[]>>>,
) {
  const namespaces = new Set(objectsOf(set, "", "Namespace"));
  return set.objects.flatMap((user): RevisionUse[] => {
    const { object } = user;
    const group = object.apiVersion.split("/")[0] ?? "";
    if (group === "sailoperator.io") return [];
    const inTemplates = templates[`${object.apiVersion.includes("/") ? group : ""}/${object.kind}`] ?? [];
    const labelled = labelsOf(object)[rev] === undefined ? [] : [["metadata", "labels"]];
    const uses = [...labelled, ...inTemplates].flatMap((path): RevisionUse[] => {
      const revision = textAt(object, ...path, rev);
      return revision === undefined ? [] : [{ user, at: [...path, rev], written: `${rev}=${revision}`, revision }];
    });
    const injected = inTemplates.flatMap((path) => byDefault(set, user, path));
    const isInjected = namespaces.has(user) && labelsOf(object)[injection] === "enabled";
    const standard = {
      user,
      at: ["metadata", "labels", injection],
      written: `${injection}=enabled`,
      revision: "default",
    };
    return [...uses, ...injected, ...(isInjected ? [standard] : [])];
  });
}

/** A pod that asks to be injected and says by which revision neither itself nor by its namespace, where all labels of that are known. */
function byDefault(set: ManifestSet, user: CheckedObject, path: readonly string[]): readonly RevisionUse[] {
  const { object } = user;
  if (textAt(object, ...path, inject) !== "true" || textAt(object, ...path, rev) !== undefined) return [];
  const namespace = objectsOf(set, "", "Namespace").find(
    (one) => one.object.metadata.name === (object.metadata.namespace ?? "default"),
  );
  // Where injection is switched off, nobody injects it, whatever there is.
  if (!namespace || namespace.assumed || labelsOf(namespace.object)[injection] === "disabled") return [];
  if (labelsOf(namespace.object)[rev] !== undefined) return [];
  const written = `${inject}=true without ${rev}, on the pods and on Namespace ${namespace.object.metadata.name},`;
  return [{ user, at: [...path, inject], written, revision: "default" }];
}
