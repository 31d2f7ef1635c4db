import { createHash } from "node:crypto";
import { distribution as findDistribution } from "../catalog/lookup";
import type { Finding } from "../findings/finding";
import type { Plan } from "../plan/phase";
import { manifestHeader } from "./header";
import { kustomizations } from "./kustomization";
import { manifestYaml } from "./manifest-yaml";
import { phaseMarkdown } from "./phase-md";
import { planFile } from "./plan-json";
import { planMarkdown } from "./plan-md";
import type { Snapshot, SnapshotEntry } from "./snapshot";
import type { OutputTree } from "./write/tree";

/** Every file of `out/<mesh>/` as text. Pure: the same plan gives the same bytes. */
export function outputTree(plan: Plan, snapshots: readonly Snapshot[], findings: readonly Finding[]): OutputTree {
  const { kubectl } = findDistribution(plan.mesh.distribution).policy;
  const files = new Map<string, string>();
  const hashes = new Map<string, Record<string, string>>();
  const written = ["PLAN.md", "plan.json"];
  const render = memoised();
  snapshots.forEach((snapshot, index) => {
    const folder = `phases/${snapshot.phase.dir}`;
    const manifests = phaseFiles(plan.mesh.name, snapshot, render);
    const phaseHashes: Record<string, string> = {};
    for (const [path, file] of manifests) {
      files.set(`${folder}/manifests/${path}`, file.text);
      phaseHashes[path] = file.sha256;
    }
    hashes.set(snapshot.phase.dir, phaseHashes);
    files.set(`${folder}/PHASE.md`, phaseMarkdown(plan, index, kubectl));
    written.push(`${folder}/PHASE.md`);
  });
  files.set("PLAN.md", planMarkdown(plan, findings));
  const json = planFile(plan, findings, hashes, written.sort());
  files.set("plan.json", `${JSON.stringify(json, null, 2)}\n`);
  return { name: plan.mesh.name, files };
}

interface HashedFile {
  readonly text: string;
  readonly sha256: string;
}

type RenderFile = (key: string, text: () => string) => HashedFile;

/** The manifests of one phase and their kustomizations, sorted by path; paths are below `manifests/`. */
function phaseFiles(mesh: string, snapshot: Snapshot, render: RenderFile): ReadonlyMap<string, HashedFile> {
  const manifests = new Map<string, HashedFile>();
  for (const entry of snapshot.entries) {
    manifests.set(
      entry.file,
      render(`${entry.file} ${JSON.stringify(entry.object)}`, () => manifestText(mesh, entry)),
    );
  }
  const folders = kustomizations(manifests.keys());
  const all = [...manifests, ...[...folders].map(([path, text]) => [path, render(text, () => text)] as const)];
  return new Map(all.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function manifestText(mesh: string, entry: SnapshotEntry): string {
  return manifestHeader(mesh, entry) + manifestYaml(entry.object);
}

/** Most objects are the same in most phases: each text is made and hashed once per mesh. */
function memoised(): RenderFile {
  const known = new Map<string, HashedFile>();
  return (key, text) => {
    const found = known.get(key);
    if (found) return found;
    const made = text();
    const file = { text: made, sha256: createHash("sha256").update(made).digest("hex") };
    known.set(key, file);
    return file;
  };
}
