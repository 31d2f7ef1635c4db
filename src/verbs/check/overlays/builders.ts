import { grouped } from "../../../basics/grouped";
import type { Finding } from "../../../findings/finding";
import { objectId } from "../../../mesh/mesh";
import type { Building } from "../../../repository/kustomizations/buildings";
import type { FileObject } from "../../../repository/objects/file-object";
import { fewOf } from "../../../rules/rule";
import { areAlternatives, type View } from "./views";

/** Which kustomization of a view builds an object, by how the object is called as it is built. */
export type Builders = ReadonlyMap<string, Building | undefined>;

/** @param pairs the objects as they stand in their files, and as they are built */
export function buildersOf(
  pairs: readonly (readonly [plain: FileObject, made: FileObject | undefined])[],
  { builder }: Pick<View, "builder">,
): Builders {
  return new Map(
    pairs.toReversed().map(([plain, made]) => [objectId((made ?? plain).object), builder(plain)] as const),
  );
}

/** The kustomization that builds the object of a finding; one that an engine puts into a namespace is found by its name alone. */
export function builderOf(builders: Builders, { object = "" }: Pick<Finding, "object">): Building | undefined {
  const [kind, ...names] = object.split("/");
  return builders.get(object) ?? builders.get(`${kind}/${names.at(-1)}`);
}

/** Whether an object stands beside what a view builds, and no kustomization of it builds that. */
function isUnbuilt(builders: Builders, one: Pick<Finding, "object">): boolean {
  const [kind, ...names] = (one.object ?? "").split("/");
  const isKnown = [one.object ?? "", `${kind}/${names.at(-1)}`].some((name) => builders.has(name));
  return isKnown && builderOf(builders, one) === undefined;
}

/** What an overlay of one cluster is called, and who builds what in it. */
interface BuiltState {
  readonly top: Building;
  readonly builders: Builders;
}

/** What overlays bring about, once for each place, with the kustomizations that build the object there. */
export function withBuilders(
  brought: readonly { readonly state: BuiltState; readonly finding: Finding }[],
  all: readonly BuiltState[],
): readonly Finding[] {
  // What one patch makes of several objects is one thing to say.
  const same = grouped(brought, ({ finding: { rule, severity, object, message, place } }) =>
    JSON.stringify([rule, severity, place ? "" : object, message, place]),
  );
  return [...same.values()].flatMap((some) => {
    const [first] = some;
    if (!first) return [];
    // The file that it would be mended in may be that of another overlay, too.
    const { fixes: _, ...one } = first.finding;
    const states = some.map(({ state }) => state);
    return [{ ...one, message: `${one.message}; ${asBuilt(one, states, all)}` }];
  });
}

function asBuilt(one: Finding, states: readonly BuiltState[], all: readonly BuiltState[]): string {
  const builders = states.map((state) => builderOf(state.builders, one));
  const [builder] = builders;
  // What others build in the same way is not wrong by itself.
  const isRight = (other: BuiltState) =>
    !states.includes(other) &&
    builder !== undefined &&
    builderOf(other.builders, one) === builder &&
    states.some(({ top }) => areAlternatives(top, other.top));
  const beside = all.some(isRight) ? `, beside ${fewOf(states.map(({ top }) => top.file.shown)).shown}` : "";
  const { shown, many } = fewOf(builders.map((it, index) => (it ?? states[index]?.top)?.file.shown ?? ""));
  if (states.every((state) => isUnbuilt(state.builders, one)))
    return `beside what ${shown} ${many ? "build" : "builds"}`;
  return `as ${shown} ${many ? "build" : "builds"} it${beside}`;
}
