import type { MeshPath } from "../findings/finding";
import { valueAt } from "../objects/object-paths";
import { halfCharacter } from "../source/yaml-kubectl";

/** A part that kustomize does not pass on as it is. */
export interface Loss {
  readonly path: MeshPath;
  readonly why: string;
}

/** What to do about a loss. */
export const lossHint = "Argo CD and Flux build what they deliver with kustomize: change it";

/** Annotations that tell kustomize to do something with an object; what else it knows, it passes on or keeps for itself. */
const annotations: Readonly<Record<string, (value: unknown) => string | undefined>> = {
  "config.kubernetes.io/local-config": (value) =>
    value === "false" ? undefined : "kustomize leaves such an object out",
  "internal.config.kubernetes.io/needsHashSuffix": (value) =>
    value === "enabled" ? "kustomize gives such an object another name" : undefined,
};

const refusedCharacter = /[\u007f-\u009f\ufffe\uffff]/;

/**
 * What kubectl would read in an object and a delivery would not: Argo CD and Flux build each folder with kustomize, which reads and
 * writes everything again, fails on some texts, and changes or drops others without a word (seen with kustomize 5.5 and 5.8).
 * @param path where the value stands, for the paths of what is found
 */
export function lossesIn(value: unknown, path: MeshPath = []): readonly Loss[] {
  const found = annotationLosses(value, path);
  collectTextLosses(value, [...path], found);
  return found;
}

function annotationLosses(object: unknown, path: MeshPath): Loss[] {
  return Object.entries(annotations).flatMap(([key, loss]) => {
    const inside = ["metadata", "annotations", key];
    const value = valueAt(object, ...inside);
    const why = value === undefined ? undefined : loss(value);
    return why === undefined ? [] : [{ path: [...path, ...inside], why }];
  });
}

/** Every object of every phase is walked: `path` is written in place, and copied only for what is found. */
function collectTextLosses(value: unknown, path: (string | number)[], found: Loss[]): void {
  if (typeof value === "string") {
    const why = textLoss(value);
    if (why) found.push({ path: [...path], why: `the text holds ${why}, which does not come through kustomize` });
  } else if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) collectBelow(value[index], index, path, found);
  } else if (typeof value === "object" && value !== null) {
    for (const [key, one] of Object.entries(value)) {
      const why = keyLoss(key);
      if (why) found.push({ path: [...path, key], why });
      collectBelow(one, key, path, found);
    }
  }
}

function collectBelow(value: unknown, key: string | number, path: (string | number)[], found: Loss[]): void {
  path.push(key);
  collectTextLosses(value, path, found);
  path.pop();
}

/** Quotes do not help against a merge: kustomize drops what stands behind it. */
function keyLoss(key: string): string | undefined {
  if (key === "<<") return "kustomize takes this key for a merge, whatever quotes it has";
  // A little below what kustomize's reader takes.
  if (key.length > 1000) return "kustomize reads no key of more than 1000 characters";
  const character = characterLoss(key);
  return character && `the key holds ${character}, which does not come through kustomize`;
}

function textLoss(text: string): string | undefined {
  // Kustomize writes it as a block of text; where that ends the document, a reader finds one line feed more.
  const end = /\n.*([\u2028\u2029])$/s.exec(text)?.[1];
  return characterLoss(text) ?? (end && `several lines, the last of which ends in ${codePoint(end)}`);
}

function characterLoss(text: string): string | undefined {
  const half = halfCharacter.exec(text);
  if (half) return `half a character (${codePoint(half[0])})`;
  const [character] = refusedCharacter.exec(text) ?? [];
  return character && `the character ${codePoint(character)}`;
}

function codePoint(character: string): string {
  return `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
}
