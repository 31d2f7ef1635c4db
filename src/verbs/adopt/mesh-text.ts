import { Document, isMap, isScalar, isSeq, type Node } from "yaml";
import type { MeshPath } from "../../findings/finding";
import type { MeshSpecInput } from "../../mesh/schema";
import { yamlOptions } from "../../source/yaml-text";
import { formatUncarried, oneLine, type Uncarried } from "./carry/uncarried";
import type { Guess } from "./describe/guesses";

export interface MeshTextParts {
  readonly name: string;
  readonly spec: MeshSpecInput;
  readonly guesses: readonly Guess[];
  readonly uncarried: readonly Uncarried[];
  /** What was read: paths, or `<stdin>`. */
  readonly inputs: readonly string[];
  /** What below these is of other meshes. */
  readonly without: readonly string[];
}

/** Only so many lines of what could not be carried stand in the file; the command prints all of them. */
const longestList = 100;

/** The text of an adopted mesh.yaml: what was guessed stands above its key, what could not be carried at the end. */
export function meshText({ name, spec, guesses, uncarried, inputs, without }: MeshTextParts): string {
  const document = new Document(
    { apiVersion: "meshstep.dev/v1alpha1", kind: "Mesh", metadata: { name }, spec },
    { ...yamlOptions, aliasDuplicateObjects: false },
  );
  for (const { path, because } of guesses) comment(document, path, `guessed: ${because}`);
  document.commentBefore = head(inputs, without);
  if (uncarried.length > 0) document.comment = tail(uncarried);
  return document.toString({ lineWidth: 0 });
}

function head(inputs: readonly string[], without: readonly string[]): string {
  // The folder `.` at the end of a sentence reads as the one above.
  const named = inputs.map((one) => (/^\.+$/.test(one) ? `"${one}"` : one)).join(" ");
  const apart = without.length > 0 ? ` without ${oneLine(without.join(" "))}` : "";
  return ` Adopted from ${oneLine(named)}${apart}. Read what was guessed, then say under \`upgrade\` where to go:\n   upgrade: { to: v1.x.y }`;
}

function tail(uncarried: readonly Uncarried[]): string {
  const shown = uncarried.slice(0, longestList).map((one) => ` - ${oneLine(formatUncarried(one))}`);
  const more = uncarried.length - shown.length;
  return [
    " Not carried: the baseline differs from the input here.",
    ...shown,
    ...(more > 0 ? [` and ${more} more`] : []),
  ].join("\n");
}

/** Puts a comment above the key at a path, or above the whole item of a list. */
function comment(document: Document, path: MeshPath, text: string): void {
  const parent = document.getIn(path.slice(0, -1), true);
  const last = path.at(-1);
  const target = isMap(parent)
    ? parent.items.find((pair) => isScalar(pair.key) && pair.key.value === last)?.key
    : isSeq(parent)
      ? parent.items[Number(last)]
      : undefined;
  const node = target as Node | undefined;
  if (!node) return;
  const line = ` ${oneLine(text)}`;
  node.commentBefore = node.commentBefore ? `${node.commentBefore}\n${line}` : line;
}
