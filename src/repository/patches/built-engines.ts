import { canonicalJson } from "../../objects/canonical-json";
import { type KubernetesObject, kindOf } from "../../objects/kubernetes-object";
import { textAt } from "../../objects/object-paths";
import { findReaders } from "../../rules/engines/readers";
import { type Building, buildingsOf, topsOf } from "../kustomizations/buildings";
import type { KustomizationFile } from "../kustomizations/file";
import type { FileObject } from "../objects/file-object";
import { engineBuildings } from "./engine-buildings";
import { overlayChanges } from "./overlay-changes";

/** What tells an engine what to make of a folder. */
export const engineKinds: ReadonlySet<string> = new Set([
  "argoproj.io/Application",
  "argoproj.io/ApplicationSet",
  "kustomize.toolkit.fluxcd.io/Kustomization",
  "helm.toolkit.fluxcd.io/HelmRelease",
]);

/** How often what an engine builds may say what another one reads. */
const deepest = 5;

/**
 * What kustomizations, and engines that read those with changes of their own, make of engines' objects: a patch of a parent often says which folder
 * an Application reads, and into which namespace a Kustomization of Flux puts what it applies.
 * @returns by how it stands in its file: one for each overlay that makes something else of it, and none where all of them take it out
 */
export function builtEngines(
  engines: readonly FileObject[],
  files: readonly KustomizationFile[],
): ReadonlyMap<FileObject, readonly FileObject[]> {
  const built = buildingsOf(files).filter(({ names }) => engines.some(({ file }) => names.has(file)));
  let made: ReadonlyMap<FileObject, readonly FileObject[]> = new Map(engines.map((one) => [one, [one]]));
  for (let round = 0; round < deepest; round += 1) {
    const next = builtOnce(engines, built, [...made.values()].flat());
    const isSame = engines.every((one) => textsOf(next.get(one)) === textsOf(made.get(one)));
    if (isSame) break;
    made = next;
  }
  return made;
}

/** @param now the engines' objects as far as that is known */
function builtOnce(
  engines: readonly FileObject[],
  built: readonly Building[],
  now: readonly FileObject[],
): ReadonlyMap<FileObject, readonly FileObject[]> {
  const readers = findReaders(
    now,
    built.map(({ file }) => file.folder),
  );
  const overlays = [...built, ...engineBuildings(built, engines, { readers, values: new Map() })];
  const tops = new Set(topsOf(overlays));
  const applied = overlayChanges(overlays, engines).filter(({ top }) => tops.has(top) && !isComponent(top.file));
  const namesOf = new Map(overlays.map(({ file, names }) => [file, names]));
  return new Map(
    engines.map((one) => {
      const own = applied.filter(({ top }) => top.names.has(one.file));
      if (own.length === 0) return [one, [one]];
      const variants = own.flatMap(({ of, top }) => {
        const changed = of.has(one) ? of.get(one) : one;
        const reached = top.reached.filter((file) => namesOf.get(file)?.has(one.file) === true);
        return changed ? [called(changed, reached)] : [];
      });
      return [one, [...new Map(variants.map((each) => [canonicalJson(each.object), each])).values()]];
    }),
  );
}

function isComponent({ source }: KustomizationFile): boolean {
  return textAt(source.value, "kind") === "Component";
}

function textsOf(some: readonly FileObject[] = []): string {
  return some.map(({ object }) => canonicalJson(object)).join("\n");
}

/** With the name and the namespace that kustomizations give it, which no rule asks for. */
function called(one: FileObject, reached: readonly KustomizationFile[]): FileObject {
  const said = (key: string) => reached.flatMap(({ source }) => textAt(source.value, key) ?? []);
  const { name, namespace = said("namespace")[0] } = one.object.metadata;
  const whole = [...said("namePrefix"), name, ...said("nameSuffix").reverse()].join("");
  if (whole === one.object.metadata.name && namespace === one.object.metadata.namespace) return one;
  const metadata = { ...one.object.metadata, name: whole, ...(namespace !== undefined && { namespace }) };
  return { ...one, object: { ...one.object, metadata } };
}

/** Objects without those of which others are what kustomizations make, and not the same. */
export function withoutUnbuilt<T extends Pick<FileObject, "file" | "object">>(
  objects: readonly T[],
  built: readonly FileObject[],
): readonly T[] {
  const isOf = (one: T, { file, object }: FileObject) =>
    file === one.file &&
    kindAndVersion(object) === kindAndVersion(one.object) &&
    hasName(object, one.object) &&
    canonicalJson(object) !== canonicalJson(one.object);
  return objects.filter((one) => !built.some((it) => isOf(one, it)));
}

function kindAndVersion({ kind, apiVersion }: KubernetesObject): string {
  return `${apiVersion} ${kind}`;
}

function hasName(built: KubernetesObject, { metadata: { name } }: KubernetesObject): boolean {
  return built.metadata.name.includes(name);
}

/** Of engines' objects those that are built to something else, where it is one thing. */
export function rebuilt(
  objects: readonly FileObject[],
  files: readonly KustomizationFile[],
): ReadonlyMap<FileObject, FileObject> {
  const engines = objects.filter(({ object }) => engineKinds.has(kindOf(object)));
  return new Map(
    [...builtEngines(engines, files)].flatMap(([one, [made, second]]) =>
      made && !second && made !== one ? [[one, made] as const] : [],
    ),
  );
}
