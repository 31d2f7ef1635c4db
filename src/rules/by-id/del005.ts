import type { Finding } from "../../findings/finding";
import type { KubernetesObject } from "../../mesh/mesh";
import { protectedKind } from "../../mesh/protected-kinds";
import { hasOwner, kindOf } from "../../objects/kubernetes-object";
import { textAt, valueAt } from "../../objects/object-paths";
import { argoSyncOptions, syncOptions, syncWave } from "../../order/argocd/annotations";
import { enginesOf } from "../engines/engines";
import { readersOf, sameCluster } from "../engines/readers";
import { annotationsOf, isMarker, objectsOf, onlyEngine } from "../objects";
import { about, type Change, type CheckedObject, inShort, type ManifestSet, type Reader, type Rule } from "../rule";

const annotations = ["metadata", "annotations"];

export const del005: Rule = {
  id: "DEL005",
  state: (set) => {
    const brought = kindsBrought(set);
    // What a controller has made of another object is in a dump, and no engine applies it.
    const subjects = set.objects.filter(
      ({ object }) => protectedKind(object)?.crdFromOperator && !brought.has(kindOf(object)) && !hasOwner(object),
    );
    const open = subjects.filter(({ object }) => !skipsDryRun(object));
    const ours = set.objects.some(({ object }) => isMarker(object));
    if (ours) return open.flatMap((one) => single(one));
    // Who skips the dry run of one part means all of them; of routes and policies each team thinks for itself.
    const parts = subjects.filter(({ object }) => protectedKind(object)?.role === "mesh");
    const isMeant = parts.some(({ object }) => skipsDryRun(object));
    const missed = open.filter((one) => isMeant && parts.includes(one));
    const others = open.filter((one) => !missed.includes(one));
    const isKnown = subjects.some(({ object }) => skipsDryRun(object));
    return [...missed.flatMap(single), ...(isKnown ? besideOthers(others) : together(others, set))];
  },
};

function skipsDryRun(object: KubernetesObject): boolean {
  return syncOptions(annotationsOf(object)).get("SkipDryRunOnMissingResource") === "true";
}

function skipping(one: CheckedObject): readonly Change[] {
  return [{ one, at: [...annotations, argoSyncOptions], options: ["SkipDryRunOnMissingResource=true"] }];
}

/** Flux applies what it can and comes back for the rest. */
function single(one: CheckedObject): readonly Finding[] {
  if (onlyEngine(one.object) === "flux") return [];
  return [
    about("DEL005", one, {
      at: annotations,
      fix: skipping(one),
      message: `${one.object.kind} without SkipDryRunOnMissingResource=true, and its CRD is not among these manifests`,
    }),
  ];
}

/** What of a tree in which some skip the dry run does not: routes and policies often arrive by a sync of their own. */
function besideOthers(open: readonly CheckedObject[]): readonly Finding[] {
  return oneWord(
    open.filter(({ object }) => onlyEngine(object) !== "flux"),
    (names) => `${names} without SkipDryRunOnMissingResource=true, and no CRD of theirs is among these manifests`,
  );
}

/** A tree in which nothing skips the dry run: it matters where the operator arrives by the same sync, or by one that nothing puts first. */
function together(all: readonly CheckedObject[], set: ManifestSet): readonly Finding[] {
  const subscriptions = objectsOf(set, "operators.coreos.com", "Subscription");
  // Without a sign of Argo CD nothing shows that there is a dry run.
  if (subscriptions.length === 0 || !enginesOf(set).argocd) return [];
  const ofOne = all.filter((one) => subscriptions.some((other) => mayBeOneSync(set, one, other)));
  if (ofOne.length > 0) {
    const end = "beside the Subscription that brings their CRDs, and without SkipDryRunOnMissingResource=true";
    return oneWord(ofOne, (names) => `${names} ${end}`);
  }
  const parts = all.filter(({ object }) => protectedKind(object)?.role === "mesh");
  const apart = parts.flatMap((one) => {
    const pair = twoSyncs(set, one, subscriptions);
    return pair ? [{ one, pair }] : [];
  });
  const [first] = apart;
  if (!first) return [];
  const { mesh, operator, tries } = first.pair;
  return oneWord(
    apart.map(({ one }) => one),
    (names) =>
      `${names} without SkipDryRunOnMissingResource=true, and their CRDs come with ${operator.name}: until then each sync of ${mesh.name} fails its dry run, and Argo CD tries ${tries} times`,
  );
}

interface TwoSyncs {
  readonly mesh: Reader;
  readonly operator: Reader;
  readonly tries: number;
}

/** The Application of a part and that of the operator, where both begin at once and the first gives up by and by. */
function twoSyncs(set: ManifestSet, one: CheckedObject, subscriptions: readonly CheckedObject[]): TwoSyncs | undefined {
  const [mesh, second] = readersOf(set, one);
  const operator = subscriptions.flatMap((other) => readersOf(set, other)).find((it) => it !== mesh);
  if (!mesh || second || !operator || sameCluster(mesh, operator) === false) return undefined;
  const isApplication = ({ by, made }: Reader) => by.object.kind === "Application" && made === undefined;
  if (!isApplication(mesh) || !isApplication(operator)) return undefined;
  const sync = valueAt(mesh.by.object, "spec", "syncPolicy");
  const limit = valueAt(sync, "retry", "limit") ?? triesByDefault;
  const wave = ({ by }: Reader) => Number(annotationsOf(by.object)[syncWave] ?? 0);
  // People try again, and what comes a wave later may wait for the operator.
  if (valueAt(sync, "automated") === undefined || typeof limit !== "number" || limit < 0) return undefined;
  return wave(mesh) > wave(operator) ? undefined : { mesh, operator, tries: limit };
}

/** How often Argo CD tries an automated sync again that says nothing of it. */
const triesByDefault = 5;

function oneWord(open: readonly CheckedObject[], message: (names: string) => string): readonly Finding[] {
  const { first, names } = inShort(open);
  if (!first) return [];
  return [
    about("DEL005", first, {
      at: annotations,
      severity: "warning",
      fix: open.flatMap(skipping),
      message: message(names),
    }),
  ];
}

/** Where Applications are among the manifests, two objects are of one sync if one of them reads both; else unless two kustomizations build them. */
function mayBeOneSync(set: ManifestSet, one: CheckedObject, other: CheckedObject): boolean {
  const [ones, others] = [readersOf(set, one), readersOf(set, other)];
  if (ones.length + others.length === 0) return set.builtApart?.(one, other) !== true;
  return ones.some((reader) => others.includes(reader));
}

/** Argo CD skips the dry run by itself for kinds whose CRD is part of the same sync. */
function kindsBrought(set: ManifestSet): ReadonlySet<string> {
  const crds = objectsOf(set, "apiextensions.k8s.io", "CustomResourceDefinition");
  return new Set(
    crds.map(({ object }) => `${textAt(object, "spec", "group")}/${textAt(object, "spec", "names", "kind")}`),
  );
}
