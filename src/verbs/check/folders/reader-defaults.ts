import { oncePer } from "../../../basics/once-per";
import type { KubernetesObject } from "../../../mesh/mesh";
import { kindOf } from "../../../objects/kubernetes-object";
import { listAt, valueAt, wordOf } from "../../../objects/object-paths";
import { argoSyncOptions, syncOptions } from "../../../order/argocd/annotations";
import type { FileObject } from "../../../repository/objects/file-object";
import { fluxPrune } from "../../../rules/engines/protection";
import type { CheckedObject, Reader } from "../../../rules/rule";

type Annotations = Readonly<Record<string, string>>;

/**
 * Sync options that Argo CD takes from the Application where an object says nothing (argo-cd 3.5.3, controller/sync.go and state.go: default
 * prune and delete options, and the skipped dry run). `true` for the first two is what happens anyway.
 */
const inherited = /^(?:(?:Prune|Delete)=(?:false|confirm)|SkipDryRunOnMissingResource=true)$/;

/**
 * The objects with what whoever applies them says of all, as if each said it itself: the sync options of its Application, and
 * `prune: false` of its Kustomization of Flux. Where several apply an object, only what all of them say.
 */
export function withReaderDefaults(
  objects: readonly FileObject[],
  readBy: (one: CheckedObject) => readonly Reader[],
): readonly FileObject[] {
  const applied = objects.map((one) => ({ one, readers: readBy(one) }));
  if (!applied.some(({ readers }) => readers.length > 0)) return objects;
  // Whoever applies something is known by its object, which stays the same one.
  const appliers = new Set(applied.flatMap(({ readers }) => readers.map(({ by }) => by)));
  return applied.map(({ one, readers }) => {
    const [first, ...others] = readers.map((reader) => saidBy(reader.applied ?? reader.by));
    if (!first || appliers.has(one)) return one;
    const shared = Object.entries(first).filter(([key, text]) => others.every((it) => it[key] === text));
    const added = shared.map(([key, text]) => [key, beside(one.object, key, text)] as const);
    if (added.length === 0) return one;
    const annotations = { ...one.object.metadata.annotations, ...Object.fromEntries(added) };
    return { ...one, object: { ...one.object, metadata: { ...one.object.metadata, annotations } } };
  });
}

const saidBy = oncePer(({ object }: CheckedObject): Annotations => {
  switch (kindOf(object)) {
    case "argoproj.io/Application":
      return ofApplication(valueAt(object, "spec"));
    case "argoproj.io/ApplicationSet":
      return ofApplication(valueAt(object, "spec", "template", "spec"));
    case "kustomize.toolkit.fluxcd.io/Kustomization":
      return valueAt(object, "spec", "prune") === false ? { [fluxPrune]: "disabled" } : {};
    default:
      return {};
  }
});

function ofApplication(spec: unknown): Annotations {
  const options = listAt(spec, "syncPolicy", "syncOptions")
    .map(wordOf)
    .filter((option) => inherited.test(option));
  const kept = options.find((option) => option.startsWith("Prune="));
  // That it is deleted itself, with all that it has, is a step of a person's: of each object nothing has to be said of that.
  const isSaid = options.some((option) => option.startsWith("Delete="));
  const all = [...options, ...(kept !== undefined && !isSaid ? [kept.replace("Prune", "Delete")] : [])];
  return all.length > 0 ? { [argoSyncOptions]: all.sort().join(",") } : {};
}

/** What an object says itself comes first. */
function beside({ metadata: { annotations = {} } }: KubernetesObject, key: string, text: string): string {
  const own = annotations[key];
  if (own === undefined || key === fluxPrune) return own ?? text;
  const said = syncOptions(annotations);
  return [own, ...text.split(",").filter((option) => !said.has(option.split("=")[0] ?? ""))].join(",");
}
