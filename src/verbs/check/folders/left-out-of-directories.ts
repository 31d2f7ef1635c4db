import { distribution } from "../../../catalog/lookup";
import { distributionNames } from "../../../catalog/types";
import type { Finding } from "../../../findings/finding";
import { protectedKind } from "../../../mesh/protected-kinds";
import { identity, kindOf } from "../../../objects/kubernetes-object";
import { textAt, valueAt } from "../../../objects/object-paths";
import type { KustomizationFile } from "../../../repository/kustomizations/file";
import type { FileObject } from "../../../repository/objects/file-object";
import { type Directory, directoriesOf, filesIn, isUnit, whyLeftOut } from "../../../repository/readers/directories";
import { applicationSpec } from "../../../rules/engines/application-sources";
import { findReaders } from "../../../rules/engines/readers";
import type { Reader } from "../../../rules/rule";
import { about, inShort } from "../../../rules/rule";
import { isAside } from "./aside-names";
import { strayedMembers } from "./strayed-members";
import { mayRead, unseenSets } from "./unseen-sets";

/**
 * Parts of a mesh in the folder of an Application that it does not read (DEL013): of plain manifests Argo CD reads the folder itself and
 * none below it, and leaves out what patterns say.
 */
export function leftOutOfDirectories(
  objects: readonly FileObject[],
  files: readonly KustomizationFile[],
): readonly Finding[] {
  const isApplication = ({ object }: FileObject) => applicationSpec(object) !== undefined;
  if (!objects.some(isApplication)) return [];
  const readers = findReaders(
    objects,
    files.map(({ folder }) => folder),
  );
  const unseen = unseenSets(objects, readers);
  const strayed = strayedMembers(objects, files, readers);
  const found = readers
    .filter(({ by }) => isApplication(by as FileObject))
    .flatMap((reader) =>
      directoriesOf(reader).flatMap((directory) =>
        ofDirectory(directory, objects, readers, { unseen, strayed, isWhole: reader.isWhole === true }),
      ),
    );
  // What each Application of a set leaves out is said once.
  return [...new Map(found.map((one) => [JSON.stringify([one.place, one.message]), one])).values()];
}

interface Around {
  readonly unseen: readonly FileObject[];
  readonly strayed: ReadonlySet<FileObject>;
  /** Whether the folder is all of a repository: then it need not be this one, if nothing here is read. */
  readonly isWhole: boolean;
}

function ofDirectory(
  { folder, at, by }: Directory,
  objects: readonly FileObject[],
  readers: readonly Reader[],
  { unseen, strayed, isWhole }: Around,
): readonly Finding[] {
  const others = readers.filter((one) => one.by !== by).flatMap((one) => one.folders);
  const below = objects.filter(
    ({ file }) => file.startsWith(`${folder}/`) && !others.some((other) => file.startsWith(`${other}/`)),
  );
  const told = below.map((one) => ({ one, why: whyLeftOut(one, folder, valueAt(by.object, ...at, "directory")) }));
  const applied = new Set(told.flatMap(({ one, why }) => (why === undefined ? [identity(one.object)] : [])));
  const out = told.flatMap(({ one, why }) => {
    // A draft of what is applied is left out on purpose.
    const isDraft = why !== "include" && applied.has(identity(one.object));
    return why && !isDraft && (protectedKind(one.object) || isOperator(one)) ? [{ one, why }] : [];
  });
  const isAll = !isWhole && told.every(({ why }) => why !== undefined);
  // A folder that makes a Namespace alone is there for what goes into it.
  const read = told.filter(({ why }) => why === undefined).map(({ one }) => one.object);
  const filled = new Set(read.map(({ kind, metadata }) => (kind === "Namespace" ? metadata.name : undefined)));
  const isBare = !filled.has(undefined);
  const path = textAt(by.object, ...at, "path") ?? "";
  const isGenerated = unseen.some((one) => mayRead(one, path));
  const meant = out.filter(
    ({ one, why }) =>
      (isAll ||
        protectedKind(one.object)?.role === "mesh" ||
        (isOperator(one) && why !== "recurse") ||
        (why === "recurse" && strayed.has(one) && !isAside(one.file, folder)) ||
        (isBare && why === "recurse" && filled.has(one.object.metadata.namespace))) &&
      !(why === "recurse" && (isGenerated || isUnit(one.file, folder))) &&
      !(why === "exclude" && !isAll && isAside(one.file, folder)),
  );
  const [first] = meant;
  if (!first || (isAll && holdsJsonnet(folder))) return [];
  const { names } = inShort(meant.map(({ one }) => one));
  const reason = {
    recurse: "stand in folders below, which it does not read without directory.recurse",
    exclude: `match directory.exclude (${textAt(by.object, ...at, "directory", "exclude")})`,
    include: `do not match directory.include (${textAt(by.object, ...at, "directory", "include")})`,
  }[first.why];
  return [
    about("DEL013", by, {
      at: first.why === "recurse" ? [...at, "path"] : [...at, "directory", first.why],
      ...(!isAll && { severity: "warning" as const }),
      citation: "Argo CD, Directory: https://argo-cd.readthedocs.io/en/stable/user-guide/directory/",
      message: `${by.object.kind} ${by.object.metadata.name} leaves out ${names}: they ${reason}${isAll ? ", and nothing else is there: it applies nothing" : ""}`,
      hint:
        first.why === "recurse"
          ? `Write directory: { recurse: true }${isAll ? "" : ", unless somebody else applies them"}.`
          : "Correct the pattern: its stars match slashes, too.",
    }),
  ];
}

const packages: readonly string[] = distributionNames.map((name) => distribution(name).package);

/** What OLM installs the operator by. */
function isOperator({ object }: FileObject): boolean {
  return (
    kindOf(object) === "operators.coreos.com/Subscription" && packages.includes(textAt(object, "spec", "name") ?? "")
  );
}

function holdsJsonnet(folder: string): boolean {
  return filesIn(folder).some((name) => name.endsWith(".jsonnet"));
}
