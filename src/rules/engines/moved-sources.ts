import type { Finding } from "../../findings/finding";
import { protectedKind } from "../../mesh/protected-kinds";
import { textAt, valueAt } from "../../objects/object-paths";
import { type Pair, pairs } from "../changed";
import { objectsOf } from "../objects";
import { about, type CheckedObject, type ManifestSet, type Step } from "../rule";
import { sourcesIn } from "./application-sources";
import { readersIn, readersOf } from "./readers";

type Path = readonly (string | number)[];

/** What applies a mesh and, after a step, takes it from elsewhere or applies it elsewhere. */
export function movedSources(step: Step): readonly Finding[] {
  if (readersIn(step.after.objects).length === 0) return [];
  const appliers = new Set([...appliersIn(step.before), ...appliersIn(step.after)]);
  if (appliers.size === 0) return [];
  const applies = ({ before, after }: Pair) => appliers.has(before) || appliers.has(after);
  return [
    ...pairs(step, (set) => objectsOf(set, "argoproj.io", "Application"))
      .filter(applies)
      .flatMap((pair) => [...otherDestination(pair), ...revisions(pair), ...otherNamespace(step, pair)]),
    ...pairs(step, (set) => objectsOf(set, kustomize, "Kustomization"))
      .filter(applies)
      .flatMap((pair) => [...otherCluster(pair), ...otherRef(pair)]),
    ...repositories(step, appliers),
  ];
}

const kustomize = "kustomize.toolkit.fluxcd.io";

/** Whoever is known to apply something of a mesh. */
function appliersIn(set: ManifestSet): readonly CheckedObject[] {
  return set.objects.flatMap((one) => (protectedKind(one.object) ? readersOf(set, one).map(({ by }) => by) : []));
}

/** An address compares with an address, and a name with a name: which of one is which of the other nobody says here. */
function otherDestination(pair: Pair): readonly Finding[] {
  return ["server", "name"].flatMap((key) => {
    const at = ["spec", "destination", key];
    const [from, to] = [pair.before, pair.after].map(({ object }) => textAt(object, ...at));
    return from === undefined || to === undefined || from === to ? [] : [elsewhere(pair.after, at, from, to)];
  });
}

/** Without a kubeConfig Flux applies to the cluster that it runs in. */
function otherCluster({ before, after }: Pair): readonly Finding[] {
  const at = ["spec", "kubeConfig", "secretRef", "name"];
  const [from, to] = [before, after].map(({ object }) => textAt(object, ...at) ?? "its own cluster");
  return from === undefined || to === undefined || from === to ? [] : [elsewhere(after, at, from, to)];
}

function elsewhere(one: CheckedObject, at: Path, from: string, to: string): Finding {
  const who = `${one.object.kind} ${one.object.metadata.name}`;
  const message = `${who} applies to ${to} instead of ${from}: there a second mesh begins, and the first stays and is changed by nobody`;
  return about("DEL013", one, { at, message, hint: "Write another object for the other cluster." });
}

/** The sources of an Application: another repository, or another branch. A chart's revision is its version, of which other rules speak. */
function revisions({ before, after }: Pair): readonly Finding[] {
  return sourcesIn(after.object).flatMap((place) => {
    const [was, is] = [before, after].map(({ object }) => valueAt(object, ...place));
    // Another folder shows by what is gone; of sources in another order nobody can tell which is which.
    if (was === undefined || textAt(is, "chart") !== undefined || textAt(was, "path") !== textAt(is, "path")) return [];
    return [
      ...changed({ before, after }, [...place, "repoURL"], "repository"),
      ...changed({ before, after }, [...place, "targetRevision"], "revision", "HEAD"),
    ];
  });
}

function otherRef({ before, after }: Pair): readonly Finding[] {
  const [from, to] = [before, after].map(({ object }) => {
    const ref = (key: string) => textAt(object, "spec", "sourceRef", key);
    return `${ref("kind")} ${ref("namespace") ?? object.metadata.namespace}/${ref("name")}`;
  });
  if (from === undefined || to === undefined || from === to) return [];
  return [said(after, ["spec", "sourceRef"], `reads ${to} instead of ${from}`)];
}

/** Where objects go that name no namespace. */
function otherNamespace({ after: set }: Step, { before, after }: Pair): readonly Finding[] {
  const at = ["spec", "destination", "namespace"];
  const [from, to] = [before, after].map(({ object }) => textAt(object, ...at) ?? "default");
  const isLed = set.objects.some(
    (one) =>
      one.object.metadata.namespace === undefined &&
      protectedKind(one.object)?.role === "traffic" &&
      readersOf(set, one).some(({ by }) => by === after),
  );
  return from === to || !isLed ? [] : [said(after, at, `puts what names no namespace into ${to} instead of ${from}`)];
}

/** What Kustomizations that apply a mesh are read from. */
function repositories(step: Step, appliers: ReadonlySet<CheckedObject>): readonly Finding[] {
  const kinds = ["GitRepository", "OCIRepository", "Bucket"];
  const used = (one: CheckedObject) =>
    [...appliers].some(({ object }) => {
      const ref = (key: string) => textAt(object, "spec", "sourceRef", key);
      return (
        ref("kind") === one.object.kind &&
        ref("name") === one.object.metadata.name &&
        (ref("namespace") ?? object.metadata.namespace) === one.object.metadata.namespace
      );
    });
  return kinds
    .flatMap((kind) => pairs(step, (set) => objectsOf(set, "source.toolkit.fluxcd.io", kind)))
    .filter(({ after }) => used(after))
    .flatMap((pair) => [
      ...["url", "endpoint", "bucketName"].flatMap((key) => changed(pair, ["spec", key], "address")),
      ...["branch", "tag", "semver", "name", "commit", "digest"].flatMap((key) =>
        changed(pair, ["spec", "ref", key], key),
      ),
    ]);
}

function changed({ before, after }: Pair, at: Path, what: string, standard = "nothing"): readonly Finding[] {
  const [from = standard, to = standard] = [before, after].map(({ object }) => textAt(object, ...at));
  // Who pins versions moves from one to the next with every change.
  if (from === to || (isPinned(from) && isPinned(to))) return [];
  return [said(after, at, `takes ${what} ${to} instead of ${from}`)];
}

function isPinned(revision: string): boolean {
  return /^(refs\/tags\/)?[\w.-]*?v?\d+(\.\d+)+|^[0-9a-f]{7,64}$|^sha256:/.test(revision);
}

function said(one: CheckedObject, at: Path, what: string): Finding {
  return about("DEL013", one, {
    at,
    severity: "warning",
    message: `${one.object.kind} ${one.object.metadata.name} ${what}: the mesh becomes what is there, which these manifests need not be, and with prune what is not there is deleted`,
  });
}
