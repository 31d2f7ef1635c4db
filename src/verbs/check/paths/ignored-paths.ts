import { readdirSync } from "node:fs";
import { posix } from "node:path";
import type { Finding } from "../../../findings/finding";
import { kindOf } from "../../../objects/kubernetes-object";
import { textAt } from "../../../objects/object-paths";
import type { FileObject } from "../../../repository/objects/file-object";
import { fluxSource, isIn, namedIn } from "../../../repository/readers/named-paths";
import { about } from "../../../rules/rule";

const sources = "source.toolkit.fluxcd.io";

/**
 * Folders that Kustomizations of Flux name and that the source they are from leaves out by `spec.ignore` (DEL011): they are in Git, and not in what Flux
 * fetches.
 */
export function ignoredPaths(objects: readonly FileObject[]): readonly Finding[] {
  const ignoring = objects.filter(
    ({ object }) =>
      ["GitRepository", "Bucket"].some((kind) => kindOf(object) === `${sources}/${kind}`) &&
      textAt(object, "spec", "ignore") !== undefined,
  );
  if (ignoring.length === 0) return [];
  return namedIn(
    objects.filter(({ object }) => kindOf(object) === "kustomize.toolkit.fluxcd.io/Kustomization"),
  ).flatMap(({ one, at, from, path, roots }) => {
    const source = ignoring.find(
      ({ object: { kind, metadata } }) => from === JSON.stringify([kind, metadata.name, metadata.namespace]),
    );
    const root = roots.find((it) => isIn(it, path));
    if (!source || root === undefined || fluxSource(one.object, ["spec"]) !== from) return [];
    const isIgnored = ignoredBy(textAt(source.object, "spec", "ignore") ?? "");
    const files = readdirSync(posix.join(root, path)).filter((name) => /\.(ya?ml|json)$|^Kustomization$/.test(name));
    if (files.length === 0 || !files.every((name) => isIgnored(posix.join(path, name)))) return [];
    const { kind, metadata } = source.object;
    return [
      about("DEL011", one, {
        at,
        message: `${textAt(one.object, ...at)} is not in what Flux fetches: spec.ignore of ${kind} ${metadata.name} leaves it out, and nothing is applied from it`,
        hint: `Add to spec.ignore, as its last line: !/${path.split("/")[0]}`,
        citation: "Flux, GitRepository: ignore: https://fluxcd.io/flux/components/source/gitrepositories/#ignore",
      }),
    ];
  });
}

/** Whether patterns leave out a file, by its path from where the repository begins: of all that match it or a folder above it, the last one counts. */
function ignoredBy(text: string): (path: string) => boolean {
  const patterns = text.split("\n").flatMap((line) => {
    const written = line.trim();
    return written === "" || written.startsWith("#") ? [] : [patternOf(written)];
  });
  return (path) => patterns.findLast(({ matches }) => matches.test(path))?.isLeftOut === true;
}

function patternOf(written: string): { readonly matches: RegExp; readonly isLeftOut: boolean } {
  const isLeftOut = !written.startsWith("!");
  const given = isLeftOut ? written : written.slice(1);
  const body = given.replace(/\/$/, "");
  const source = body
    .replace(/^\//, "")
    .replaceAll(/[.+^$()|[\]{}\\]/g, "\\$&")
    .replaceAll(/\*\*\/|\*\*|\*|\?/g, (part) => ({ "**/": "(?:.*/)?", "**": ".*", "*": "[^/]*" })[part] ?? "[^/]");
  const [start, end] = [body.includes("/") ? "^" : "(?:^|/)", given.endsWith("/") ? "/" : "(?:/|$)"];
  return { matches: new RegExp(`${start}${source}${end}`), isLeftOut };
}
