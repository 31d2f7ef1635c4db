import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { distribution, findRelease } from "../../src/catalog/lookup";
import { compareVersions, minorOf } from "../../src/catalog/version";
import { rebaseEdits } from "../../src/live/as-mesh/edits";
import { standingOf } from "../../src/live/standing";
import { startFrom } from "../../src/live/start";
import { type LoadedMesh, loadMeshes } from "../../src/mesh/load";
import type { LiveStart } from "../../src/mesh/mesh";
import { refuseMixed } from "../../src/plan/change/refused";
import { changeSteps, startOf } from "../../src/plan/change/steps";
import type { Plan } from "../../src/plan/phase";
import { controlPlaneVersion, type MeshState } from "../../src/plan/state";
import { isWritable, renderMesh, treeOf } from "../../src/render/render";
import { manifestsOf } from "../../src/snapshot/write/manifest-files";
import { editYaml } from "../../src/yaml-edit/edit-yaml";
import { examples, repoRoot } from "../support/examples";

/** mesh.yaml with a state as its baseline, as rebase writes it. */
function rebased(file: string, source: LoadedMesh, state: MeshState, isEnd: boolean, to?: string): LoadedMesh {
  const text = editYaml(readFileSync(file, "utf8"), file, () => true, rebaseEdits(source.mesh, { state, isEnd, to }));
  const [fresh] = loadMeshes(["-"], { cwd: dirname(file), stdin: () => text });
  return fresh as LoadedMesh;
}

/** The newest patch of what is wanted that the last operator of the row installs. */
function newerPatch({ mesh }: LoadedMesh, release: string): string | undefined {
  const target = mesh.upgrade?.to ?? mesh.version;
  const known = findRelease(distribution(mesh.distribution, mesh.extraReleases), release)?.installable ?? [];
  return known
    .filter((one) => minorOf(one) === minorOf(target) && compareVersions(one, target) > 0)
    .sort(compareVersions)
    .at(-1);
}

/** Targets that are neither end of a row: between the two, and the next patch beyond, whichever operator has it. */
function others({ mesh }: LoadedMesh, { from, to }: Plan): readonly string[] {
  const { releases } = distribution(mesh.distribution, mesh.extraReleases);
  const known = [...new Set(releases.flatMap(({ installable }) => installable))].sort(compareVersions);
  const between = known.filter((one) => compareVersions(one, from) > 0 && compareVersions(one, to) < 0);
  const beyond = known.filter((one) => minorOf(one) === minorOf(to) && compareVersions(one, to) > 0);
  return [...between.slice(-1), ...beyond.slice(0, 1)];
}

describe.each(examples().map((one) => one.file))("%s, at every phase", (shown) => {
  const file = join(repoRoot, shown);
  const [source] = loadMeshes([file], { cwd: process.cwd() }) as [LoadedMesh];
  const { plan, ...rendered } = renderMesh(source.mesh);
  const tree = treeOf({ plan, ...rendered });
  const last = plan.phases.length - 1;

  test.each(plan.phases.map(({ dir }, index) => [dir, index] as const))("%s", (dir, index) => {
    const { state } = plan.phases[index] as (typeof plan.phases)[number];
    const live = manifestsOf(tree, dir);
    const { mesh } = rebased(file, source, state, index === last);
    const again = renderMesh(mesh);
    // What is recorded of the folder is what mesh.yaml says by then: nothing is left to be changed.
    const from = { plan: plan.hash, phase: dir, files: "" };
    const held = { phase: dir, state, isEnd: index === last, mesh: source.mesh, from };
    const before = startFrom(held, mesh) as LiveStart;
    expect(() => refuseMixed({ ...mesh, before })).not.toThrow();
    expect(changeSteps(startOf(before, mesh), startOf({ mesh }, mesh).mesh)).toEqual([]);
    const fresh = treeOf(again);
    const phases = again.plan.phases.map((one) => ({ dir: one.dir, files: manifestsOf(fresh, one.dir) }));
    // The folder stands at the new baseline: the first promote changes the marker and the gates that belong to it.
    const standing = standingOf(live, phases, source.mesh.name, again.plan.hash);
    expect([standing.at, "phase" in standing && standing.phase]).toEqual([
      again.plan.hash === plan.hash ? "phase" : "earlier plan",
      0,
    ]);
    expect(isWritable(again)).toBe(true);
    const end = again.plan.phases.at(-1)?.state as MeshState;
    expect(controlPlaneVersion(end)).toBe(index === last ? controlPlaneVersion(state) : plan.to);

    // With two control planes side by side the old one is a target as well.
    const { controlPlanes } = state;
    const targets = controlPlanes.length > 1 || state.holds ? [plan.from, ...others(source, plan)] : [];
    for (const to of targets) {
      const other = renderMesh(rebased(file, source, state, false, to).mesh);
      expect([to, other.findings.filter(({ severity }) => severity === "error")]).toEqual([to, []]);
      expect([to, other.plan.proof.filter(({ verdict }) => verdict === "broken")]).toEqual([to, []]);
      const there = other.plan.phases.at(-1)?.state as MeshState;
      expect([to, there.controlPlanes.map(({ version }) => version), there.holds]).toEqual([to, [to], undefined]);
      for (const phase of other.plan.phases) expect(phase.state.controlPlanes.length).toBeLessThanOrEqual(2);
    }

    const patch = newerPatch(source, plan.phases[last]?.state.operatorRelease ?? "");
    if (patch === undefined) return;
    const onward = renderMesh(rebased(file, source, state, index === last, patch).mesh);
    expect(onward.findings.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(controlPlaneVersion(onward.plan.phases.at(-1)?.state as MeshState)).toBe(patch);
  });
});
