import { listAt } from "./object-paths";

type Path = readonly (string | number)[];

/**
 * Where an Application, or the template of an ApplicationSet, says what it reads: `source`, and each of `sources`. Whether anything stands at
 * `source` is not asked.
 * @param spec where its spec is
 */
export function sourcesIn(object: unknown, spec: Path = ["spec"]): readonly Path[] {
  return [[...spec, "source"], ...listAt(object, ...spec, "sources").map((_, index) => [...spec, "sources", index])];
}
