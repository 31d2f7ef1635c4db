import { readdirSync } from "node:fs";
import { posix } from "node:path";
import { grouped } from "../../../basics/grouped";
import type { Finding } from "../../../findings/finding";
import { kindOf } from "../../../objects/kubernetes-object";
import { textAt, valueAt } from "../../../objects/object-paths";
import { isFolder } from "../../../repository/engine-reads/paths";
import type { FileObject } from "../../../repository/objects/file-object";
import { homeOf, homesIn, isIn, type Named, namedIn } from "../../../repository/readers/named-paths";
import { about } from "../../../rules/rule";
import { slipOf } from "../../../rules/slips";

/**
 * Folders that Kustomizations of Flux, Applications and ApplicationSets of Argo CD name, and that are not there (DEL011). Their
 * repository may be another one: said only where a folder above the manifest has one that is called nearly so, or where others have
 * theirs from the same source and find them there.
 */
export function lostPaths(objects: readonly FileObject[]): readonly Finding[] {
  const named = namedIn(objects);
  const homes = homesIn(named);
  const lost = named.filter(({ path, roots }) => !roots.some((root) => isIn(root, path)));
  const found = named.flatMap(({ one, at, path, roots }) => {
    const root = roots.find((it) => isIn(it, path));
    return root === undefined ? [] : unread(one, at, posix.join(root, path));
  });
  // A set may have thousands of elements, many of them with one folder.
  const [alikeTo, isLost] = [elementsOfOne(named), new Set(lost)];
  const meant = new Map<string, string | undefined>();
  const nearTo = ({ path, roots }: Named) => {
    const key = [path, ...roots].join("\n");
    if (!meant.has(key))
      meant.set(
        key,
        roots.map((root) => nearIn(root, path)).find((one) => one !== undefined),
      );
    return meant.get(key);
  };
  const said = lost.flatMap((it) => {
    const { one, at, from, path, roots, template } = it;
    const near = nearTo(it);
    if (near === undefined && !roots.some((root) => homes.has(homeOf(from, root)))) return [];
    const alike = alikeTo(it);
    const isWhole = alike.length > 1 && alike.every((other) => isLost.has(other));
    // Where no element finds its folder, the template is at fault.
    if (isWhole && alike[0] !== it) return [];
    return [
      about("DEL011", one, {
        at: isWhole && template ? template : at,
        message: `${path} is no folder of this repository${isWhole ? ", nor is that of any other element: nothing is applied from them" : ": nothing is applied from it"}`,
        ...(near !== undefined && { hint: `Did you mean ${near}?` }),
      }),
    ];
  });
  return [...found, ...said];
}

/** The folders of all elements of the template that one is from; none for what no template names. */
function elementsOfOne(named: readonly Named[]): (it: Named) => readonly Named[] {
  const numbers = new Map([...new Set(named.map(({ one }) => one))].map((one, index) => [one, index]));
  const keyOf = ({ one, template }: Named) => `${numbers.get(one)} ${JSON.stringify(template)}`;
  const all = grouped(
    named.filter(({ template }) => template !== undefined),
    keyOf,
  );
  return (it) => (it.template === undefined ? [] : (all.get(keyOf(it)) ?? []));
}

type Path = readonly (string | number)[];

/** A folder without manifests of its own: Argo CD reads those below it only when it is told to. */
function unread(one: FileObject, at: Path, folder: string): readonly Finding[] {
  const source = valueAt(one.object, ...at.slice(0, -1));
  const tools = ["chart", "helm", "plugin", "kustomize"];
  const isTold =
    tools.some((key) => valueAt(source, key) !== undefined) || valueAt(source, "directory", "recurse") === true;
  if (kindOf(one.object) !== "argoproj.io/Application" || isTold) return [];
  const entries = readdirSync(folder, { withFileTypes: true });
  if (entries.some((entry) => entry.isFile() && read.test(entry.name))) return [];
  const below = entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith("."));
  const isHeld = below.some(({ name }) => readdirSync(posix.join(folder, name)).some((file) => read.test(file)));
  if (!isHeld) return [];
  const message = `${textAt(one.object, ...at)} has no manifest itself, and Argo CD does not look into its folders: nothing is applied from it`;
  return [about("DEL011", one, { at, message, hint: "Write directory: { recurse: true }, or add a kustomization." })];
}

/** What Argo CD reads of a folder, or knows it by. */
const read = /\.(ya?ml|json|jsonnet)$|^Kustomization$/;

/** The same path with one folder called otherwise, so that all of it is there. */
function nearIn(root: string, path: string): string | undefined {
  const parts = path.split("/");
  const lost = parts.findIndex((_, index) => !isFolder(posix.join(root, ...parts.slice(0, index + 1))));
  const parent = posix.join(root, ...parts.slice(0, lost));
  if (lost < 0 || !isFolder(parent)) return undefined;
  const folders = readdirSync(parent, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() && !entry.name.startsWith(".") ? [entry.name] : [],
  );
  const meant = slipOf(parts[lost] ?? "", folders.sort());
  const whole = meant === undefined ? undefined : posix.join(...parts.slice(0, lost), meant, ...parts.slice(lost + 1));
  return whole !== undefined && isIn(root, whole) ? whole : undefined;
}
