import { apiGroup } from "../../objects/kubernetes-object";
import { compareText, type OrderEntry } from "../entry";
import { readHook, type SyncPhase, syncPhases } from "./hooks";
import { kindRank } from "./kinds";
import { readWave } from "./wave";

/** One object in one phase of a sync. An object with several hook phases is several tasks. */
export interface Task<E extends OrderEntry = OrderEntry> {
  readonly entry: E;
  readonly act: "apply" | "prune";
  readonly isHook: boolean;
  /** As Argo CD sees it: what has no namespace is given that of the Application, cluster-scoped or not. */
  readonly namespace: string;
  readonly phase: SyncPhase;
  readonly wave: number;
  /** Put before a task that needs it, whatever the sorting says. */
  readonly broughtForward?: boolean;
  /** Why it is in another place than its annotations say. */
  readonly moved?: string;
}

/** The tasks that apply an object; none for what no sync applies, or only a sync that has failed. */
export function applyTasks<E extends OrderEntry>(entry: E, destinationNamespace = ""): readonly Task<E>[] {
  const { object } = entry;
  const { isHook, phases } = readHook(object);
  const { wave, ignored } = readWave(object);
  return phases
    .filter((phase) => phase !== "SyncFail")
    .map((phase) => ({
      entry,
      act: "apply",
      isHook,
      namespace: object.metadata.namespace ?? destinationNamespace,
      phase,
      wave,
      ...(ignored !== undefined && { moved: `“${ignored}” is no whole number, so its wave is ${wave}` }),
    }));
}

/** By phase, wave, kind and name. What Argo CD leaves to chance is settled by group, kind and namespace, the same on every machine. */
export function compareTasks(a: Task, b: Task): number {
  return (
    syncPhases.indexOf(a.phase) - syncPhases.indexOf(b.phase) ||
    a.wave - b.wave ||
    compareInWave(a, b) ||
    compareText(apiGroup(a.entry.object), apiGroup(b.entry.object)) ||
    compareText(a.entry.object.kind, b.entry.object.kind) ||
    compareText(a.namespace, b.namespace) ||
    compareText(a.act, b.act) ||
    compareText(a.entry.file, b.entry.file)
  );
}

/** 0 where Argo CD itself has no opinion. */
export function compareInWave(a: Task, b: Task): number {
  const [one, other] = [a.entry.object, b.entry.object];
  return kindRank(one.kind) - kindRank(other.kind) || compareText(one.metadata.name, other.metadata.name);
}
