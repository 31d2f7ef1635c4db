import { join } from "node:path";
import { revisionName } from "../../../src/catalog/revisions";
import { InputError } from "../../../src/findings/input-error";
import { jobLabels } from "../../../src/gates/job/labels";
import { describeState } from "../../../src/live/as-mesh/running";
import { meshFromSpec } from "../../../src/mesh/defaults";
import { type LoadedMesh, loadMeshes } from "../../../src/mesh/load";
import { type KubernetesObject, objectId } from "../../../src/mesh/mesh";
import type { Running } from "../../../src/mesh/running-schema";
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

/** Where the labels of Namespaces of others are read: the Namespaces themselves, or the Job that sets them, in a folder of phases as it is. */
const inputs = ["Namespaces of others", "the folder as it is"] as const;

/** What sets labels on Namespaces of others. */
function isOfTheJob({ kind }: KubernetesObject): boolean {
  return ["Job", "ServiceAccount", "ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding"].includes(kind);
}

function podOf(namespace: string, revision: string): KubernetesObject {
  const annotations = { "istio.io/rev": revision };
  return { apiVersion: "v1", kind: "Pod", metadata: { name: revision, namespace, uid: "a", annotations } };
}

function inCluster({ metadata, ...rest }: KubernetesObject): KubernetesObject {
  return { ...rest, metadata: { ...metadata, uid: "a" } };
}

describe.each(described)("%s", (_, source) => {
  const { plan, snapshots } = renderMesh(source.mesh);

  const cases = plan.phases.flatMap(({ dir, state }, index) =>
    inputs.map((input) => [dir, input, state, index] as const),
  );
  test.each(cases)("%s, %s", (_, input, state, index) => {
    const { entries, phase } = snapshots[index] as (typeof snapshots)[number];
    const own = ["precheck", "verify", "requests", "marker"];
    const isFolder = input === "the folder as it is";
    const objects = entries.filter(({ layer, object }) => isFolder || (!own.includes(layer) && !isOfTheJob(object)));
    // Who follows a tag, or will not move in this row, is labelled by nothing in the folder.
    const labelled = jobLabels(plan.mesh, phase).map(({ namespace }) => namespace);
    const others = namespacesOfOthers(plan, phase).map((one) => one.object);
    const beside = isFolder
      ? others.filter(({ metadata }) => !labelled.includes(metadata.name)).map(inCluster)
      : others;
    const { distribution } = source.mesh;
    const pods = Object.keys(state.revisions ?? {}).flatMap((name) =>
      sidecarVersions(state, name).map((version) => podOf(name, revisionName(source.mesh.controlPlane.name, version))),
    );
    const adoption = adoptText(stream([...objects.map((one) => one.object), ...beside, ...pods]), {
      distribution,
      release: state.operatorRelease,
    });
    expect(adoption.uncarried).toEqual([]);
    expect(adoption.findings).toEqual([]);
    const carried = [...adoption.carriage.files.values()].map(({ object }) => objectId(object));
    expect(carried.sort()).toEqual(source.mesh.carried.map(({ object }) => objectId(object)).sort());
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
      const row = renderMesh(mesh.mesh);
      expect([to, isWritable(row)]).toEqual([to, true]);
      const end = row.plan.phases.at(-1)?.state;
      expect([to, end?.controlPlanes.map((one) => one.version), end?.holds]).toEqual([to, [to], undefined]);
    }
  });
});

describe("a folder of phases without the Namespaces that follow a tag", () => {
  const mesh = meshFromSpec("m", {
    distribution: "sail",
    dataPlane: "sidecar",
    version: "v1.29.3",
    operator: { release: "1.30.3" },
    cni: { namespace: "istio-cni" },
    upgrade: { to: "v1.29.6", strategy: "RevisionBased" },
    revisionTags: [{ name: "prod" }],
    namespaces: [{ name: "shop", revisionTag: "prod" }, { name: "bare" }],
    delivery: { engine: "flux" },
  });
  const { snapshots } = renderMesh(mesh);
  const manifests = snapshots.map(({ entries }) => stream(entries.map(({ object }) => object)));

  test.each(manifests.map((text, index) => [snapshots[index]?.phase.dir, text] as const))(
    "%s is refused",
    (_, text) => {
      expect(() => adoptText(text, { distribution: "sail", release: "1.30.3" })).toThrow(
        /look at pods in (bare, )?shop, and no Namespace/,
      );
    },
  );

  test("says what leads on, and that does", () => {
    // The baseline sets no label: from there on the Job has those of who follows no tag.
    const [, text = ""] = manifests;
    const error = attempted(() => adoptText(text, { distribution: "sail", release: "1.30.3" }));
    expect(error.problems[0]?.hint).toContain("meshstep rebase");
    expect(error.problems[0]?.hint).toContain("kubectl get namespaces shop -o yaml");
    const shop = { apiVersion: "v1", kind: "Namespace", metadata: { name: "shop", uid: "a", labels: prod } };
    const adoption = adoptText(`${text}---\n${stream([shop])}`, { distribution: "sail", release: "1.30.3" });
    expect(adoption.uncarried).toEqual([]);
    expect(adoption.carriage.files.size).toBe(0);
    expect(adoption.text).toMatch(/name: shop\n *#.*\n *ownership: shared\n *revisionTag: prod/);
    expect(adoption.text).toMatch(/name: bare\n *#.*\n *ownership: shared/);
    expect(adoption.notes.join("\n")).toMatch(/left out, as synth writes them: \d+ Jobs of meshstep's own/);
  });
});

const prod = { "istio.io/rev": "prod" };

function attempted(run: () => unknown): InputError {
  try {
    run();
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
  throw new Error("expected an InputError");
}
