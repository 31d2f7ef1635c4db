import type { Finding } from "../../findings/finding";
import { objectId } from "../../mesh/mesh";
import { protectedKind } from "../../mesh/protected-kinds";
import { textAt } from "../../objects/object-paths";
import { objectsOf } from "../objects";
import { about, type CheckedObject, type ManifestSet, type Rule } from "../rule";
import { targetsOf } from "../targets";
import { waypointUses } from "../waypoints";

const gatewayApi = "gateway.networking.k8s.io";

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
      if (!first) return [];
      if (!second) return awayFromUses(set, one, target, moved);
      return [
        about("DEL009", one, {
          at: ["spec", "targetNamespace"],
          message: `Kustomization ${one.object.metadata.name} moves all that it applies into ${target}, ${objectId(first)} and ${objectId(second)} included`,
          hint: "Leave targetNamespace out: what belongs to a mesh says its own namespace.",
        }),
      ];
    }),
};

/** Objects of one namespace may be a base that is meant to go elsewhere, unless somebody names a waypoint of them where it was. */
function awayFromUses(
  set: ManifestSet,
  one: CheckedObject,
  target: string,
  moved: readonly CheckedObject[],
): readonly Finding[] {
  const isHere = (name: string, namespace: string | undefined) =>
    objectsOf(set, gatewayApi, "Gateway").some(
      (it) => !moved.includes(it) && it.object.metadata.name === name && it.object.metadata.namespace === namespace,
    );
  const named = [
    ...waypointUses(set).map(({ name, namespace, user }) => ({ name, namespace, user })),
    ...targetsOf(set).flatMap(({ kind, name, namespace, one: user }) =>
      kind === `${gatewayApi}/Gateway` ? [{ name, namespace, user }] : [],
    ),
  ];
  const lost = moved.find(
    ({ object }) =>
      object.kind === "Gateway" &&
      named.some(
        ({ name, namespace, user }) =>
          name === object.metadata.name &&
          namespace === object.metadata.namespace &&
          !moved.includes(user) &&
          !isHere(name, namespace),
      ),
  );
  if (!lost) return [];
  return [
    about("DEL009", one, {
      at: ["spec", "targetNamespace"],
      message: `Kustomization ${one.object.metadata.name} moves ${objectId(lost.object)} into ${target}, and others here name it in ${lost.object.metadata.namespace}`,
      hint: "Leave targetNamespace out: what belongs to a mesh says its own namespace.",
    }),
  ];
}

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
