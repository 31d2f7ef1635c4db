import { problemOrigin } from "../constructs/origin";
import { InputError, type Problem } from "../findings/input-error";
import { lossesIn, lossHint } from "../mesh/kustomize-losses";
import { type KubernetesObject, objectId } from "../mesh/mesh";
import type { SnapshotEntry } from "./entry";

type Entry = Pick<SnapshotEntry, "object" | "origin">;

/** Objects that were found fit; those that a phase does not change are asked once per mesh. */
const fit = new WeakSet<KubernetesObject>();

/**
 * Refuses what an engine would not deliver as it is. What a mesh.yaml says has been asked with its place; this sees what was changed and
 * added in TypeScript, too.
 * @throws InputError naming each object and the path in it
 */
export function refuseUndeliverable(entries: readonly Entry[]): void {
  const problems = entries.filter(({ object }) => !fit.has(object)).flatMap(problemsOf);
  if (problems.length > 0) throw new InputError(problems);
  for (const { object } of entries) fit.add(object);
}

function problemsOf({ object, origin }: Entry): Problem[] {
  return lossesIn(object).map(({ path, why }) => ({
    ...problemOrigin(origin),
    message: `${objectId(object)}: ${path.join(".")}: ${why}`,
    hint: lossHint,
  }));
}
