import { kindOf, objectId } from "../../objects/kubernetes-object";
import { textAt } from "../../objects/object-paths";
import { isCrd, isNamespace, type OrderEntry } from "../entry";
import type { Task } from "./tasks";

/** What one task has to be there for: a Namespace for what is in it, a CRD for its kind. */
interface Dependency {
  /** The key that it is needed by; undefined when it is no such thing. */
  readonly keyOf: (task: Task) => string | undefined;
  /** The key that a task needs. */
  readonly neededBy: (task: Task) => string | undefined;
}

const namespaces: Dependency = {
  keyOf: ({ entry: { object } }) => (isNamespace(object) ? object.metadata.name : undefined),
  neededBy: ({ namespace }) => namespace || undefined,
};

const crds: Dependency = {
  keyOf: ({ entry: { object } }) => {
    if (!isCrd(object)) return undefined;
    const [group, kind] = [textAt(object, "spec", "group"), textAt(object, "spec", "names", "kind")];
    return group === undefined || kind === undefined ? undefined : `${group}/${kind}`;
  },
  neededBy: ({ entry: { object } }) => kindOf(object),
};

/**
 * Sorted tasks with Namespaces, then CRDs, put right before the first task that needs them. They take its phase and wave, whatever
 * their own annotation says. One that stands before that task already stays where it is.
 */
export function bringForward<E extends OrderEntry>(sorted: readonly Task<E>[]): readonly Task<E>[] {
  return moveUp(moveUp(sorted, namespaces), crds);
}

function moveUp<E extends OrderEntry>(tasks: readonly Task<E>[], { keyOf, neededBy }: Dependency): readonly Task<E>[] {
  const result: Task<E>[] = [];
  const firstUser = new Map<string, Task<E>>();
  for (const task of tasks) {
    // What is deleted needs nothing and is needed by nothing.
    const key = task.act === "prune" ? undefined : keyOf(task);
    const user = key === undefined ? undefined : firstUser.get(key);
    if (user) {
      const { phase, wave } = user;
      const elsewhere = phase !== task.phase || wave !== task.wave;
      const moved = { ...task, broughtForward: true };
      const because = `${task.entry.object.kind}s go before the first that needs them: ${objectId(user.entry.object)}`;
      result.splice(result.indexOf(user), 0, elsewhere ? { ...moved, phase, wave, moved: because } : moved);
      continue;
    }
    result.push(task);
    const needed = key !== undefined || task.act === "prune" ? undefined : neededBy(task);
    if (needed !== undefined && !firstUser.has(needed)) firstUser.set(needed, task);
  }
  return result;
}
