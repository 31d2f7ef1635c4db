import { existsSync } from "node:fs";
import { posix } from "node:path";
import { distribution, knows } from "../../../catalog/lookup";
import { distributionNames } from "../../../catalog/types";
import { isAlias } from "../../../catalog/version";
import { type Finding, finding, type MeshPath } from "../../../findings/finding";
import { InputError } from "../../../findings/input-error";
import { listAt, textAt, valueAt, wordOf } from "../../../objects/object-paths";
import { slipOf } from "../../../rules/slips";
import { parseYamlDocuments } from "../../../source/yaml-source";
import type { FileObject } from "../read-objects";
import { isSail } from "../split-meshes";
import type { KustomizationFile } from "./file";

/**
 * What a kustomization changes of the objects that it builds, where that changes nothing or cannot be (KUS001).
 * @param below the objects that it builds, over others as well
 */
export function kustomizationEdits(file: KustomizationFile, below: readonly FileObject[]): readonly Finding[] {
  return [...replicas(file, below), ...images(file, below), ...operations(file, below), ...targetKinds(file, below)];
}

function said(
  { source }: KustomizationFile,
  at: MeshPath,
  message: string,
  severity: Finding["severity"] = "error",
): readonly Finding[] {
  return [finding("KUS001", { severity, message, place: source.locate(at) })];
}

/** Whether a part of what it builds comes from elsewhere. */
function isOpen({ source, folder }: KustomizationFile): boolean {
  const lists = ["resources", "bases", "components"].flatMap((key) => listAt(source.value, key));
  return (
    lists.some((entry) => !existsSync(posix.resolve(folder, wordOf(entry)))) ||
    ["helmCharts", "generators", "helmChartInflationGenerator"].some((key) => listAt(source.value, key).length > 0)
  );
}

const scaled = ["Deployment", "StatefulSet", "ReplicaSet", "ReplicationController"];

function replicas(file: KustomizationFile, below: readonly FileObject[]): readonly Finding[] {
  if (isOpen(file) || below.length === 0) return [];
  const names = below.flatMap(({ object }) => (scaled.includes(object.kind) ? [object.metadata.name] : []));
  return listAt(file.source.value, "replicas").flatMap((entry, index) => {
    const name = textAt(entry, "name");
    if (name === undefined || names.includes(name)) return [];
    return said(
      file,
      ["replicas", index],
      `replicas is for ${name}, which no workload here is called: kustomize refuses it`,
    );
  });
}

/** Images are looked for in the containers of workloads: those in values of the mesh are none. */
function images(file: KustomizationFile, below: readonly FileObject[]): readonly Finding[] {
  const entries = listAt(file.source.value, "images");
  if (entries.length === 0 || isOpen(file) || below.length === 0) return [];
  const text = below.map(({ object }) => JSON.stringify(object)).join("\n");
  return entries.flatMap((entry, index) => {
    const name = textAt(entry, "name");
    if (name === undefined || new RegExp(`"image":"${escaped(name)}["@:]`).test(text)) return [];
    return said(
      file,
      ["images", index],
      `images names ${name}, which no container here has: kustomize changes nothing, and says nothing`,
      "warning",
    );
  });
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** Targets of a kind that is nearly one of the objects that are built: such a patch changes nothing. */
function targetKinds(file: KustomizationFile, below: readonly FileObject[]): readonly Finding[] {
  const there = [...new Set(below.map(({ object }) => object.kind))];
  return listAt(file.source.value, "patches").flatMap((entry, index) => {
    const kind = textAt(entry, "target", "kind") ?? "";
    const near = /^\w+$/.test(kind) && !there.includes(kind) ? slipOf(kind, there) : undefined;
    if (near === undefined || isOpen(file)) return [];
    const message = `a patch is for objects of kind ${kind}, and there are none, but ${near}: kustomize changes nothing, and says nothing`;
    return said(file, ["patches", index], message);
  });
}

const words = ["add", "remove", "replace", "move", "copy", "test"];

/** Patches that are written down in place, operation by operation. */
function operations(file: KustomizationFile, below: readonly FileObject[]): readonly Finding[] {
  return ["patches", "patchesJson6902"].flatMap((list) =>
    listAt(file.source.value, list).flatMap((entry, index) => {
      const patch = textAt(entry, "patch");
      if (patch === undefined) return [];
      return steps(patch).flatMap((step) => {
        const [op, path, value] = ["op", "path", "value"].map((key) => textAt(step, key));
        if (op !== undefined && !words.includes(op)) {
          return said(file, [list, index, "patch"], `${op} is no operation of a patch; there are ${words.join(", ")}`);
        }
        if (path !== undefined && !path.startsWith("/")) {
          return said(file, [list, index, "patch"], `path ${path} of a patch does not begin with a slash`);
        }
        return [
          ...(path === "/spec/version" ? unknownVersion(file, [list, index, "patch"], entry, value) : []),
          ...notThere(file, [list, index, "patch"], { op, path }, targetsIn(entry, below)),
        ];
      });
    }),
  );
}

/** The parts of the mesh that a patch is for by their names. */
function targetsIn(entry: unknown, below: readonly FileObject[]): readonly FileObject[] {
  const [kind, name] = ["kind", "name"].map((key) => textAt(entry, "target", key));
  const isPlain = name === undefined || /^[\w-]+$/.test(name);
  return isPlain
    ? below.filter(
        (one) => isSail(one) && one.object.kind === kind && (name === undefined || one.object.metadata.name === name),
      )
    : [];
}

/** A field that is to be replaced or taken away, and is in none of the objects. */
function notThere(
  file: KustomizationFile,
  at: MeshPath,
  { op, path }: { readonly op: string | undefined; readonly path: string | undefined },
  targets: readonly FileObject[],
): readonly Finding[] {
  const [first] = targets;
  if (!first || path === undefined || !["replace", "remove", "test"].includes(op ?? "")) return [];
  const keys = path
    .split("/")
    .slice(1)
    .map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
  const isThere = ({ object }: FileObject) =>
    valueAt(object, ...keys.map((key) => (/^\d+$/.test(key) ? Number(key) : key))) !== undefined;
  // What an earlier patch adds is not seen here.
  const others = ["patches", "patchesStrategicMerge", "patchesJson6902"].flatMap((list) =>
    listAt(file.source.value, list),
  );
  if (targets.some(isThere) || others.length > 1) return [];
  return said(
    file,
    at,
    `${op} of ${path}, which ${first.object.kind}/${first.object.metadata.name} does not have: kustomize refuses it`,
  );
}

function steps(patch: string): readonly unknown[] {
  try {
    const [source] = parseYamlDocuments(patch, "patch");
    return Array.isArray(source?.value) ? source.value : [];
  } catch (error) {
    // kustomize says what is wrong with its form.
    if (error instanceof InputError) return [];
    throw error;
  }
}

/** A version that a patch gives to a part of the mesh, and that nobody has. */
function unknownVersion(
  file: KustomizationFile,
  at: MeshPath,
  entry: unknown,
  version: string | undefined,
): readonly Finding[] {
  const isMesh = ["Istio", "IstioCNI", "ZTunnel"].includes(textAt(entry, "target", "kind") ?? "");
  if (!isMesh || version === undefined || isAlias(version) || /[{$<]/.test(version)) return [];
  if (distributionNames.some((name) => knows(distribution(name), version))) return [];
  const message = `a patch sets spec.version to ${version}, which no catalogue has`;
  return [finding("VER001", { message, place: file.source.locate(at) })];
}
