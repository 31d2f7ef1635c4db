import { posix } from "node:path";
import { literalPattern } from "../../../basics/literal-pattern";
import { distribution, knows } from "../../../catalog/lookup";
import { distributionNames } from "../../../catalog/types";
import { isAlias } from "../../../catalog/version";
import { type Finding, finding, type MeshPath } from "../../../findings/finding";
import { InputError } from "../../../findings/input-error";
import { orElse } from "../../../findings/or-else";
import { listAt, textAt } from "../../../objects/object-paths";
import type { KustomizationFile } from "../../../repository/kustomizations/file";
import { words } from "../../../repository/kustomizations/json-patch";
import type { FileObject } from "../../../repository/objects/file-object";
import { isSail } from "../../../repository/objects/read-objects";
import { slipOf } from "../../../rules/slips";
import { readTextFile, statsAt } from "../../../source/read-text";
import { parseYamlDocuments } from "../../../source/yaml-source";
import { isOpen } from "./open-lists";

/** A kustomization, the objects that it builds, over others as well, and the kustomizations that it is made of. */
type Made = readonly [file: KustomizationFile, below: readonly FileObject[], reached: readonly KustomizationFile[]];

/** What a kustomization changes of the objects that it builds, where that changes nothing or cannot be (KUS001). */
export function kustomizationEdits(...made: Made): readonly Finding[] {
  const [file, below] = made;
  return [
    ...replicas(...made),
    ...images(...made),
    ...nearlyJson(file),
    ...operations(file, below),
    ...targetKinds(...made),
  ];
}

function said(
  { source }: KustomizationFile,
  at: MeshPath,
  message: string,
  severity: Finding["severity"] = "error",
): readonly Finding[] {
  return [finding("KUS001", { severity, message, place: source.locate(at) })];
}

const scaled = ["Deployment", "StatefulSet", "ReplicaSet", "ReplicationController"];

function replicas(...[file, below, reached]: Made): readonly Finding[] {
  if (isOpen(reached, below) || below.length === 0) return [];
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
function images(...[file, below, reached]: Made): readonly Finding[] {
  const entries = listAt(file.source.value, "images");
  if (entries.length === 0 || isOpen(reached, below) || below.length === 0) return [];
  const text = below.map(({ object }) => JSON.stringify(object)).join("\n");
  return entries.flatMap((entry, index) => {
    const name = textAt(entry, "name");
    if (name === undefined || new RegExp(`"image":"${literalPattern(name)}["@:]`).test(text)) return [];
    return said(
      file,
      ["images", index],
      `images names ${name}, which no container here has: kustomize changes nothing, and says nothing`,
      "warning",
    );
  });
}

/** Targets of a kind that is nearly one of the objects that are built: such a patch changes nothing. */
function targetKinds(...[file, below, reached]: Made): readonly Finding[] {
  const there = [...new Set(below.map(({ object }) => object.kind))];
  return listAt(file.source.value, "patches").flatMap((entry, index) => {
    const kind = textAt(entry, "target", "kind") ?? "";
    const near = /^\w+$/.test(kind) && !there.includes(kind) ? slipOf(kind, there) : undefined;
    if (near === undefined || isOpen(reached, below)) return [];
    const message = `a patch is for objects of kind ${kind}, and there are none, but ${near}: kustomize changes nothing, and says nothing`;
    return said(file, ["patches", index], message);
  });
}

/** Operations in brackets that are YAML and no JSON: seen with the kustomize of kubectl 1.32, in place and in a file. */
function nearlyJson(file: KustomizationFile): readonly Finding[] {
  return ["patches", "patchesJson6902"].flatMap((list) =>
    listAt(file.source.value, list).flatMap((entry, index) => {
      const path = textAt(entry, "path");
      const text =
        textAt(entry, "patch") ?? (path === undefined ? "" : (textOf(posix.resolve(file.folder, path)) ?? ""));
      if (!text.trim().startsWith("[") || isJson(text)) return [];
      const message =
        "a patch that begins with [ is read as JSON, and this one is none: kustomize refuses it. Write it as JSON, or each operation on lines of its own";
      return said(file, [list, index, path === undefined ? "patch" : "path"], message);
    }),
  );
}

function textOf(path: string): string | undefined {
  return statsAt(path)?.isFile() ? orElse(undefined, () => readTextFile(path, path)) : undefined;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Patches that are written down in place, operation by operation. */
function operations(file: KustomizationFile, below: readonly FileObject[]): readonly Finding[] {
  return ["patches", "patchesJson6902"].flatMap((list) =>
    listAt(file.source.value, list).flatMap((entry, index) => {
      const patch = textAt(entry, "patch");
      if (patch === undefined) return [];
      return steps(patch).flatMap((step) => {
        const [op, path, value] = ["op", "path", "value"].map((key) => textAt(step, key));
        const targets = targetsIn(entry, below);
        if (op !== undefined && !words.includes(op)) {
          return said(file, [list, index, "patch"], `${op} is no operation of a patch; there are ${words.join(", ")}`);
        }
        if (path !== undefined && !path.startsWith("/")) {
          return said(file, [list, index, "patch"], `path ${path} of a patch does not begin with a slash`);
        }
        // Of what is here it is said as the patch makes it.
        return path === "/spec/version" && targets.length === 0
          ? unknownVersion(file, [list, index, "patch"], entry, value)
          : [];
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
