import type { MeshPath } from "../../../findings/finding";
import { listAt, textAt } from "../../../objects/object-paths";
import type { KustomizationFile } from "../../../repository/kustomizations/file";

/** Lists of files or folders, and lists of maps that name a file. */
const plain = ["resources", "components", "transformers", "generators", "validators", "crds", "configurations"];
const plainPatches = ["patchesStrategicMerge"];
const withPath = ["patches", "patchesJson6902", "replacements"];
const generators = ["configMapGenerator", "secretGenerator"];

/** A file or a folder, as a kustomization names it. */
export interface NamedFile {
  readonly at: MeshPath;
  readonly path: string;
}

/** What a kustomization names, charts and their values aside; what is written down in place names nothing. */
export function namedIn({ source }: Pick<KustomizationFile, "source">): readonly NamedFile[] {
  const entries = (lists: readonly string[]) =>
    lists.flatMap((list) => listAt(source.value, list).map((entry, index) => ({ entry, at: [list, index] })));
  const words = [...entries([...plain, ...plainPatches])].map(({ entry, at }) => ({ at, path: entry }));
  const paths = entries(withPath).map(({ entry, at }) => ({ at: [...at, "path"], path: textAt(entry, "path") }));
  const sources = entries(generators).flatMap(({ entry, at }) => [
    ...["files", "envs"].flatMap((key) =>
      listAt(entry, key).map((one, index) => ({ at: [...at, key, index], path: afterKey(one) })),
    ),
    { at: [...at, "env"], path: textAt(entry, "env") },
  ]);
  const schema = { at: ["openapi", "path"], path: textAt(source.value, "openapi", "path") };
  return [...words, ...paths, ...sources, schema].flatMap(({ at, path }) =>
    typeof path === "string" && !path.includes("\n") ? [{ at, path }] : [],
  );
}

/** `values.yaml=values-prod.yaml` */
function afterKey(entry: unknown): unknown {
  return typeof entry === "string" ? entry.slice(entry.indexOf("=") + 1) : undefined;
}
