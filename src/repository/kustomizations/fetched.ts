import { grouped } from "../../basics/grouped";
import { textAt } from "../../objects/object-paths";
import type { FileObject } from "../objects/file-object";
import type { Building } from "./buildings";

/** The namespaces into which kustomizations bring objects from elsewhere: those that they set, and those of what else they build. */
export function fetchedInto(built: readonly Building[], objects: readonly FileObject[]): ReadonlySet<string> {
  const fetching = built.filter(({ reached }) => reached.some(({ fetches }) => fetches));
  if (fetching.length === 0) return new Set();
  const byFile = grouped(objects, ({ file }) => file);
  return new Set(
    fetching.flatMap(({ reached, names }) => {
      const set = reached.flatMap(({ source }) => textAt(source.value, "namespace") ?? []);
      const homes = [...names].flatMap((name) => byFile.get(name) ?? []).map(({ object }) => object.metadata.namespace);
      return [...set, ...homes.flatMap((home) => home ?? [])];
    }),
  );
}
