import { posix } from "node:path";
import { fitsWildcard } from "../../basics/wildcard";
import type { MeshPath } from "../../findings/finding";
import { orElse } from "../../findings/or-else";
import type { KubernetesObject } from "../../mesh/mesh";
import { listAt, textAt, valueAt } from "../../objects/object-paths";
import { parseYamlDocuments } from "../../source/yaml-source";
import { matchSelector } from "../selector";
import { sourcesIn } from "./application-sources";
import { fileParameters, folderParameters } from "./file-parameters";
import type { FilesIn } from "./git-files";
import { repositoryOf } from "./repositories";
import { allFilled, isOpen, type Language, languageOf, type Parameters } from "./set-templates";

/** What one Application of an ApplicationSet is made with. */
export interface Element {
  readonly parameters: Parameters;
  /** The generators that have more parameters from where nobody here looks: clusters, files, services. */
  readonly unseen: readonly unknown[];
  /** The entry of a list that it stands in. */
  readonly at?: MeshPath;
}

/** Where the repository of an ApplicationSet begins, and which folders are known to be there. */
export interface Within {
  readonly root: string;
  readonly folders: ReadonlySet<string>;
  /** What stands in its files. @default nobody looks */
  readonly filesIn?: FilesIn | undefined;
}

/** The elements of all generators. Of a generator that asks elsewhere, one stands for all that it finds there. */
export function elementsOf(object: KubernetesObject, within: Within): readonly Element[] {
  const language = languageOf(object);
  const repositories = new Set(
    sourcesIn(object, ["spec", "template", "spec"]).flatMap((at) =>
      // A chart by its name comes from where no files of Git are.
      textAt(object, ...at, "chart") === undefined ? (repositoryOf(textAt(object, ...at, "repoURL")) ?? []) : [],
    ),
  );
  return listAt(object, "spec", "generators").flatMap((generator, index) =>
    generated(generator, { at: ["spec", "generators", index], within, language, repositories }),
  );
}

interface Generator {
  readonly at: MeshPath;
  readonly within: Within;
  readonly language: Language;
  /** What the template reads, as far as that is known. */
  readonly repositories: ReadonlySet<string>;
}

function generated(generator: unknown, context: Generator): readonly Element[] {
  // One that has a template of its own makes other Applications.
  if (Object.keys(Object(generator)).some((key) => valueAt(generator, key, "template", "spec") !== undefined))
    return [];
  const found = kindsOf(generator, context).map((element) => withValues(generator, element, context.language));
  const selector = valueAt(generator, "selector");
  if (selector === undefined) return found;
  return found.filter(({ parameters, unseen }) => {
    const labels = Object.fromEntries(texts(parameters));
    return matchSelector(selector, { labels, complete: unseen.length === 0 }) !== "no";
  });
}

function kindsOf(generator: unknown, context: Generator): readonly Element[] {
  if (["elements", "elementsYaml"].some((key) => valueAt(generator, "list", key) !== undefined))
    return ofList(generator, context);
  if (Array.isArray(valueAt(generator, "git", "directories"))) return ofDirectories(valueAt(generator, "git"), context);
  if (Array.isArray(valueAt(generator, "git", "files"))) return ofFiles(generator, context);
  if (valueAt(generator, "matrix") !== undefined) return product(generator, context);
  if (valueAt(generator, "merge") !== undefined) return merged(generator, context);
  return [{ parameters: {}, unseen: [generator] }];
}

function ofList(generator: unknown, { at }: Generator): readonly Element[] {
  const more = textElements(textAt(generator, "list", "elementsYaml"));
  const unseen = more === undefined ? [generator] : [];
  const written = listAt(generator, "list", "elements").map((element, index) => ({
    parameters: Object(element) as Parameters,
    unseen,
    at: [...at, "list", "elements", index],
  }));
  const all = [...written, ...(more ?? []).map((parameters) => ({ parameters, unseen }))];
  return all.length > 0 || more ? all : [{ parameters: {}, unseen }];
}

/** Elements that another generator may have filled in; undefined for what is still open, or no list of maps. */
function textElements(text: string | undefined): readonly Parameters[] | undefined {
  if (text === undefined) return [];
  const value = isOpen(text)
    ? undefined
    : orElse(undefined, () => parseYamlDocuments(text, "elementsYaml"))?.[0]?.value;
  const isList = Array.isArray(value) && value.every((one) => typeof one === "object" && one !== null);
  return isList ? (value as readonly Parameters[]) : undefined;
}

function ofDirectories(git: unknown, { within: { root, folders } }: Generator): readonly Element[] {
  const patterns = listAt(git, "directories").flatMap((entry) => {
    const text = textAt(entry, "path");
    return text === undefined ? [] : [{ text, isExcluded: valueAt(entry, "exclude") === true }];
  });
  const prefix = textAt(git, "pathParamPrefix");
  const start = root === "/" ? root : `${root}/`;
  return [...folders]
    .flatMap((folder) => (folder.startsWith(start) ? [folder.slice(start.length)] : []))
    .filter((folder) => {
      const hits = patterns.filter(({ text }) => matchesDirectory(folder, text));
      return hits.length > 0 && !hits.some(({ isExcluded }) => isExcluded);
    })
    .sort()
    .map((path) => {
      const known = folderParameters(path);
      return { parameters: prefix ? { [prefix]: { path: known } } : { path: known }, unseen: [] };
    });
}

/** What the files of this repository say; that of another one, or what nobody finds here, stays unseen. */
function ofFiles(generator: unknown, { within, repositories }: Generator): readonly Element[] {
  const git = valueAt(generator, "git");
  const from = repositoryOf(textAt(git, "repoURL"));
  const isElsewhere = from !== undefined && repositories.size > 0 && !repositories.has(from);
  const found = isElsewhere ? [] : fileParameters(git, within);
  return found.length > 0
    ? found.map((parameters) => ({ parameters, unseen: [] }))
    : [{ parameters: {}, unseen: [generator] }];
}

/** Each of the first with each of the second, which may be written with parameters of the first. */
function product(generator: unknown, context: Generator): readonly Element[] {
  const at: MeshPath = [...context.at, "matrix", "generators"];
  const [first, second] = listAt(generator, "matrix", "generators");
  return generated(first, { ...context, at: [...at, 0] }).flatMap((one) =>
    generated(allFilled(second, one.parameters, context.language), { ...context, at: [...at, 1] }).map((other) => {
      const place = other.at ?? one.at;
      return {
        parameters: { ...one.parameters, ...other.parameters },
        unseen: [...one.unseen, ...other.unseen],
        ...(place && { at: place }),
      };
    }),
  );
}

/** The elements of the first; later ones write over those whose keys say the same. */
function merged(generator: unknown, context: Generator): readonly Element[] {
  const keys = listAt(generator, "merge", "mergeKeys").map(String);
  const keyOf = ({ parameters }: Element) => JSON.stringify(keys.map((key) => valueAt(parameters, ...key.split("."))));
  const [base = [], ...others] = listAt(generator, "merge", "generators").map((one, index) =>
    generated(one, { ...context, at: [...context.at, "merge", "generators", index] }),
  );
  const over = others.flat();
  return base.map((element) => {
    const same = over.filter((one) => [...one.unseen, ...element.unseen].length === 0 && keyOf(one) === keyOf(element));
    const parameters = Object.assign({}, element.parameters, ...same.map((one) => one.parameters)) as Parameters;
    return { ...element, parameters, unseen: [...element.unseen, ...over.flatMap(({ unseen }) => unseen)] };
  });
}

/** `values` of a generator, which may name other parameters. */
function withValues(generator: unknown, element: Element, language: Language): Element {
  const values = Object.keys(Object(generator)).flatMap((key) => valueAt(generator, key, "values") ?? [])[0];
  if (values === undefined) return element;
  return {
    ...element,
    parameters: { ...element.parameters, values: allFilled(values, element.parameters, language) },
  };
}

/** Parameters as a selector of a generator asks for them. */
function texts(parameters: Parameters, start = ""): readonly (readonly [string, string])[] {
  return Object.entries(parameters).flatMap(([key, value]) => {
    if (typeof value === "object" && value !== null) return texts(value as Parameters, `${start}${key}.`);
    return [[`${start}${key}`, String(value)] as const];
  });
}

/** As Argo CD matches them: a star stands for anything but a slash. */
export function matchesDirectory(folder: string, pattern: string): boolean {
  const parts = posix
    .normalize(pattern)
    .replace(/^\/+|\/+$/g, "")
    .split("/");
  const names = folder.split("/");
  return parts.length === names.length && parts.every((part, index) => fitsWildcard(part, names[index] ?? ""));
}
