import { objectId } from "../../mesh/mesh";
import { protectedKind } from "../../mesh/protected-kinds";
import { textAt } from "../../source/object-paths";
import { objectsOf } from "../objects";
import { about, type CheckedObject, type ManifestSet, type Rule } from "../rule";

export const del009: Rule = {
  id: "DEL009",
  state: (set) =>
    objectsOf(set, "kustomize.toolkit.fluxcd.io", "Kustomization").flatMap((one) => {
      const target = textAt(one.object, "spec", "targetNamespace");
      const path = textAt(one.object, "spec", "path");
      if (target === undefined || path === undefined) return [];
      const moved = below(set, path).filter(({ object }) => isMoved(object, target));
      const homes = new Map(moved.map(({ object }) => [homeOf(object), object]));
      const [first, second] = [...homes].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, object]) => object);
      // Objects of one namespace may be a base that is meant to go elsewhere.
      if (!first || !second) return [];
      return [
        about("DEL009", one, {
          at: ["spec", "targetNamespace"],
          message: `Kustomization ${one.object.metadata.name} moves all that it applies into ${target}, ${objectId(first)} and ${objectId(second)} included`,
          hint: "Leave targetNamespace out: what belongs to a mesh says its own namespace.",
        }),
      ];
    }),
};

/** What stands below a path of the repository, wherever that was checked out; the root could be any folder. */
function below({ objects }: ManifestSet, path: string): readonly CheckedObject[] {
  const folder = path.replace(/^(\.?\/)+/, "").replace(/\/+$/, "");
  return folder === "" || folder === "."
    ? []
    : objects.filter(({ file }) => file !== undefined && `/${file}`.includes(`/${folder}/`));
}

/** Sail's kinds have no namespace, whatever is written into them; kustomize renames a Namespace. */
function isMoved(object: CheckedObject["object"], target: string): boolean {
  const role = protectedKind(object)?.role;
  return role !== undefined && role !== "mesh" && homeOf(object) !== "" && homeOf(object) !== target;
}

function homeOf({ kind, metadata }: CheckedObject["object"]): string {
  return kind === "Namespace" ? metadata.name : (metadata.namespace ?? "");
}
