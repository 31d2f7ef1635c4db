import { existsSync } from "node:fs";
import { posix } from "node:path";
import { nearest } from "../../../basics/nearest";
import { type Finding, finding, type MeshPath } from "../../../findings/finding";
import { InputError } from "../../../findings/input-error";
import { listAt, textAt, wordOf } from "../../../objects/object-paths";
import type { KustomizationFile } from "../../../repository/kustomizations/file";
import type { FileObject } from "../../../repository/objects/file-object";
import { readTextFile } from "../../../source/read-text";
import { parseYamlDocuments } from "../../../source/yaml-source";
import { generatorFaults } from "./generators";
import { renderedFaults } from "./helm-charts";
import { isOpen } from "./open-lists";
import { rewrites } from "./rewrites";
import { unmatchedTargets } from "./unmatched-targets";

/** The fields of a kustomization, old ones included. */
const fields: readonly string[] = [
  ..."apiVersion kind metadata resources bases components crds configurations generators transformers validators".split(
    " ",
  ),
  ..."namespace namePrefix nameSuffix labels commonLabels commonAnnotations images imageTags replicas patches".split(
    " ",
  ),
  ..."patchesStrategicMerge patchesJson6902 replacements vars configMapGenerator secretGenerator generatorOptions".split(
    " ",
  ),
  ..."helmCharts helmGlobals helmChartInflationGenerator openapi buildMetadata sortOptions inventory".split(" "),
];

/**
 * What is wrong with a kustomization besides the files that it lists (KUS001).
 * @param below the objects that it builds, over others as well
 * @param reached the kustomizations that it is made of
 */
export function kustomizationFaults(
  file: KustomizationFile,
  objects: readonly FileObject[],
  below: readonly FileObject[],
  reached: readonly KustomizationFile[],
): readonly Finding[] {
  // What comes from elsewhere, or was not looked at, may hold what a patch is for.
  const mayBeElsewhere = reached.some(({ fetches }) => fetches) || isOpen(reached, below);
  return [
    ...otherKind(file),
    ...otherGroup(file),
    ...floating(file),
    ...unknownFields(file),
    ...repeated(file),
    ...patches(file, objects, mayBeElsewhere),
    ...rewrites(file, objects, below),
    ...unmatchedTargets(file, objects, below, reached),
    ...generatorFaults(file, below, reached),
    ...renderedFaults(file),
  ];
}

function said({ source }: KustomizationFile, path: MeshPath, message: string, hint?: string): Finding {
  return finding("KUS001", { message, place: source.locate(path, "key"), ...(hint !== undefined && { hint }) });
}

function unknownFields(file: KustomizationFile): readonly Finding[] {
  return Object.keys(Object(file.source.value)).flatMap((key) => {
    if (fields.includes(key)) return [];
    const near = nearest(key, fields);
    const message = `a kustomization has no field ${key}: kustomize refuses it`;
    return [said(file, [key], message, near === undefined ? undefined : `Did you mean ${near}?`)];
  });
}

function repeated(file: KustomizationFile): readonly Finding[] {
  const entries = listAt(file.source.value, "resources");
  return entries.flatMap((entry, index) => {
    if (typeof entry !== "string" || entries.indexOf(entry) === index) return [];
    return [said(file, ["resources", index], `resources names ${entry} twice: kustomize refuses it`)];
  });
}

const patchLists = ["patches", "patchesStrategicMerge", "patchesJson6902"] as const;

/** Patches that are not there, and patches of objects that are not. */
function patches(file: KustomizationFile, objects: readonly FileObject[], mayBeElsewhere: boolean): readonly Finding[] {
  return patchLists.flatMap((list) =>
    listAt(file.source.value, list).flatMap((entry, index) => {
      const path = typeof entry === "string" ? entry : textAt(entry, "path");
      const inPlace = path?.includes("\n") ? path : textAt(entry, "patch");
      const at = [list, index];
      const absolute = posix.resolve(file.folder, path ?? "");
      if (inPlace === undefined) {
        if (path === undefined) return [];
        if (!existsSync(absolute)) return [said(file, at, `${list} names ${path}, which is not there`)];
      }
      // A target may be a pattern.
      if (textAt(entry, "target", "kind") !== undefined || mayBeElsewhere) return [];
      const name = inPlace === undefined ? posix.basename(absolute) : "a patch written down here";
      return lostTargets(file, at, { name, read: () => inPlace ?? readTextFile(absolute, absolute) }, objects);
    }),
  );
}

interface PatchText {
  /** What it is called in messages. */
  readonly name: string;
  readonly read: () => string;
}

/** A strategic merge names its object; what comes from elsewhere cannot be seen here. */
function lostTargets(
  file: KustomizationFile,
  at: MeshPath,
  patch: PatchText,
  objects: readonly FileObject[],
): readonly Finding[] {
  return documents(patch).flatMap((value) => {
    const [kind, name] = [textAt(value, "kind"), textAt(value, "metadata", "name")];
    if (kind === undefined || name === undefined) return [];
    const alike = objects.filter(({ object }) => object.kind === kind).map(({ object }) => object.metadata.name);
    if (alike.length === 0 || alike.includes(name)) return [];
    const near = nearest(name, alike);
    const message = `${patch.name} patches ${kind}/${name}, which is not among these manifests: kustomize refuses it`;
    return [said(file, at, message, near === undefined ? undefined : `Did you mean ${near}?`)];
  });
}

function documents({ name, read }: PatchText): readonly unknown[] {
  try {
    return parseYamlDocuments(read(), name).map(({ value }) => value);
  } catch (error) {
    // Whoever reads it as a patch says what is wrong with it.
    if (error instanceof InputError) return [];
    throw error;
  }
}

function otherKind(file: KustomizationFile): readonly Finding[] {
  const kind = textAt(file.source.value, "kind");
  if (kind === undefined || ["Kustomization", "Component"].includes(kind)) return [];
  return [
    said(file, ["kind"], `a kustomization is of kind Kustomization or Component, not ${kind}: kustomize refuses it`),
  ];
}

const versions = ["kustomize.config.k8s.io/v1beta1", "kustomize.config.k8s.io/v1alpha1"];

function otherGroup(file: KustomizationFile): readonly Finding[] {
  const version = textAt(file.source.value, "apiVersion");
  if (version === undefined || version === "" || versions.includes(version)) return [];
  const isOfKustomize = version.startsWith("kustomize.config.k8s.io/v1");
  if (!isOfKustomize && nearest(version, versions) === undefined) return [];
  return [said(file, ["apiVersion"], `a kustomization is of ${versions[0]}, not ${version}: kustomize refuses it`)];
}

/** A folder of another repository without a revision is whatever that repository has on the day. */
function floating(file: KustomizationFile): readonly Finding[] {
  return listAt(file.source.value, "resources").flatMap((entry, index) => {
    const address = wordOf(entry);
    const isRemote = /^(https?:\/\/|git::|git@|ssh:\/\/|(github|gitlab|bitbucket)\.(com|org)\/)/.test(address);
    const isFile = /\.(ya?ml|json)(\?|$)/.test(address);
    if (!isRemote || isFile || /[?&](ref|version)=/.test(address) || /[{$<]/.test(address)) return [];
    const message = `resources names ${address} without a ref: what is built changes with that repository, on any day`;
    return [
      finding("KUS001", {
        message,
        severity: "warning",
        place: file.source.locate(["resources", index]),
        hint: "Add ?ref= and a tag or a commit.",
      }),
    ];
  });
}
