import type { KubernetesObject } from "../../../mesh/mesh";
import type { FileObject } from "../../../repository/objects/file-object";
import type { Readings } from "../../../repository/readers/readings";
import type { CheckedObject, Reader } from "../../../rules/rule";
import type { View } from "./views";

/** Whether a field of an object as an overlay builds it stays as it is: the patches that might write it have done so. */
export type FinalFields = (one: CheckedObject, field: string) => boolean;

/** @param pairs the objects as they stand in their files, and as they are built */
export function finalFields(
  pairs: readonly (readonly [plain: FileObject, made: FileObject | undefined])[],
  { isFinal }: Pick<View, "isFinal">,
): FinalFields {
  const final = new Set(pairs.flatMap(([plain, made]) => (made && isFinal(plain) ? [nameOf(made)] : [])));
  // What an overlay does not have may still come from whoever builds on it.
  return (one, field) => final.has(nameOf(one)) && hasField(one.object, field);
}

/** Of a state that an overlay makes, what tells it from the files as they stand. */
export interface OwnState {
  /** The objects of its cluster as they stand in their files. */
  readonly plain: ReadonlySet<CheckedObject>;
  /** The fields that nobody writes over any more. */
  readonly final: FinalFields;
}

/**
 * Who applies what in a state: the engine's objects of other clusters do nothing here. And what is said of a base that may be written over
 * is not said of what has been written.
 */
export function readingsIn(readings: Readings, state?: OwnState): Readings {
  if (!state) return readings;
  const { plain, final } = state;
  const isHere = ({ by }: Reader) => plain.has(by);
  return {
    ...readings,
    readers: readings.readers.filter(isHere),
    readBy: (one) => readings.readBy(one).filter(isHere),
    writes: (one, field) => !final(one, field) && readings.writes(one, field),
  };
}

/** By its file as well: an engine may give it a namespace, and thereby another name. */
function nameOf({ file, object: { kind, metadata } }: { readonly file?: string; readonly object: KubernetesObject }) {
  return `${file} ${kind} ${metadata.name}`;
}

function hasField(value: unknown, field: string): boolean {
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(value).some(([key, one]) => key === field || hasField(one, field));
}
