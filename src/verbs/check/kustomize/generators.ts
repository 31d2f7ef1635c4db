import { existsSync } from "node:fs";
import { posix } from "node:path";
import { type Finding, finding, type MeshPath } from "../../../findings/finding";
import { listAt, textAt } from "../../../objects/object-paths";
import type { KustomizationFile } from "../../../repository/kustomizations/file";
import { lists } from "../../../repository/kustomizations/kustomization-files";
import type { FileObject } from "../../../repository/objects/file-object";
import { fileNear } from "../../../repository/readers/named-paths";
import { namedIn } from "./named-files";
import { isOpen } from "./open-lists";

const generators = { configMapGenerator: "ConfigMap", secretGenerator: "Secret" } as const;
type Generator = keyof typeof generators;
/** All else counts as `create`. */
const merging: readonly (string | undefined)[] = ["merge", "replace"];
/** Whose files are looked for where the rest of them is judged. */
const asked: readonly unknown[] = [...lists, "patches", "patchesStrategicMerge", "patchesJson6902"];

/**
 * What generators of a kustomization cannot make, and files that it reads besides those that it lists (KUS001): all seen with the kustomize of kubectl 1.32.
 * @param below the objects that it builds, over others as well
 * @param reached the kustomizations that it is made of, itself first
 */
export function generatorFaults(
  file: KustomizationFile,
  below: readonly FileObject[],
  reached: readonly KustomizationFile[],
): readonly Finding[] {
  return [...lostFiles(file), ...entriesOf(file).flatMap((entry) => faults(entry, below, reached))];
}

/** Secrets may be put there by whoever builds: nobody wants them in Git. */
function lostFiles({ folder, source }: KustomizationFile): readonly Finding[] {
  return namedIn({ source }).flatMap(({ at, path }) => {
    const isElsewhere = asked.includes(at[0]) || /:\/\/|[{}$<]/.test(path);
    if (path === "" || isElsewhere || existsSync(posix.resolve(folder, path))) return [];
    const near = fileNear(folder, path);
    const isSecret = at[0] === "secretGenerator";
    const unless = isSecret ? ", unless whoever builds puts it there" : "";
    return [
      finding("KUS001", {
        severity: isSecret ? "warning" : "error",
        place: source.locate(at),
        message: `${at[0]} names ${path}, which is not there: kustomize builds nothing of this folder${unless}`,
        ...(near !== undefined && { hint: `Did you mean ${near}?` }),
      }),
    ];
  });
}

interface Entry {
  readonly file: KustomizationFile;
  readonly list: Generator;
  readonly at: MeshPath;
  readonly value: unknown;
  readonly name: string | undefined;
  readonly merges: boolean;
}

function entriesOf(file: KustomizationFile): readonly Entry[] {
  return (Object.keys(generators) as Generator[]).flatMap((list) =>
    listAt(file.source.value, list).map((value, index) => ({
      file,
      list,
      at: [list, index],
      value,
      name: textAt(value, "name"),
      merges: merging.includes(textAt(value, "behavior")),
    })),
  );
}

function faults(entry: Entry, below: readonly FileObject[], reached: readonly KustomizationFile[]): readonly Finding[] {
  const { file, list, at, value, name, merges } = entry;
  const said = (message: string, ...path: MeshPath) =>
    finding("KUS001", { message: `${message}: kustomize refuses it`, place: file.source.locate([...at, ...path]) });
  const literals = listAt(value, "literals").flatMap((one, index) =>
    typeof one !== "string" || one.includes("=") ? [] : [said(`${one} is no KEY=VALUE`, "literals", index)],
  );
  if (name === undefined || name === "") return [...literals, said(`an entry of ${list} has no name`)];
  const before = entriesOf(file).filter((one) => one.list === list && Number(one.at[1]) < Number(at[1]));
  if (merges) {
    return mayMerge(entry, [...before, ...reached.slice(1).flatMap(entriesOf)], below, reached)
      ? literals
      : [...literals, said(`${list} merges ${name} into what nothing here makes`, "behavior")];
  }
  const home = textAt(value, "namespace");
  const isMade = before.some((one) => one.name === name && textAt(one.value, "namespace") === home);
  return isMade ? [...literals, said(`${list} makes ${name} twice, and the second does not merge`)] : literals;
}

/** Whether there is something to merge with, or may be: a component is built into what lists it. */
function mayMerge(
  { file, list, name }: Entry,
  earlier: readonly Entry[],
  below: readonly FileObject[],
  reached: readonly KustomizationFile[],
): boolean {
  // A prefix or a suffix of what is built upon may be a part of the name, or not.
  const isNamed = (other = "") => other !== "" && (isEndOf(other, name) || isEndOf(name, other));
  return (
    textAt(file.source.value, "kind") === "Component" ||
    reached.some((one) => one.fetches) ||
    isOpen(reached, below) ||
    earlier.some((one) => one.list === list && isNamed(one.name)) ||
    below.some(({ object }) => object.kind === generators[list] && isNamed(object.metadata.name))
  );
}

function isEndOf(text: string | undefined, part = ""): boolean {
  return text?.startsWith(part) === true || text?.endsWith(part) === true;
}
