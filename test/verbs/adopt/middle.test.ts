import { join } from "node:path";
import { describeState } from "../../../src/live/as-mesh/running";
import { revisionName } from "../../../src/mesh/istiod";
import { type LoadedMesh, loadMeshes } from "../../../src/mesh/load";
import type { KubernetesObject } from "../../../src/mesh/mesh";
import type { Running } from "../../../src/mesh/running-schema";
import { planUpgrade } from "../../../src/plan/plan";
import { sidecarVersions } from "../../../src/plan/state";
import { isWritable, namespacesOfOthers, renderMesh } from "../../../src/render/render";
import { examples, repoRoot } from "../../support/examples";
import { folderWith } from "../../support/folder";
import { adoptText, stream } from "./support";

/*
 * Whatever phase of a RevisionBased row a cluster is in, adopt describes it as rebase does: manifests say what is asked for, and pods what runs.
 */

const described = examples().flatMap(({ file }) => {
  const [source] = loadMeshes([join(repoRoot, file)], { cwd: process.cwd() }) as [LoadedMesh];
  return source.mesh.controlPlane.updateStrategy === "RevisionBased" ? [[file, source] as const] : [];
});

test("there are examples of it", () => expect(described.length).toBeGreaterThan(2));

/** What sets labels on Namespaces of others. */
function isOfTheJob({ kind }: KubernetesObject): boolean {
  return ["Job", "ServiceAccount", "ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding"].includes(kind);
}

function podOf(namespace: string, revision: string): KubernetesObject {
  const annotations = { "istio.io/rev": revision };
  return { apiVersion: "v1", kind: "Pod", metadata: { name: revision, namespace, uid: "a", annotations } };
}

describe.each(described)("%s", (_, source) => {
  const { plan, snapshots } = renderMesh(source.mesh);

  test.each(plan.phases.map(({ dir, state }, index) => [dir, state, index] as const))("%s", (_, state, index) => {
    const { entries, phase } = snapshots[index] as (typeof snapshots)[number];
    const own = ["precheck", "verify", "requests", "marker"];
    const objects = entries.filter(({ layer, object }) => !own.includes(layer) && !isOfTheJob(object));
    const { distribution } = source.mesh;
    const pods = Object.keys(state.revisions ?? {}).flatMap((name) =>
      sidecarVersions(state, name).map((version) => podOf(name, revisionName(source.mesh.controlPlane.name, version))),
    );
    const adoption = adoptText(
      stream([
        ...objects.map((one) => one.object),
        ...namespacesOfOthers(plan, phase).map((one) => one.object),
        ...pods,
      ]),
      {
        distribution,
        release: state.operatorRelease,
      },
    );
    expect(adoption.uncarried).toEqual([]);
    expect(adoption.findings).toEqual([]);
    const cwd = folderWith(
      Object.fromEntries(
        [...adoption.carriage.files].map(([name, { object }]) => [`adopted/${name}`, JSON.stringify(object)]),
      ),
    );
    const [fresh] = loadMeshes(["-"], { cwd, stdin: () => adoption.text }) as [LoadedMesh];
    const { version, running } = describeState(source.mesh, state, undefined);
    const { workloads: __, ...told } = (running ?? {}) as Running;
    const { workloads, ...said } = fresh.mesh.running ?? {};
    expect({ version: fresh.mesh.version, running: said }).toEqual({ version, running: told });
    const runs = Object.keys(state.revisions ?? {}).map((name) => [name, sidecarVersions(state, name)]);
    const listed = Object.entries(workloads ?? {}).map(([name, versions]) => [name, [versions].flat()]);
    expect(listed.sort()).toEqual(state.controlPlanes.length > 1 ? runs.sort() : []);

    // From there the planner goes on to the end, and back.
    for (const to of [plan.to, plan.from]) {
      const onward = adoption.text.replace(/^spec:$/m, `spec:\n  upgrade: { to: ${to} }`);
      const [mesh] = loadMeshes(["-"], { cwd, stdin: () => onward }) as [LoadedMesh];
      expect([to, isWritable(renderMesh(mesh.mesh))]).toEqual([to, true]);
      const end = planUpgrade(mesh.mesh).phases.at(-1)?.state;
      expect([to, end?.controlPlanes.map((one) => one.version), end?.holds]).toEqual([to, [to], undefined]);
    }
  });
});
