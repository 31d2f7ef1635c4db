import { posix } from "node:path";
import { valueAt } from "../../../../objects/object-paths";
import { type AddedFields, isNothing } from "../../../../repository/engine-reads/added-fields";
import { isFolder } from "../../../../repository/engine-reads/paths";

/**
 * What an engine adds, as a kustomization over what it reads.
 * @param folder what it reads; the kustomization stands elsewhere, and takes components by their whole paths
 */
export function asKustomization({ fields, isLenient }: AddedFields, folder: string): Readonly<Record<string, unknown>> {
  const made: Record<string, unknown> = {};
  const add = (key: string, list: readonly unknown[]) => {
    if (list.length > 0) made[key] = [...((made[key] as unknown[] | undefined) ?? []), ...list];
  };
  for (const { key, value } of fields) {
    if (key === "commonMetadata") {
      add("labels", labels(valueAt(value, "labels")));
      add("transformers", annotating(valueAt(value, "annotations")));
    } else if (key === "components") {
      const paths = (value as readonly unknown[]).map((one) => posix.join(folder, String(one)));
      add(
        key,
        paths.filter((one) => !isLenient || isFolder(one)),
      );
    } else if (key === "patchesJson6902") add("patches", value as readonly unknown[]);
    else made[key] = value;
  }
  return made;
}

function labels(pairs: unknown): readonly unknown[] {
  return isNothing(pairs) ? [] : [{ pairs, includeSelectors: false }];
}

/** Annotations that are set on the objects themselves, and on nothing inside of them. */
function annotating(annotations: unknown): readonly string[] {
  const transformer = {
    apiVersion: "builtin",
    kind: "AnnotationsTransformer",
    metadata: { name: "common" },
    annotations,
    fieldSpecs: [{ path: "metadata/annotations", create: true }],
  };
  return isNothing(annotations) ? [] : [JSON.stringify(transformer)];
}
