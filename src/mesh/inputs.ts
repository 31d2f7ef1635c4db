import { readFileSync, realpathSync, statSync } from "node:fs";
import { dirname, join, resolve, sep } from "node:path";
import { InputError } from "../findings/input-error";
import { filesBelow, shownIn } from "../source/folder-files";
import { inputBytesLimit } from "../source/limits";
import { attempt, decodeText, readTextFile } from "../source/read-text";
import type { MeshFolder } from "./mesh-files";

/** Where inputs come from. */
export interface InputIo {
  /** Working directory that inputs are relative to. */
  readonly cwd: string;
  /** Reads the standard input, for the input `-`. @default there is none */
  readonly stdin?: () => string;
}

/** A text in which meshes may stand. */
export interface MeshText {
  readonly text: string;
  /** Its name in messages, as the user gave it. */
  readonly file: string;
  /** What tells it from other texts: the same file can be reached by two inputs. */
  readonly identity: string;
  /** Where the paths in its meshes start. */
  readonly folder: MeshFolder;
  /** Found in a folder, so that documents of other kinds are none of our business. */
  readonly found: boolean;
}

/**
 * The texts behind one input, read one by one: a file, all YAML files below a folder (sorted) that may hold a mesh,
 * or the standard input for `-`.
 * @throws InputError for what cannot be read
 */
export function* meshTexts(input: string, io: InputIo): Generator<MeshText> {
  if (input === "-") {
    yield fromStdin(io);
    return;
  }
  const shown = sep === "/" ? input : input.replaceAll(sep, "/");
  const path = resolve(io.cwd, input);
  if (attempt(shown, () => statSync(path)).isDirectory()) yield* fromFolder(path, shown);
  else yield toText(readTextFile(path, shown), path, shown, false);
}

function fromStdin({ cwd, stdin }: InputIo): MeshText {
  if (!stdin) throw InputError.of("- stands for the standard input, and there is none");
  return { text: stdin(), file: "<stdin>", identity: "-", folder: { path: cwd, shown: "" }, found: false };
}

function* fromFolder(folder: string, shown: string): Generator<MeshText> {
  for (const name of filesBelow(folder, shown, /\.ya?ml$/)) {
    const path = join(folder, name);
    const file = shownIn(shown, name);
    const text = possibleMeshText(path, file);
    if (text !== undefined) yield toText(text, path, file, true);
  }
}

function toText(text: string, path: string, file: string, found: boolean): MeshText {
  const slash = file.lastIndexOf("/");
  const folder = { path: dirname(path), shown: file.slice(0, Math.max(slash, file.startsWith("/") ? 1 : 0)) };
  return { text, file, identity: attempt(file, () => realpathSync(path)), folder, found };
}

/** Looks at the bytes first: most files of a folder are no meshes, and parsing them would cost far more than reading. */
function possibleMeshText(path: string, file: string): string | undefined {
  if (attempt(file, () => statSync(path)).size > inputBytesLimit) return undefined;
  const bytes = attempt(file, () => readFileSync(path));
  return bytes.includes("meshstep.dev/") && bytes.includes("Mesh") ? decodeText(bytes, file) : undefined;
}
