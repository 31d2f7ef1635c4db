import { statSync } from "node:fs";
import { join, resolve, sep } from "node:path";
import { InputError } from "../findings/input-error";
import { filesBelow, shownIn } from "./folder-files";
import { kustomizePatches } from "./kustomize-patches";
import { tooLarge } from "./limits";
import { attempt, readText } from "./read-text";

/** Where inputs come from. */
export interface ManifestIo {
  /** Working directory that inputs are relative to. */
  readonly cwd: string;
  /** Reads the standard input, for the input `-`. @default there is none */
  readonly stdin?: () => string;
  /** Texts that stand in no file, by their names as inputs: what a tool printed. @default none */
  readonly texts?: ReadonlyMap<string, string>;
}

/** A text in which manifests may stand. */
export interface ManifestText {
  /** @throws InputError when it cannot be read */
  readonly read: () => string;
  /** Its name in messages, as the user gave it. */
  readonly file: string;
  /** What tells it from other texts: the same file can be reached by two inputs. */
  readonly identity: string;
  /** The kustomization that merges this text into an object; undefined for whole objects. */
  readonly patchOf?: string;
  /** Where it stands; undefined for what stands in no file. */
  readonly path?: string;
}

/** Names of the files that are read. */
export const mayHoldManifests = /\.(ya?ml|json)$|^Kustomization$/;

/** What a Node string can hold, with room to spare; `kubectl get` of a hundred thousand objects stays below it. */
const textMebibytes = 384;

/**
 * The texts behind one input: a file, all YAML and JSON files below a folder (sorted),
 * or the standard input for `-`.
 * @throws InputError for an input that does not exist
 */
export function* manifestTexts(input: string, io: ManifestIo): Generator<ManifestText> {
  if (input === "-") {
    if (!io.stdin) throw InputError.of("- stands for the standard input, and there is none");
    return yield { read: io.stdin, file: "<stdin>", identity: "-" };
  }
  const text = io.texts?.get(input);
  if (text !== undefined) return yield { read: () => text, file: input, identity: input };
  const shown = sep === "/" ? input : input.replaceAll(sep, "/");
  const path = resolve(io.cwd, input);
  if (!attempt(shown, () => statSync(path)).isDirectory()) return yield toText(path, shown);
  const names = [...filesBelow(path, shown, mayHoldManifests)];
  const patches = kustomizePatches(path, shown, names);
  for (const name of names) {
    const patchOf = patches.get(name);
    yield { ...toText(join(path, name), shownIn(shown, name)), ...(patchOf !== undefined && { patchOf }) };
  }
}

/** Also from a pipe: `meshstep check <(kubectl get istio -o yaml)`. */
function toText(path: string, file: string): ManifestText {
  const stats = attempt(file, () => statSync(path));
  if (!stats.isFile() && !stats.isFIFO()) throw InputError.of(`${file}: neither a file nor a folder`);
  const read = () => {
    if (stats.size > textMebibytes * 2 ** 20) {
      throw tooLarge(file, `${textMebibytes} MiB`, "split it into several files");
    }
    return readText(path, file);
  };
  return { read, file, path, identity: `${stats.dev}:${stats.ino}` };
}
