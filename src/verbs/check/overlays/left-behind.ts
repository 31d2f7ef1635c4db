import { grouped } from "../../../basics/grouped";
import { literalPattern } from "../../../basics/literal-pattern";
import { type Finding, finding, type MeshPath } from "../../../findings/finding";
import { objectId } from "../../../mesh/mesh";
import { apiGroup } from "../../../objects/kubernetes-object";
import { textAt } from "../../../objects/object-paths";
import type { FileObject } from "../../../repository/objects/file-object";
import type { OverlayChanges } from "../../../repository/patches/overlay-changes";
import { viewOf } from "./views";

/**
 * What an overlay moves to another namespace while others that it builds go on naming the old one (KUS001): kustomize writes its namespace into metadata, and not
 * into hosts, references and labels. Principals of policies are POL003's.
 */
export function leftBehind(changes: readonly OverlayChanges[], objects: readonly FileObject[]): readonly Finding[] {
  const said = changes.filter(({ isMoved }) => isMoved).flatMap((own) => ofOverlay(own, changes, objects));
  // Two overlays of one base leave the same behind.
  return [...grouped(said, ({ place, message }) => JSON.stringify([place, message])).values()].flatMap(
    ([one]) => one ?? [],
  );
}

interface Moved {
  readonly from: string;
  readonly to: string;
  readonly one: FileObject;
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

interface Reference {
  readonly at: MeshPath;
  readonly text: string;
  readonly moved: Moved;
}

/** Where an object names one that is moved with it by the namespace in which that was. */
function referencesTo(from: string, all: readonly Moved[], { object }: FileObject): readonly Reference[] {
  const services = all.filter(({ one }) => one.object.kind === "Service");
  const find = (value: unknown, at: MeshPath): readonly Reference[] => {
    if (typeof value === "string") return inText(value, at);
    if (typeof value !== "object" || value === null) return [];
    return [
      ...inMap(value, at),
      ...Object.entries(value).flatMap(([key, entry]) =>
        find(entry, [...at, Array.isArray(value) ? Number(key) : key]),
      ),
    ];
  };
  const inText = (text: string, at: MeshPath): readonly Reference[] => {
    if (!text.includes(from)) return [];
    const service = services.find(({ one }) => hostOf(one.object.metadata.name, from).test(text));
    // A VirtualService names its Gateways so.
    const gateway = all.find(
      ({ one }) => one.object.kind === "Gateway" && text === `${from}/${one.object.metadata.name}`,
    );
    const found = service ?? gateway;
    return found ? [{ at, text, moved: found }] : [];
  };
  /** `name` and `namespace` of a reference. */
  const inMap = (value: object, at: MeshPath): readonly Reference[] => {
    const [name, namespace] = ["name", "namespace"].map((key) => textAt(value, key));
    const found = namespace === from ? all.find(({ one }) => one.object.metadata.name === name) : undefined;
    return found ? [{ at: [...at, "namespace"], text: `namespace: ${from}`, moved: found }] : [];
  };
  const waypoint = ["metadata", "labels", "istio.io/use-waypoint-namespace"];
  const ofWaypoint = all.find(({ one }) => one.object.kind === "Gateway" && textAt(object, ...waypoint) === from);
  return [
    ...(ofWaypoint ? [{ at: waypoint, text: `istio.io/use-waypoint-namespace: ${from}`, moved: ofWaypoint }] : []),
    ...Object.entries(object)
      .filter(([key]) => key !== "metadata")
      .flatMap(([key, value]) => find(value, [key])),
  ];
}

/** A Service as clients call it, behind a scheme or before a port. */
function hostOf(name: string, namespace: string): RegExp {
  const [own, home] = [literalPattern(name), literalPattern(namespace)];
  return new RegExp(`(^|[^\\w.-])${own}\\.${home}(\\.svc(\\.[\\w.-]+)?)?(?=[^\\w.-]|$)`);
}
