import { firstFew } from "../../../basics/first-few";
import { grouped } from "../../../basics/grouped";
import { InputError } from "../../../findings/input-error";
import { objectId } from "../../../objects/kubernetes-object";
import type { Applier } from "../delivery/applier";
import type { Appliers } from "../delivery/appliers";
import { type Cluster, clusterWords, isOneCluster } from "../delivery/clusters";
import { conditionWords } from "../delivery/conditions";
import type { Found } from "../input/found";
import { isOfIngressOperator } from "./choose-istio";
import type { Double } from "./doubles";
import type { Taken } from "./inventory";

/** What of an input goes to the cluster of the mesh, as far as those tell who apply it. */
export interface OfOneCluster {
  readonly taken: Taken;
  readonly notes: readonly string[];
}

const lists = [
  ...(["istios", "cnis", "ztunnels", "revisions"] as const),
  ...(["namespaces", "subscriptions", "waypoints", "others"] as const),
];

/**
 * An input without what is applied to other clusters than the control plane is: a repository that serves several holds the namespaces and policies of all of
 * them. What nobody here applies is taken to be of the mesh, and so is what goes to a cluster of which nobody can tell whether it is that one.
 * @param istio the name of the Istio that is chosen; of all of them where none is
 */
export function ofOneCluster(taken: Taken, appliers: Appliers, istio: string | undefined): OfOneCluster {
  const chosen = taken.istios.filter(({ object }) =>
    istio === undefined ? !isOfIngressOperator(object) : object.metadata.name === istio,
  );
  const appliersOf = (found: Found) =>
    [found.place, ...(taken.copies.get(found) ?? [])].flatMap((place) => appliers.of({ ...found, place }));
  const known = chosen.map(appliersOf);
  if (known.length === 0 || known.some((each) => each.length === 0)) return { taken, notes: [] };
  const ours = known.flat().map(({ cluster }) => cluster);
  const all = lists.flatMap((key) => taken[key]);
  const judged = all.flatMap((found): readonly Judged[] => {
    // What an Application makes was asked for its cluster already, and what was read from a cluster is in that one.
    const by = found.madeBy === undefined && !found.live ? appliersOf(found) : [];
    if (by.length === 0) return [];
    const clusters = by.map(({ cluster }) => cluster);
    const verdict = verdictOf(clusters, ours);
    // Whether a generator asks for that folder is sure enough where the mesh hangs on the same one.
    const isSure = by.every((one) => one.condition === undefined || ours.some((it) => it.by === one.by));
    return verdict === true ? [] : [{ found, by, clusters, verdict: isSure ? verdict : undefined }];
  });
  const left = new Set(judged.flatMap(({ found, verdict }) => (verdict === false ? found : [])));
  if (judged.length === 0) return { taken, notes: [] };
  const rest = Object.fromEntries(
    lists.map((key) => [key, taken[key].filter((one) => !left.has(one))]),
  ) as Partial<Taken>;
  return {
    taken: { ...taken, ...rest, doubles: doublesWithout(left, taken), elsewhere: left.size },
    notes: notesOf(judged, ours),
  };
}

function doublesWithout(left: ReadonlySet<Found>, { doubles }: Taken): readonly Double[] {
  return [...grouped(doubles, ({ before }) => before)].flatMap(([before, all]) => {
    const [first, ...more] = [before, ...all.map(({ found }) => found)].filter((one) => !left.has(one));
    return first ? more.map((found) => ({ found, before: first })) : [];
  });
}

/**
 * Control planes of several clusters are several meshes.
 * @throws InputError for them
 */
export function refuseClusters({ istios }: Taken, appliers: Appliers): void {
  const own = istios.filter(({ object }) => !isOfIngressOperator(object));
  const clusters = own.map((one) => appliers.of(one).map(({ cluster }) => cluster));
  const names = own.map(({ object }) => object.metadata.name);
  if (!areApart(clusters) || new Set(names).size < names.length) return;
  const shown = names.map((name, index) => `${name} (${wordsOf(clusters[index] ?? [])})`);
  throw InputError.of(`${names.length} Istio objects: ${shown.join(", ")}; a mesh.yaml describes one`, {
    hint: "Choose one with --istio NAME, or adopt all of them, each into a file of its own, with --all.",
  });
}

/** Whether two of these are known to go to no cluster in common. */
export function areApart(all: readonly (readonly Cluster[])[]): boolean {
  const isApart = (some: readonly Cluster[], others: readonly Cluster[]) =>
    some.length > 0 && others.length > 0 && verdictOf(some, others) === false;
  return all.some((some, index) => all.slice(index + 1).some((others) => isApart(some, others)));
}

/** Whether one of these clusters is one of those; undefined where nobody can tell. */
function verdictOf(some: readonly Cluster[], ours: readonly Cluster[]): boolean | undefined {
  const all = some.flatMap((one) => ours.map((it) => isOneCluster(one, it)));
  if (all.includes(true)) return true;
  return all.includes(undefined) ? undefined : false;
}

interface Judged {
  readonly found: Found;
  readonly by: readonly Applier[];
  /** Where these bring it. */
  readonly clusters: readonly Cluster[];
  readonly verdict: boolean | undefined;
}

function notesOf(judged: readonly Judged[], ours: readonly Cluster[]): readonly string[] {
  return [...grouped(judged, ({ by, clusters, verdict }) => JSON.stringify([verdict, said(by, clusters)]))].flatMap(
    ([, all]) => {
      const [{ by, clusters, verdict }] = all as [Judged];
      const kinds = [...clusters, ...ours].map(({ kind }) => kind);
      // What generators fill in may be any cluster, and is told where the mesh is handed over; of engines that both apply to their own, one is what most have.
      if (verdict === undefined && (kinds.includes("open") || kinds.every((kind) => kind === "own"))) return [];
      const ids = firstFew(all.map(({ found }) => objectId(found.object)));
      const goes = `${ids}: ${said(by, clusters)}, and the mesh goes to ${wordsOf(ours)}`;
      const unless = kinds.includes("own")
        ? "; where that is one cluster, add them to spec.manifests by their files"
        : "";
      return verdict === false
        ? [`left to another cluster: ${goes}${unless}`]
        : [
            `taken along, although it may be of another cluster: ${goes}; where it is, adopt the folders of the mesh alone`,
          ];
    },
  );
}

function wordsOf(clusters: readonly Cluster[]): string {
  return firstFew([...new Set(clusters.map(clusterWords))]);
}

/** `Application/argocd/b applies them to cluster b`. */
function said(by: readonly Applier[], clusters: readonly Cluster[]): string {
  const ids = [...new Set(by.map((one) => objectId(one.by)))];
  const only = conditionWords(by.map(({ condition }) => condition));
  return `${firstFew(ids)} ${ids.length > 1 ? "apply" : "applies"} that to ${wordsOf(clusters)}${only}`;
}
