import type { MeshPath } from "../../findings/finding";
import { listAt } from "../../objects/object-paths";

/**
 * Where an Application, or the template of an ApplicationSet, says what it reads: `source`, and each of `sources`. Whether anything stands at
 * `source` is not asked.
 * @param spec where its spec is
 */
export function sourcesIn(object: unknown, spec: MeshPath = ["spec"]): readonly MeshPath[] {
  return [[...spec, "source"], ...listAt(object, ...spec, "sources").map((_, index) => [...spec, "sources", index])];
}
