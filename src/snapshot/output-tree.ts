import { sha256 } from "../basics/sha256";
import { distribution as findDistribution } from "../catalog/lookup";
import { folderPaths } from "../delivery/folders";
import type { Finding } from "../findings/finding";
import type { KubernetesObject } from "../mesh/mesh";
import type { Plan } from "../plan/phase";
import { ownerPatches } from "./for-owners";
import { gatesScript } from "./gates-sh";
import { manifestHeader } from "./header";
import { kustomizations } from "./kustomization";
import { filesDigest, planText } from "./made";
import { manifestYaml } from "./manifest-yaml";
import { phaseMarkdown } from "./phase-md";
import { planFile } from "./plan-json";
import { planMarkdown } from "./plan-md";
import { platformFiles } from "./platform-files";
import type { Snapshot } from "./snapshot";
import { startFile, startYaml } from "./start-yaml";
import type { OutputTree } from "./write/tree";

/**
 * Every file of `out/<mesh>/` as text. Pure: the same plan gives the same bytes.
 * @param isPlain whether the snapshots are what the mesh alone gives; then plan.json says what they were made of
 */
export function outputTree(
  plan: Plan,
  snapshots: readonly Snapshot[],
  findings: readonly Finding[],
  isPlain = true,
): OutputTree {
  const { kubectl } = findDistribution(plan.mesh.distribution).policy;
  const files = new Map<string, string>();
  const hashes = new Map<string, Record<string, string>>();
  const written = ["PLAN.md", "plan.json"];
  const phaseFiles = phaseFilesOf(plan.mesh.name);
  const folders = folderPaths(plan.mesh, snapshots);
  snapshots.forEach((snapshot, index) => {
    const folder = `phases/${snapshot.phase.dir}`;
    const manifests = phaseFiles(snapshot, folders);
    const phaseHashes: Record<string, string> = {};
    for (const [path, file] of manifests) {
      files.set(`${folder}/manifests/${path}`, file.text);
      phaseHashes[path] = file.sha256;
    }
    hashes.set(snapshot.phase.dir, phaseHashes);
    const pages = new Map([
      ["PHASE.md", phaseMarkdown(plan, index, kubectl)],
      ["gates.sh", gatesScript(plan.mesh.name, snapshot.phase, kubectl)],
      ...ownerPatches(plan.mesh.name, snapshot.phase),
    ]);
    for (const [page, text] of pages) {
      files.set(`${folder}/${page}`, text);
      written.push(`${folder}/${page}`);
    }
  });
  for (const [path, text] of platformFiles(plan, snapshots)) {
    files.set(path, text);
    written.push(path);
  }
  if (plan.mesh.before) {
    files.set(startFile, startYaml(plan.mesh.before));
    written.push(startFile);
  }
  files.set("PLAN.md", planMarkdown(plan, findings));
  const json = planFile(plan, findings, hashes, written.sort());
  const digest = (soFar: string) =>
    filesDigest([
      ["plan.json", soFar],
      ...[...hashes].flatMap(([dir, all]) =>
        Object.entries(all).map(([path, hash]) => [`phases/${dir}/manifests/${path}`, hash] as const),
      ),
      ...written.flatMap((path) => {
        const text = files.get(path);
        return text === undefined ? [] : [[path, sha256(text)] as const];
      }),
    ]);
  files.set("plan.json", isPlain ? planText(json, plan.mesh, digest) : `${JSON.stringify(json, null, 2)}\n`);
  return { name: plan.mesh.name, files };
}

interface HashedFile {
  readonly text: string;
  readonly sha256: string;
}

type PhaseFiles = (snapshot: Snapshot, folders: readonly string[]) => ReadonlyMap<string, HashedFile>;

/**
 * The manifests of a phase and their kustomizations, sorted by path; paths are below `manifests/`.
 * Most objects are the same in most phases: each text is made and hashed once per mesh.
 */
function phaseFilesOf(mesh: string): PhaseFiles {
  const manifests = new Map<KubernetesObject, HashedFile>();
  const folders = new Map<string, readonly (readonly [string, HashedFile])[]>();
  return ({ entries }, all) => {
    const paths = entries.map((entry) => entry.file);
    const own = entries.map((entry) => {
      const text = () => hashed(manifestHeader(mesh, entry) + manifestYaml(entry.object));
      return [entry.file, remember(manifests, entry.object, text)] as const;
    });
    const lists = remember(folders, paths.join("\n"), () =>
      [...kustomizations(paths, all)].map(([path, text]) => [path, hashed(text)] as const),
    );
    return new Map([...own, ...lists].sort(([a], [b]) => (a < b ? -1 : 1)));
  };
}

function hashed(text: string): HashedFile {
  return { text, sha256: sha256(text) };
}

function remember<Key, Value>(known: Map<Key, Value>, key: Key, make: () => Value): Value {
  const value = known.get(key) ?? make();
  known.set(key, value);
  return value;
}
