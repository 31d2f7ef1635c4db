import { posix } from "node:path";
import { nearest } from "../../../basics/nearest";
import type { Finding, MeshPath } from "../../../findings/finding";
import { listAt, textAt, valueAt } from "../../../objects/object-paths";
import { isFile, rootsOf } from "../../../repository/engine-reads/paths";
import type { FileObject } from "../../../repository/objects/file-object";
import { fileNear, homeOf, homesIn, namedIn, sourceOf } from "../../../repository/readers/named-paths";
import { applicationSpec, sourcesIn } from "../../../rules/engines/application-sources";
import { type Element, elementsOf } from "../../../rules/engines/set-elements";
import { filled, isOpen, languageOf } from "../../../rules/engines/set-templates";
import { about } from "../../../rules/rule";

/**
 * Files of values that an Application or an ApplicationSet gives to a chart and that are not there, and refs that no source has (DEL011).
 * The repository of a file may be another one: said where folders of the same source are here, or a file that is called nearly so.
 */
export function lostValueFiles(objects: readonly FileObject[]): readonly Finding[] {
  const applications = objects.flatMap((one) => {
    const spec = applicationSpec(one.object);
    return spec ? [{ one, spec }] : [];
  });
  if (applications.length === 0) return [];
  const homes = homesIn(namedIn(objects));
  return applications.flatMap(({ one, spec }) => {
    const sources = sourcesIn(one.object, spec);
    // Where both are written, Argo CD reads the list.
    const read = sources.length > 1 ? sources.slice(1) : sources;
    return [
      ...sameRefs(one, read),
      ...read.flatMap((source) => ofSource(one, source, { sources: read, isMany: sources.length > 1, homes })),
    ];
  });
}

interface Context {
  readonly sources: readonly MeshPath[];
  /** Whether these are a list of sources. */
  readonly isMany: boolean;
  readonly homes: ReadonlySet<string>;
}

function sameRefs(one: FileObject, sources: readonly MeshPath[]): readonly Finding[] {
  const refs = sources.map((source) => textAt(one.object, ...source, "ref"));
  return sources.flatMap((source, index) => {
    const ref = refs[index];
    if (ref === undefined || ref === "" || refs.indexOf(ref) === index) return [];
    const message = `ref ${ref} is that of two sources: Argo CD refuses the ${one.object.kind}`;
    return [about("DEL011", one, { at: [...source, "ref"], message })];
  });
}

function ofSource(one: FileObject, source: MeshPath, context: Context): readonly Finding[] {
  const helm = [...source, "helm"];
  const isLenient = valueAt(one.object, ...helm, "ignoreMissingValueFiles") === true;
  return listAt(one.object, ...helm, "valueFiles").flatMap((file, index) => {
    const at = [...helm, "valueFiles", index];
    if (typeof file !== "string" || /^\w+:\/\//.test(file)) return [];
    const ref = /^\$([^/]*)(?:\/(.*))?$/s.exec(file);
    if (!ref) return isLenient ? [] : lostFile(one, at, file, { from: source, context });
    const [, name = "", path = ""] = ref;
    if (isOpen(name)) return [];
    const from = context.sources.find((it) => textAt(one.object, ...it, "ref") === name);
    if (!from) return noRef(one, at, name, { source, context });
    return isLenient ? [] : lostFile(one, at, path, { from, isRef: true, context });
  });
}

function noRef(
  one: FileObject,
  at: MeshPath,
  name: string,
  { source, context }: { readonly source: MeshPath; readonly context: Context },
): readonly Finding[] {
  // Of one source alone it is a variable of the build, and only a chart has no folder for that.
  const isVariable = !context.isMany && (textAt(one.object, ...source, "chart") === undefined || /^ARGOCD_/.test(name));
  if (isVariable) return [];
  const refs = context.sources.flatMap((it) => textAt(one.object, ...it, "ref") || []);
  const near = nearest(name, refs) ?? (refs.length === 1 ? refs[0] : undefined);
  const message = `$${name} is the ref of no source: Argo CD cannot render the ${one.object.kind === "Application" ? "Application" : "Applications"}`;
  const hint = near === undefined ? `Write sources, one of them with ref: ${name}.` : `Did you mean $${near}?`;
  return [about("DEL011", one, { at, message, hint })];
}

interface Where {
  readonly from: MeshPath;
  /** Whether the file is named from the top of the repository. */
  readonly isRef?: boolean;
  readonly context: Context;
}

/** A file that is not there, for one of the elements at least. */
function lostFile(one: FileObject, at: MeshPath, file: string, where: Where): readonly Finding[] {
  const elements =
    one.object.kind === "Application"
      ? [{ parameters: {}, unseen: [] }]
      : elementsOf(one.object, { root: posix.dirname(one.file), folders: new Set() });
  const asked = elements.flatMap((element) => {
    const answer = lookedFor(one, file, where, element);
    return answer ? [{ ...answer, place: element.at }] : [];
  });
  const lost = asked.filter(({ isThere }) => !isThere);
  const [first] = lost;
  if (!first) return [];
  const isWhole = lost.length === asked.length;
  return (isWhole ? [first] : lost).map(({ path, near, place }) =>
    about("DEL011", one, {
      at: isWhole ? at : (place ?? at),
      message: `${path} is no file of this repository: Argo CD cannot render what asks for it`,
      hint: near === undefined ? "What may be missing has ignoreMissingValueFiles: true." : `Did you mean ${near}?`,
    }),
  );
}

interface Answer {
  readonly path: string;
  readonly isThere: boolean;
  readonly near?: string;
}

/** Undefined where the file may be in another repository. */
function lookedFor(one: FileObject, file: string, where: Where, element: Element): Answer | undefined {
  const { from, isRef = false, context } = where;
  const fill = (text: string) => filled(text, element.parameters, languageOf(one.object));
  const read = (key: string) => fill(textAt(one.object, ...from, key) ?? "");
  const folder = isRef || file.startsWith("/") ? "." : read("path");
  const path = posix.join(folder, fill(file)).replace(/^\/+/, "");
  if (["repoURL", "targetRevision"].some((key) => isOpen(read(key))) || /[{}*?$<[]|^\.\.(\/|$)/.test(path))
    return undefined;
  if (textAt(one.object, ...from, "chart") !== undefined || path === "") return undefined;
  const roots = rootsOf(one.file);
  if (roots.some((root) => isFile(posix.join(root, path)))) return { path, isThere: true };
  const near = roots.map((root) => fileNear(root, path)).find((meant) => meant !== undefined);
  const isHome = roots.some((root) => context.homes.has(homeOf(sourceOf(one.object, from, "targetRevision"), root)));
  // The chart itself is here, or other folders of the source are.
  const isOwn = !isRef && roots.some((root) => isFile(posix.join(root, read("path"), "Chart.yaml")));
  if (near === undefined && !isHome && !isOwn) return undefined;
  return { path, isThere: false, ...(near !== undefined && { near }) };
}
