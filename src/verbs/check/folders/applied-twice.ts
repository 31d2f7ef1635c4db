import { grouped } from "../../../basics/grouped";
import type { Finding } from "../../../findings/finding";
import { identity, kindOf } from "../../../objects/kubernetes-object";
import { textAt, valueAt } from "../../../objects/object-paths";
import type { Building } from "../../../repository/kustomizations/buildings";
import type { FileObject } from "../../../repository/objects/file-object";
import { isSail } from "../../../repository/objects/read-objects";
import { directoriesOf, whyLeftOut } from "../../../repository/readers/directories";
import type { Readings } from "../../../repository/readers/readings";
import { applicationSpec, sourcesIn } from "../../../rules/engines/application-sources";
import { sameCluster } from "../../../rules/engines/readers";
import { isOpen } from "../../../rules/engines/set-templates";
import type { Reader } from "../../../rules/rule";
import { about, inShort } from "../../../rules/rule";

/**
 * Objects that two engines' objects apply to one cluster, because overlays of two of them build on one base (DUP001): each takes it from
 * the other, and the first that lets it go deletes it.
 */
export function appliedTwice(
  objects: readonly FileObject[],
  built: readonly Building[],
  { readBy }: Readings,
): readonly Finding[] {
  const twice = objects.flatMap((one) => {
    const pair = twoOf(readBy(one).filter((reader) => !isRewritten(one, reader) && !isLeftOut(one, reader)));
    const builders = built.filter(({ names }) => names.has(one.file));
    return pair && isFixed(one, builders) ? [{ one, pair }] : [];
  });
  // Two that read one folder have all of it in common.
  const shared = grouped(twice, ({ pair: [one, other] }) => `${nameOf(one)} ${nameOf(other)}`);
  return [...shared.values()].flatMap((all) => {
    const { first, names } = inShort(all.map(({ one }) => one));
    const { first: part } = inShort(all.flatMap(({ one }) => (isSail(one) ? [one] : [])));
    const pair = all[0]?.pair;
    if (!first || !pair) return [];
    return [
      about("DUP001", part ?? first, {
        ...(isSketch(pair) && { severity: "warning" as const }),
        message: `${bothOf(pair)} both apply ${names} to one cluster: each takes ${all.length > 1 ? "them" : "it"} from the other, and the first to let ${all.length > 1 ? "one go deletes it" : "it go deletes it"}`,
        hint:
          pair[0].by === pair[1].by
            ? "Let each element have a cluster of its own."
            : "Let one of them apply what both build on.",
      }),
    ];
  });
}

function nameOf({ by, cluster: { address } }: Reader): string {
  return `${by.file} ${identity(by.object)} ${address}`;
}

/** A set that sends all of its elements to one address: as a sample, or as a start, that is often still to be filled in. */
function isSketch([{ by }, other]: readonly [Reader, Reader]): boolean {
  const spec = applicationSpec(by.object);
  const written = ["name", "server"].map((key) => textAt(by.object, ...(spec ?? []), "destination", key) ?? "");
  return by === other.by && !written.some(isOpen);
}

function bothOf([{ name }, other]: readonly [Reader, Reader]): string {
  return name === other.name ? `two Applications of ${name}` : `${name} and ${other.name}`;
}

function twoOf(readers: readonly Reader[]): readonly [Reader, Reader] | undefined {
  for (const [index, one] of readers.entries()) {
    const other = readers.slice(index + 1).find((it) => sameCluster(one, it) && isOneRepository(one, it));
    if (other) return [one, other];
  }
  return undefined;
}

/** Of two repositories with folders of the same name one is not this one, whichever it is. */
function isOneRepository({ from: one }: Reader, { from: other }: Reader): boolean {
  return one === undefined || other === undefined || one === other;
}

/** Whether an Application has kustomize call an object otherwise or put it elsewhere: to each of a set's, by its element. */
function isRewritten(one: FileObject, { by }: Reader): boolean {
  const spec = applicationSpec(by.object);
  const keys = ["namePrefix", "nameSuffix", ...(isWithoutNamespace(one) ? [] : ["namespace"])];
  return (
    spec !== undefined &&
    sourcesIn(by.object, spec).some((at) =>
      keys.some((key) => textAt(by.object, ...at, "kustomize", key) !== undefined),
    )
  );
}

/** Whether an Application of plain manifests leaves the file of an object out. */
function isLeftOut(one: FileObject, reader: Reader): boolean {
  const directories = kindOf(reader.by.object) === "argoproj.io/Application" ? directoriesOf(reader) : [];
  const own = directories.filter(({ folder }) => one.file.startsWith(`${folder}/`));
  return (
    own.length > 0 &&
    own.every(({ folder, at }) =>
      ["include", "exclude"].includes(whyLeftOut(one, folder, valueAt(reader.by.object, ...at, "directory")) ?? ""),
    )
  );
}

function isWithoutNamespace(one: FileObject): boolean {
  return isSail(one) || identity(one.object).startsWith("/Namespace/");
}

/** Whether all who build an object build the same one: neither called otherwise, nor elsewhere, nor taken out. */
function isFixed(one: FileObject, builders: readonly Building[]): boolean {
  const files = [...new Set(builders.flatMap(({ reached }) => reached))];
  return files.every(({ source: { value } }) => {
    if (textAt(value, "namePrefix") !== undefined || textAt(value, "nameSuffix") !== undefined) return false;
    if (JSON.stringify(value).includes("$patch") || valueAt(value, "transformers") !== undefined) return false;
    return (
      isWithoutNamespace(one) ||
      (one.object.metadata.namespace !== undefined && textAt(value, "namespace") === undefined)
    );
  });
}
