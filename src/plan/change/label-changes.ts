import { isJoiningLabel, labelledNamespaces, meshLabels } from "../../mesh/labels";
import type { Mesh } from "../../mesh/mesh";
import type { MeshNamespace } from "../../mesh/schema";
import type { NamespaceLabels } from "./described";

type Labels = Readonly<Record<string, string>>;

/** What happens to the labels of one namespace. */
export interface LabelChange {
  readonly name: string;
  /** As it is described before and after; a namespace that joins or leaves is in one of them only. */
  readonly before: MeshNamespace | undefined;
  readonly after: MeshNamespace | undefined;
  /** Labels that are new, or have another value. */
  readonly set: Labels;
  /** Keys that go. */
  readonly gone: readonly string[];
}

/** Labels of ours on a namespace; none where it is not the mesh's, or has yet to join. */
export function labelsIn(mesh: Mesh, name: string): Labels {
  const entry = entryOf(mesh, name);
  return entry && !entry.joins ? meshLabels(mesh, entry) : {};
}

function entryOf(mesh: Mesh, name: string): MeshNamespace | undefined {
  return labelledNamespaces(mesh).find((one) => one.name === name);
}

/** Every namespace whose labels are others in the second description, in the order of the second one. */
export function labelChanges(before: Mesh, after: Mesh): readonly LabelChange[] {
  const names = new Set([...labelledNamespaces(after), ...labelledNamespaces(before)].map(({ name }) => name));
  return [...names].flatMap((name) => {
    const [was, is] = [labelsIn(before, name), labelsIn(after, name)];
    const set = Object.fromEntries(Object.entries(is).filter(([key, value]) => was[key] !== value));
    const gone = Object.keys(was).filter((key) => is[key] === undefined);
    if (Object.keys(set).length === 0 && gone.length === 0) return [];
    return [{ name, before: entryOf(before, name), after: entryOf(after, name), set, gone }];
  });
}

/** Whether a label that goes may stay on a shared Namespace: it brings no traffic into the mesh, and its owner may have had it before the row began. */
export function mayStay(start: Mesh, { name, before }: LabelChange, label: string): boolean {
  return before?.ownership === "shared" && labelsIn(start, name)[label] === undefined && !isJoiningLabel(label);
}

/** A shared Namespace, and the keys of the labels that a row touches on it. */
export interface TouchedLabels {
  readonly namespace: string;
  readonly keys: readonly string[];
}

/** What a row touches in any of its steps: a label may come and go on the way. What its owner sets from now on is theirs. */
export function touchedLabels(start: Mesh, steps: readonly Mesh[], end: Mesh): readonly TouchedLabels[] {
  const keys = new Map<string, Set<string>>();
  const meshes = [start, ...steps, end];
  meshes.slice(1).forEach((mesh, index) => {
    for (const { name, set, gone } of labelChanges(meshes[index] as Mesh, mesh)) {
      keys.set(name, new Set([...(keys.get(name) ?? []), ...Object.keys(set), ...gone]));
    }
  });
  const isShared = (name: string) =>
    meshes.some((mesh) => entryOf(mesh, name)?.ownership === "shared") && entryOf(end, name)?.ownership !== "external";
  return [...keys]
    .filter(([name]) => isShared(name))
    .map(([namespace, touched]) => ({ namespace, keys: [...touched].sort() }));
}

/**
 * The labels that a row touches on shared Namespaces, as one of its phases has them. None is taken off that the start does not have: its owner may have
 * set it before mesh.yaml said so.
 * @param start the description that the row starts from
 */
export function labelsAt(start: Mesh, mesh: Mesh, touched: readonly TouchedLabels[]): readonly NamespaceLabels[] {
  return touched
    .map(({ namespace, keys }) => {
      const [had, now] = [labelsIn(start, namespace), labelsIn(mesh, namespace)];
      const isOurs = mesh.namespaces.some((one) => one.name === namespace && one.ownership === "owned");
      const labels = keys.flatMap((key): [string, string | null][] => {
        // What Git has as a whole, its engine sets; what a Job has set before, it does not take off.
        if (now[key] !== undefined) return isOurs ? [] : [[key, now[key]]];
        return had[key] === undefined ? [] : [[key, null]];
      });
      return { namespace, labels: Object.fromEntries(labels) };
    })
    .filter(({ labels }) => Object.keys(labels).length > 0);
}
