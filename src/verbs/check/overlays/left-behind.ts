import { grouped } from "../../../basics/grouped";
import { type Finding, finding } from "../../../findings/finding";
import { objectId } from "../../../mesh/mesh";
import { apiGroup } from "../../../objects/kubernetes-object";
import type { FileObject } from "../../../repository/objects/file-object";
import type { OverlayChanges } from "../../../repository/patches/overlay-changes";
import { type Moved, referencesTo } from "./old-names";
import { viewOf } from "./views";

/**
 * What an overlay moves to another namespace while others that it builds go on naming the old one (KUS001): kustomize writes its namespace into metadata, and not
 * into hosts, references and labels. Principals that POL003 speaks of are left to that.
 */
export function leftBehind(changes: readonly OverlayChanges[], objects: readonly FileObject[]): readonly Finding[] {
  const said = changes.filter(({ isMoved }) => isMoved).flatMap((own) => ofOverlay(own, changes, objects));
  // Two overlays of one base leave the same behind.
  return [...grouped(said, ({ place, message }) => JSON.stringify([place, message])).values()].flatMap(
    ([one]) => one ?? [],
  );
}

function ofOverlay(
  own: OverlayChanges,
  changes: readonly OverlayChanges[],
  objects: readonly FileObject[],
): readonly Finding[] {
  const moved = [...own.of].flatMap(([one, made]): readonly Moved[] => {
    const [from, to] = [one.object.metadata.namespace, made?.object.metadata.namespace];
    return from === undefined || to === undefined || from === to ? [] : [{ from, to, one }];
  });
  const view = viewOf(own, changes);
  const stays = objects.filter((one) => !own.top.names.has(one.file) && !view.isElsewhere(one)).map(homeOf);
  const made = objects.flatMap((one) => (own.top.names.has(one.file) ? [own.of.has(one) ? own.of.get(one) : one] : []));
  const there = new Set([...stays, ...made.map((one) => one && homeOf(one))]);
  const gone = [...grouped(moved, ({ from }) => from)].filter(([from]) => !there.has(from));
  return gone.flatMap(([from, all]) =>
    made.flatMap((one) => {
      if (!one || own.unsure.has(one) || /rbac/.test(apiGroup(one.object))) return [];
      const [first] = referencesTo(from, all, one);
      if (!first) return [];
      const { to } = first.moved;
      const [id, target] = [objectId(one.object), objectId(first.moved.one.object)];
      return [
        finding("KUS001", {
          severity: "warning",
          object: id,
          ...(one.locate && { place: one.locate(first.at) }),
          message: `${own.top.file.shown} moves ${target} to namespace ${to}, and ${id} still says ${first.text}: there is nothing of that name any more`,
          hint: `Leave the namespace out where that is possible, or write ${to} by a patch or a replacement.`,
        }),
      ];
    }),
  );
}

function homeOf({ object }: FileObject): string | undefined {
  return object.kind === "Namespace" ? object.metadata.name : object.metadata.namespace;
}
