import { apiGroup } from "../objects/kubernetes-object";
import { textAt } from "../objects/object-paths";
import { syncOptions } from "./argocd/annotations";
import type { Application } from "./argocd/application";
import { bringForward } from "./argocd/bring-forward";
import { argocdHealth, type HealthLua } from "./argocd/health";
import { readHook } from "./argocd/hooks";
import { isExcluded } from "./argocd/kinds";
import { type Pass, passesOf } from "./argocd/passes";
import { stepsOf } from "./argocd/steps";
import { applyTasks, compareTasks, type Task } from "./argocd/tasks";
import { compareText, deliveryOf, groupKind, identityOf, isBelow, isCrd, isNamespace, type OrderEntry } from "./entry";
import type { Awaited, EngineOrder, NotApplied, Placed } from "./result";

/** What else decides what Argo CD does. */
export interface ArgocdOptions<E extends OrderEntry> {
  /** @default one for each delivery */
  readonly applications?: readonly Application[];
  /** Which health checks of Sail's kinds are installed. @default those of `platform/argocd` */
  readonly lua?: HealthLua;
  /** The state before: what it holds and the entries do not is deleted. @default none */
  readonly before?: readonly E[];
}

/**
 * What Argo CD 3 does with the objects of a snapshot, and in which order: phases, waves, kinds and names, with Namespaces and CRDs put
 * before what needs them. All of a snapshot is applied each time, whether it has changed or not.
 */
export function argocdOrder<E extends OrderEntry>(
  entries: readonly E[],
  options: ArgocdOptions<E> = {},
): EngineOrder<E> {
  const { applications = applicationsOf(entries), lua = true, before = [] } = options;
  const units = applications.map((application) => {
    const isRead = (entry: E) => isBelow(entry, application.path);
    return unitOrder(application, entries.filter(isRead), before.filter(isRead), lua);
  });
  const unread = entries.filter((entry) => !applications.some(({ path }) => isBelow(entry, path)));
  return {
    engine: "argocd",
    placed: units.flatMap(({ placed }) => placed),
    never: [
      ...units.flatMap(({ never }) => never),
      ...unread.map((entry) => ({ entry, why: "no Application reads its folder" })),
    ],
  };
}

/** One Application for each delivery; files outside of folders are all one. */
function applicationsOf(entries: readonly OrderEntry[]): readonly Application[] {
  const names = [...new Set(entries.map(deliveryOf))].sort(compareText);
  return names.map((name) => ({ name, path: name }));
}

function unitOrder<E extends OrderEntry>(
  { name, destinationNamespace, destinationExists = true, pruneLast = true }: Application,
  entries: readonly E[],
  before: readonly E[],
  lua: HealthLua,
): { readonly placed: readonly Placed<E>[]; readonly never: readonly NotApplied<E>[] } {
  const never = entries.flatMap((entry) => {
    const why = whyNever(entry);
    return why === undefined ? [] : [{ entry, why }];
  });
  const wanted = entries.filter((entry) => whyNever(entry) === undefined);
  const tasks = wanted.flatMap((entry) => applyTasks(entry, destinationNamespace)).sort(compareTasks);
  const first = destinationExists ? [] : ownNamespace(tasks, destinationNamespace);
  const others = bringForward(tasks.filter((task) => !first.some(({ entry }) => entry === task.entry)));
  const passes = passesOf(others, { gone: goneFrom(before, entries), pruneLast });
  const brought = kindsBrought(wanted);
  let [barriers, steps] = [0, 0];
  const place = (pass: Pass<E>, awaits: (task: Task<E>) => Awaited, where = whereOf): readonly Placed<E>[] => {
    if (pass.length > 0) barriers += 1;
    return stepsOf(pass).flatMap((step) => {
      steps += 1;
      return step.map((task) => ({
        entry: task.entry,
        act: task.act,
        unit: name,
        step: steps,
        barrier: barriers,
        where: where(task),
        awaited: awaits(task),
        dryRun: isSkipped(task.entry, brought)
          ? "before the first wave, unless its kind is missing"
          : "before the first wave",
        ...(task.moved !== undefined && { moved: task.moved }),
      }));
    });
  };
  const placed = [
    ...place(first, atOnce, () => "before all else"),
    ...passes.flatMap((pass, index) =>
      place(pass, awaitingOf(pass, index === passes.length - 1, passes.length === 1, lua)),
    ),
  ];
  return { placed, never };
}

/** It is made before anything is tried, and nothing waits for it. */
function ownNamespace<E extends OrderEntry>(tasks: readonly Task<E>[], name = ""): readonly Task<E>[] {
  return tasks
    .filter(({ entry: { object } }) => isNamespace(object) && object.metadata.name === name)
    .map((task) => ({ ...task, moved: "the namespace of the Application, made first of all where it is missing" }));
}

function whyNever({ object }: OrderEntry): string | undefined {
  const { never, phases } = readHook(object);
  if (never !== undefined) return never;
  if (isExcluded(apiGroup(object), object.kind))
    return `Argo CD leaves ${object.kind} objects alone unless it is told otherwise`;
  return phases.every((phase) => phase === "SyncFail") ? "a SyncFail hook: only when a sync has failed" : undefined;
}

/** What an Application tracks and is gone. Hooks are not tracked. */
function goneFrom<E extends OrderEntry>(before: readonly E[], entries: readonly E[]): readonly E[] {
  const kept = new Set(entries.map(({ object }) => identityOf(object)));
  return before
    .filter(({ object }) => !kept.has(identityOf(object)))
    .filter((entry) => whyNever(entry) === undefined && !readHook(entry.object).isHook);
}

function optionsOf({ object }: OrderEntry): ReadonlyMap<string, string> {
  return syncOptions(object.metadata.annotations);
}

/** Kinds whose CRD is part of the same sync. */
function kindsBrought(entries: readonly OrderEntry[]): ReadonlySet<string> {
  const crds = entries.map(({ object }) => object).filter(isCrd);
  return new Set(crds.map((crd) => `${textAt(crd, "spec", "group")}/${textAt(crd, "spec", "names", "kind")}`));
}

function isSkipped(entry: OrderEntry, brought: ReadonlySet<string>): boolean {
  return brought.has(groupKind(entry.object)) || optionsOf(entry).get("SkipDryRunOnMissingResource") === "true";
}

function atOnce(): Awaited {
  return { until: "applied", rule: "nothing: the sync goes on as soon as it is there" };
}

/** The last wave is not awaited, unless a hook is in it; a sync of one wave awaits its hooks only. */
function awaitingOf<E extends OrderEntry>(
  wave: readonly Task<E>[],
  isLast: boolean,
  isOnly: boolean,
  lua: HealthLua,
): (task: Task<E>) => Awaited {
  const hasHook = wave.some(({ isHook }) => isHook);
  return (task) => {
    if (isLast && !hasHook) return { until: "applied", rule: "nothing: Argo CD never awaits the last wave" };
    if (isOnly && !task.isHook)
      return { until: "applied", rule: "nothing: Argo CD awaits no wave where there is only one" };
    if (task.act === "prune") return { until: "complete", rule: "until it is gone" };
    const health = argocdHealth(task.entry.object, lua);
    return task.isHook ? { ...health, rule: `hook; ${health.rule}` } : health;
  };
}

function whereOf({ phase, wave }: Task): string {
  return phase === "Sync" ? `wave ${wave}` : `${phase}, wave ${wave}`;
}
