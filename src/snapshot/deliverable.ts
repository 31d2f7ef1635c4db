import { problemOrigin } from "../constructs/origin";
import type { MeshPath } from "../findings/finding";
import { InputError, type Problem } from "../findings/input-error";
import { type KubernetesObject, objectId } from "../mesh/mesh";
import type { SnapshotEntry } from "./entry";
import { commentText, halfCharacter } from "./yaml-string";

type Entry = Pick<SnapshotEntry, "object" | "origin">;

/** Objects that were found fit; those that a phase does not change are asked once per mesh. */
const fit = new WeakSet<KubernetesObject>();

/**
 * Refuses texts that kubectl would read and a delivery would not: Argo CD and Flux build each folder with kustomize, which writes
 * everything again, and fails on some texts or changes them without a word (seen with kustomize 5.5).
 * @throws InputError naming each object and the path in it
 */
export function refuseUndeliverable(entries: readonly Entry[]): void {
  const problems = entries.filter(({ object }) => !fit.has(object)).flatMap(problemsOf);
  if (problems.length > 0) throw new InputError(problems);
  for (const { object } of entries) fit.add(object);
}

function problemsOf({ object, origin }: Entry): Problem[] {
  return [...unfitTexts(object, [])].map(([path, why]) => ({
    message: `${objectId(object)}: ${path.map(shown).join(".")}: ${why}`,
    ...problemOrigin(origin),
    hint: "kustomize builds every delivery, and would fail or change this text",
  }));
}

function* unfitTexts(value: unknown, path: MeshPath): Generator<readonly [MeshPath, string]> {
  if (typeof value === "string") {
    const why = unfit(value);
    if (why) yield [path, `${why} in the value`];
  } else if (typeof value === "object" && value !== null) {
    for (const [key, one] of Object.entries(value)) {
      const why = Array.isArray(value) ? undefined : unfitKey(key);
      if (why) yield [[...path, key], why];
      yield* unfitTexts(one, [...path, key]);
    }
  }
}

function unfitKey(key: string): string | undefined {
  if (key === "<<") return "the key <<, which is a merge to kustomize whatever quotes it has";
  if (key.length > 1000) return "a key of more than 1000 characters";
  const why = unfit(key);
  return why && `${why} in the key`;
}

function unfit(text: string): string | undefined {
  const half = halfCharacter.exec(text);
  if (half) return `half a character (${codePoint(half[0])})`;
  const [character] = /[\u007f-\u009f\ufffe\uffff]/.exec(text) ?? [];
  return character && `the character ${codePoint(character)}`;
}

function codePoint(character: string): string {
  return `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
}

/** A part of a path, short and of characters that a terminal shows. */
function shown(part: string | number): string {
  const text = commentText(String(part));
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
