import { posix } from "node:path";
import { fitsWildcard } from "../../../../basics/wildcard";
import { type KubernetesObject, kindOf } from "../../../../objects/kubernetes-object";
import { listAt, textAt, valueAt } from "../../../../objects/object-paths";
import { setElements } from "../../../../repository/engine-reads/applications";
import { rootsOf } from "../../../../repository/engine-reads/paths";
import type { FileObject } from "../../../../repository/objects/file-object";
import { gitPatterns } from "../../../../repository/readers/set-paths";
import { isPatched, sourcesIn } from "../../../../rules/engines/application-sources";
import { type Fitted, filledLike, fitTo, saysFolder } from "../../../../rules/engines/fitted-templates";
import { patchedFor } from "../../../../rules/engines/patched-sets";
import { filled, isOpen, languageOf } from "../../../../rules/engines/set-templates";

/** A folder that a set reads if its generators make an Application of it. */
export interface OpenFolder {
  /** From where the repository begins. */
  readonly inside: string;
  /** A text of the template, as far as the folder says what fills it. */
  readonly fill: (text: string) => string;
}

/** The folders that a set may read whose generators ask clusters, files or services: nobody here has their answers. */
export interface OpenFolders {
  /** @param folder absolute */
  readonly at: (folder: string) => OpenFolder | undefined;
  /** Whether it may read any folder that there is. */
  readonly readsAny: boolean;
}

const spec = ["spec", "template", "spec"];

/** By the path of its template; undefined where all that it reads is known. */
export function openFolders(one: FileObject): OpenFolders | undefined {
  const { object, file } = one;
  if (kindOf(object) !== "argoproj.io/ApplicationSet") return undefined;
  const elements = setElements(one, new Set());
  const sets = elements.map((element) => ({ set: patchedFor(object, element.parameters), element }));
  const asMade = sets.length > 0 ? sets.map(({ set }) => set) : [object];
  const isSaidElsewhere = asMade.some((set) => isPatched(set, "source", "sources", "path"));
  if (isSaidElsewhere || hasOwnTemplates(object)) return { at: () => undefined, readsAny: true };
  const templates = sets.flatMap(({ set, element }) =>
    sourcesIn(set, spec).flatMap((at) => {
      const template = filled(textAt(set, ...at, "path") ?? "", element.parameters, languageOf(object));
      return isOpen(template) ? [{ template, element }] : [];
    }),
  );
  if (templates.length === 0) return undefined;
  const files = gitPatterns(object).filter(({ of }) => of === "files");
  const isOfFiles = (path: string) => files.some(({ text }) => fitsFolder(posix.dirname(text), path));
  const at = (folder: string): OpenFolder | undefined => {
    for (const root of rootsOf(file)) {
      if (folder !== root && !folder.startsWith(root === "/" ? root : `${root}/`)) continue;
      const inside = posix.relative(root, folder);
      for (const { template, element } of templates) {
        const fitted = fitTo(posix.normalize(template).replace(/^\/+|\/+$/g, ""), inside);
        const of = fitted && pathIn(fitted);
        const isNamed = of === undefined ? saysFolder(template) : isOfFiles(of);
        if (!fitted || !isNamed) continue;
        const parameters = of === undefined ? element.parameters : { ...element.parameters, path: pathParameters(of) };
        return { inside, fill: (text) => filledLike(filled(text, parameters, languageOf(object)), fitted) };
      }
    }
    return undefined;
  };
  const readsAny = templates.some(
    ({ template }) => !saysFolder(template) && !(files.length > 0 && fitTo(template, "a/b") !== undefined),
  );
  return { at, readsAny };
}

/** A generator with a template of its own makes other Applications. */
function hasOwnTemplates(object: KubernetesObject): boolean {
  return listAt(object, "spec", "generators").some((one) =>
    Object.keys(Object(one)).some((key) => valueAt(one, key, "template", "spec") !== undefined),
  );
}

/** The folder of a file of the generator, where the template names it as a whole. */
function pathIn(fitted: Fitted): string | undefined {
  const key = [...fitted.keys()].find((one) => /^\.?path(\.path)?$/.test(one));
  return key === undefined ? undefined : fitted.get(key);
}

function pathParameters(path: string) {
  return { path, basename: posix.basename(path), segments: path.split("/") };
}

/** Folders of the files that a git generator looks for: two stars stand for any number of folders. */
function fitsFolder(pattern: string, folder: string): boolean {
  if (pattern.includes("**")) return fitsWildcard(pattern.replace(/\/?\*\*\/?/g, "*"), folder);
  const [parts, names] = [pattern.split("/"), folder.split("/")];
  return parts.length === names.length && parts.every((part, index) => fitsWildcard(part, names[index] ?? ""));
}
