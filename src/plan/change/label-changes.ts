import { labelledNamespaces, meshLabels } from "../../mesh/labels";
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

/** The labels that a row touches on shared Namespaces, as one of its phases has them. */
export function labelsAt(mesh: Mesh, changes: readonly LabelChange[]): readonly NamespaceLabels[] {
  return changes
    .filter(({ before, after }) => (after ?? before)?.ownership === "shared")
    .map(({ name, set, gone }) => {
      const now = labelsIn(mesh, name);
      const keys = [...Object.keys(set), ...gone].sort();
      return { namespace: name, labels: Object.fromEntries(keys.map((key) => [key, now[key] ?? null])) };
    });
}
