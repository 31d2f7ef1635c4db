import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { parseAllDocuments, type Tags } from "yaml";
import type { DistributionName } from "../../src/catalog/types";
import type { KubernetesObject } from "../../src/mesh/mesh";

export const repoRoot = resolve(__dirname, "../..");

/** The parts of plan.json that name a phase and the operator release in force in it. */
export interface PlanFile {
  readonly mesh: string;
  readonly distribution: DistributionName;
  readonly phases: readonly { readonly dir: string; readonly state: { readonly operatorRelease: string } }[];
}

/** One file of a snapshot, with its path inside the phase. */
export interface ManifestFile {
  readonly path: string;
  readonly objects: readonly KubernetesObject[];
}

/** Every example's mesh.yaml, with the names of the meshes in it: each has a tree of that name under `out/`. */
export function examples(): { readonly file: string; readonly meshes: readonly string[] }[] {
  const folder = join(repoRoot, "examples");
  const files = existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name, "mesh.yaml")) : [];
  return files
    .filter((file) => existsSync(file))
    .sort()
    .map((file) => ({
      file: relative(repoRoot, file),
      meshes: parseAllDocuments(readFileSync(file, "utf8")).map((doc) => String(doc.getIn(["metadata", "name"]))),
    }));
}

/** Every plan.json under `out/`, by the folder that it stands in. */
export function committedPlans(): { readonly folder: string; readonly plan: PlanFile }[] {
  const out = join(repoRoot, "out");
  const folders = existsSync(out) ? readdirSync(out).sort() : [];
  return folders
    .map((name) => join(out, name))
    .filter((folder) => existsSync(join(folder, "plan.json")))
    .map((folder) => ({ folder, plan: JSON.parse(readFileSync(join(folder, "plan.json"), "utf8")) as PlanFile }));
}

/** YAML as kubectl reads it: version 1.1, but without dates and base-60 numbers. */
function parseAsKubectl(text: string): KubernetesObject[] {
  const customTags = (tags: Tags): Tags =>
    tags.filter(
      (tag) => typeof tag === "string" || (tag.tag !== "tag:yaml.org,2002:timestamp" && tag.format !== "TIME"),
    );
  return parseAllDocuments(text, { version: "1.1", customTags, merge: true }).map((doc) => {
    if (doc.errors[0]) throw doc.errors[0];
    return doc.toJS() as KubernetesObject;
  });
}

/** Most manifests are the same in most phases. Nobody changes what comes out of here. */
const parsed = new Map<string, readonly KubernetesObject[]>();

function objectsOf(text: string): readonly KubernetesObject[] {
  const objects = parsed.get(text) ?? parseAsKubectl(text);
  parsed.set(text, objects);
  return objects;
}

/** The manifests of one phase, without kustomization.yaml, which kustomize reads and no cluster ever sees. */
export function manifestsOf(phaseFolder: string): ManifestFile[] {
  const root = join(phaseFolder, "manifests");
  if (!existsSync(root)) return [];
  return readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".yaml") && !path.endsWith("kustomization.yaml"))
    .sort()
    .map((path) => ({
      path: path.split(sep).join("/"),
      objects: objectsOf(readFileSync(join(root, path), "utf8")),
    }));
}
