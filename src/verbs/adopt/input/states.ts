import { readdirSync, statSync } from "node:fs";
import { join, posix, resolve } from "node:path";
import { orElse } from "../../../findings/or-else";
import { splitMeshes } from "../../../repository/meshes/split-meshes";
import type { FileObject } from "../../../repository/objects/file-object";
import { isSail, readObjects } from "../../../repository/objects/read-objects";
import { filesBelow } from "../../../source/folder-files";
import { objectsOf } from "../../../source/manifest-object";
import type { ManifestIo } from "../../../source/manifests";
import { readTextFile, statsAt } from "../../../source/read-text";
import { parseYamlDocuments } from "../../../source/yaml-source";
import { kustomized } from "./build";
import { chartTexts } from "./charts/chart-texts";
import { chartsBelow, partsOfCharts } from "./charts/parts-of-charts";
import { type Kustomization, kustomizationsBelow, rootsOf } from "./kustomizations";
import { kustomizationOf } from "./listed-files";
import { writtenBelow } from "./written";

/** Whether an input is a folder, and no file, no pipe and nothing that a tool printed. */
export function isFolder(input: string, { cwd, texts }: ManifestIo): boolean {
  return input !== "-" && !texts?.has(input) && statsAt(resolve(cwd, input))?.isDirectory() === true;
}

/**
 * The folders below one, each of which is a state of a mesh of its own: overlays that hold an Istio, and folders without a kustomization
 * that do. One or none where the folder is one state.
 */
export function statesBelow(folder: string, io: ManifestIo): readonly string[] {
  if (kustomizationOf(folder, io.cwd) !== undefined) return [];
  const all = kustomizationsBelow(folder, io.cwd);
  const overlays = rootsOf(all, io.cwd).filter((one) => holdsIstio(one, all, io.cwd));
  const rendered = new Set(all.flatMap(({ lists }) => lists));
  const charts = sailCharts(folder, io.cwd).filter((one) => !rendered.has(resolve(io.cwd, one)));
  const isOurs = writtenBelow(folder, io.cwd);
  const several = severalHoldIstio(folder, io.cwd, isOurs);
  const built = [...overlays.map((one) => one.folder), ...charts];
  if (!several) return built.length > 1 ? built : [];
  const objects = readObjects([folder], io).objects.filter(({ file }) => !isOurs(file));
  const loose = overlays.length === 0 ? objects : outsideOf(all, objects, io.cwd);
  if (!loose.some(isIstio)) return built.length > 1 ? built : [];
  const plain = splitMeshes(loose)
    .filter((mesh) => mesh.objects.some(isIstio))
    .map((mesh) => mesh.label || posix.dirname(mesh.objects.find(isIstio)?.shown ?? ""));
  // One that goes with parts in several folders is one for each of them.
  const states = [...new Set([...built, ...plain])];
  return states.length > 1 ? states : [];
}

/** The charts below a folder whose templates, or those of the charts that they take, hold an Istio. */
function sailCharts(folder: string, cwd: string): readonly string[] {
  const parts = new Set(partsOfCharts(folder, cwd));
  return chartsBelow(folder, cwd).filter((chart) => {
    const path = resolve(cwd, chart);
    const texts = parts.has(path) ? [] : [...chartTexts(path).values()];
    return texts.some((text) => istio.test(text) && text.includes("sailoperator.io/"));
  });
}

/** Objects in folders that no kustomization builds from. */
function outsideOf(all: readonly Kustomization[], objects: readonly FileObject[], cwd: string): readonly FileObject[] {
  const folders = all.map((one) => resolve(cwd, one.folder));
  const listed = new Set(all.flatMap(({ lists }) => lists));
  return objects.filter(({ file }) => !listed.has(file) && !folders.includes(posix.dirname(file)));
}

function isIstio(one: FileObject): boolean {
  return isSail(one) && one.object.kind === "Istio";
}

/** One file with an Istio is one state: nothing has to be read to know it. */
function severalHoldIstio(folder: string, cwd: string, isOurs: (file: string) => boolean): boolean {
  let files = 0;
  for (const name of filesBelow(resolve(cwd, folder), folder, /\.(ya?ml|json)$/)) {
    const path = resolve(cwd, folder, name);
    if (!isOurs(path) && /\bkind["']?\s*:\s*["']?Istio\b/.test(textOf(path))) files += 1;
    if (files > 1) return true;
  }
  return false;
}

const istio = /^(?:kind: Istio|\s+kind: Istio)\s*$/m;

/**
 * Whether what a kustomization makes holds an Istio. What it lists here says so without a build; what is fetched has to be built, and
 * where that fails, its own folder is all there is to go by.
 */
function holdsIstio(one: Kustomization, all: readonly Kustomization[], cwd: string): boolean {
  const reached = reachedBy(one, all, cwd, new Set());
  if (reached.files.some((file) => isIstioIn(textOf(file)))) return true;
  if (!reached.fetches) return false;
  const built = kustomized(one.folder, cwd);
  return "text" in built ? isIstioIn(built.text) : ownTexts(one, cwd).some((text) => istio.test(text));
}

/** Whether a text is an Istio, or a List of one. Engines name the kind as well: in what they do not compare, or wait for. */
function isIstioIn(text: string): boolean {
  if (!istio.test(text)) return false;
  const holds = () =>
    parseYamlDocuments(text, "")
      .flatMap((one) => objectsOf(one))
      .some(({ value }) => Object(value).kind === "Istio");
  return /^kind: Istio\s*$/m.test(text) || orElse(true, holds);
}

interface Reached {
  readonly files: readonly string[];
  readonly fetches: boolean;
}

function reachedBy(one: Kustomization, all: readonly Kustomization[], cwd: string, seen: Set<string>): Reached {
  if (seen.has(one.folder)) return { files: [], fetches: false };
  seen.add(one.folder);
  const inner = one.lists.map((path): Reached => {
    if (statSync(path).isFile()) return { files: [path], fetches: false };
    const next = all.find(({ folder }) => resolve(cwd, folder) === path);
    // A base outside the folder that was asked for is left to the build.
    return next ? reachedBy(next, all, cwd, seen) : { files: [], fetches: true };
  });
  return {
    files: inner.flatMap(({ files }) => files),
    fetches: one.fetches || inner.some(({ fetches }) => fetches),
  };
}

/** Patches for an Istio tell of one that a base brings. */
function ownTexts({ folder, text }: Kustomization, cwd: string): readonly string[] {
  const path = resolve(cwd, folder);
  const names = readdirSync(path).filter((name) => /\.ya?ml$/.test(name));
  return [text, ...names.map((name) => textOf(join(path, name)))];
}

function textOf(file: string): string {
  return orElse("", () => readTextFile(file, file));
}
