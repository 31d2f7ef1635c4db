import { annotation, compareText, groupKind, identityOf, isBelow, type OrderEntry } from "./entry";
import { fluxHealth, kstatus } from "./flux/health";
import { compareInStage, type Stage, stageOf, stages } from "./flux/kinds";
import { type Kustomization, type Row, rowsOf } from "./flux/kustomizations";
import type { Awaited, EngineOrder, NotApplied, Placed } from "./result";

/** What else decides what Flux does. */
export interface FluxOptions<E extends OrderEntry> {
  /** @default a row for each delivery, a Kustomization for each layer */
  readonly rows?: readonly Row[];
  /** The state before: what it holds and the entries do not is deleted. @default none */
  readonly before?: readonly E[];
}

const toolkit = "kustomize.toolkit.fluxcd.io";

/**
 * What Flux does with the objects of a snapshot, and in which order: Kustomization after Kustomization of a row, and in each of them
 * stage after stage, object after object. Waves and hooks mean nothing to it, and what has not changed is left alone.
 */
export function fluxOrder<E extends OrderEntry>(entries: readonly E[], options: FluxOptions<E> = {}): EngineOrder<E> {
  const { rows = rowsOf([...entries, ...(options.before ?? [])]), before = [] } = options;
  const placed: Placed<E>[] = [];
  const never: NotApplied<E>[] = [];
  const unread = new Set(entries);
  for (const { name, kustomizations } of rows) {
    let [step, barrier] = [0, 0];
    for (const kustomization of kustomizations) {
      const isRead = (entry: E) => isBelow(entry, kustomization.path);
      const members = entries.filter(isRead);
      for (const entry of members) {
        unread.delete(entry);
        const why = whyNever(entry);
        if (why !== undefined) never.push({ entry, why });
      }
      const applied = members.filter((entry) => whyNever(entry) === undefined);
      for (const stage of stages) {
        const inStage = applied.filter((entry) => stageOf(entry) === stage).sort(compareEntries);
        if (inStage.length === 0) continue;
        barrier += 1;
        for (const entry of inStage) {
          step += 1;
          placed.push({
            ...placeOf(entry, stage, kustomization, inStage.length < applied.length),
            unit: name,
            step,
            barrier,
          });
        }
      }
      for (const entry of kustomization.prune === false ? [] : goneFrom(before.filter(isRead), entries)) {
        step += 1;
        placed.push({ ...deletionOf(entry, kustomization), unit: name, step, barrier });
      }
    }
  }
  const forgotten = [...unread].map((entry) => ({ entry, why: "no Kustomization reads its folder" }));
  return { engine: "flux", placed, never: [...never, ...forgotten] };
}

type PlaceInKustomization<E extends OrderEntry> = Omit<Placed<E>, "unit" | "step" | "barrier">;

function placeOf<E extends OrderEntry>(
  entry: E,
  stage: Stage,
  kustomization: Kustomization,
  hasOtherStages: boolean,
): PlaceInKustomization<E> {
  return {
    entry,
    act: "apply",
    where: hasOtherStages ? `${kustomization.name}, ${stage}` : kustomization.name,
    awaited: awaitedOf(entry, stage, kustomization),
    dryRun: "before its stage",
    ...(isHook(entry) && { moved: "Flux knows no hooks" }),
  };
}

/** The first two stages are awaited whatever the Kustomization says, for a minute. */
function awaitedOf(entry: OrderEntry, stage: Stage, kustomization: Kustomization): Awaited {
  const health = fluxHealth(entry.object, kustomization);
  if (stage === "resources" || health.until === "complete") return health;
  const { until, rule } = kstatus(entry.object);
  return { until, rule: `stage of ${stage}; ${rule}` };
}

function deletionOf<E extends OrderEntry>(entry: E, { name }: Kustomization): PlaceInKustomization<E> {
  return {
    entry,
    act: "prune",
    where: name,
    awaited: { until: "applied", rule: "nothing: it is deleted after all that the Kustomization applies" },
    dryRun: "before its stage",
  };
}

function whyNever({ object }: OrderEntry): string | undefined {
  for (const [key, value] of [
    [`${toolkit}/reconcile`, "disabled"],
    [`${toolkit}/ssa`, "ignore"],
  ] as const) {
    const written = annotation(object, key) || object.metadata.labels?.[key];
    if (written?.toLowerCase() === value) return `${key}: ${written}`;
  }
  return undefined;
}

function isHook({ object }: OrderEntry): boolean {
  return (
    annotation(object, "argocd.argoproj.io/hook") !== undefined || annotation(object, "helm.sh/hook") !== undefined
  );
}

/** In reverse order; what says that it must not be pruned stays. */
function goneFrom<E extends OrderEntry>(before: readonly E[], entries: readonly E[]): readonly E[] {
  if (before.length === 0) return [];
  const kept = new Set(entries.map(({ object }) => identityOf(object)));
  return before
    .filter(({ object }) => !kept.has(identityOf(object)))
    .filter((entry) => whyNever(entry) === undefined)
    .filter(({ object }) => annotation(object, `${toolkit}/prune`)?.toLowerCase() !== "disabled")
    .sort((a, b) => compareEntries(b, a));
}

/** Flux's own order is total; two manifests of one object are told apart by their files. */
function compareEntries(a: OrderEntry, b: OrderEntry): number {
  return compareInStage(a, b) || compareText(groupKind(a.object), groupKind(b.object)) || compareText(a.file, b.file);
}
