import { discoveryLabels } from "../../../src/mesh/label-selector";
import { isJoiningLabel, labelledNamespaces, letGoMark, meshLabels } from "../../../src/mesh/labels";
import type { KubernetesObject, Mesh } from "../../../src/mesh/mesh";
import { listAt, textAt } from "../../../src/objects/object-paths";
import { renderMesh, rowState } from "../../../src/render/render";
import { checkRow } from "../../../src/rules/run";
import { fc } from "../../support/fast-check";
import { isPlannable, objectsOf, pair, shopThrough } from "./descriptions";
import { rowOf } from "./support";

test("from any description to any other: the ends are what they are by themselves, and every step is allowed, both ways", () => {
  fc.assert(
    fc.property(pair, ([before, after]) => {
      const { plan, snapshots, findings } = rowOf(before, after);
      expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
      expect(objectsOf(snapshots[0])).toEqual(objectsOf(renderMesh(before).snapshots[0]));
      expect(objectsOf(snapshots.at(-1))).toEqual(objectsOf(renderMesh(after).snapshots[0]));
      const back = checkRow(
        [...snapshots].reverse().map((one) => ({ ...rowState(plan, one), kind: "change" as const })),
      );
      expect(back.filter(({ severity }) => severity === "error")).toEqual([]);
    }),
    { numRuns: 12 },
  );
});

test("what a label names is there, and lets the namespace in, in the phases before, in and after it", () => {
  fc.assert(
    fc.property(pair, ([before, after]) => {
      const { plan, snapshots } = rowOf(before, after);
      snapshots.forEach((_, index) => {
        const mesh = plan.phases[index]?.described?.mesh ?? after;
        const entries = mesh.carried.map(
          ({ object }) => [object.metadata.namespace ?? "", object.metadata.labels ?? {}] as const,
        );
        for (const [namespace, labels] of [...labelsOf(mesh), ...entries]) {
          const name = labels["istio.io/use-waypoint"];
          if (name === undefined) continue;
          const home = labels["istio.io/use-waypoint-namespace"] ?? namespace;
          for (const near of [index - 1, index, index + 1].filter((one) => snapshots[one])) {
            const gateway = objectsOf(snapshots[near]).get(`gateway.networking.k8s.io/Gateway/${home}/${name}`);
            expect([home === namespace || JSON.stringify(gateway).includes(`"${namespace}"`), gateway]).toEqual([
              true,
              expect.anything(),
            ]);
            expect((gateway as KubernetesObject).metadata.annotations?.[letGoMark]).toBeUndefined();
          }
        }
      });
    }),
    { numRuns: 12 },
  );
});

test("who goes from one waypoint to another has the policies of the one before the label moves, and of the other when it has", () => {
  fc.assert(
    fc.property(shopThrough, shopThrough, (before, after) => {
      const { plan, snapshots } = rowOf(before, after);
      const [was, is] = [before, after].map((mesh) => waypointOf(mesh, "shop"));
      fc.pre(was !== is && isPlannable(before, after));
      plan.phases.forEach((phase, index) => {
        const now = waypointOf(phase.described?.mesh ?? after, "shop");
        const held = (mesh: Mesh, waypoint: string | undefined, near: readonly number[]) => {
          if (waypoint === undefined || now !== waypoint) return;
          for (const { object } of mesh.carried.filter(({ object }) => targets(object).includes(waypoint))) {
            for (const one of near.filter((at) => snapshots[at])) {
              const id = `security.istio.io/AuthorizationPolicy/shop/${object.metadata.name}`;
              expect(targets(objectsOf(snapshots[one]).get(id))).toContain(waypoint);
            }
          }
        };
        held(before, was, [index, index + 1]);
        held(after, is, [index - 1, index]);
      });
    }),
    { numRuns: 25 },
  );
});

test("istiod sees a namespace before it has a waypoint that is new or a label of the mesh", () => {
  fc.assert(
    fc.property(pair, ([before, after]) => {
      const old = before.waypoints.map(({ namespace, name }) => `${namespace}/${name}`);
      for (const { described } of rowOf(before, after).plan.phases) {
        const mesh = described?.mesh ?? after;
        const fresh = mesh.waypoints.filter(({ namespace, name }) => !old.includes(`${namespace}/${name}`));
        const homes = fresh
          .map(({ namespace }) => namespace)
          .filter((name) => after.namespaces.some((one) => one.name === name));
        const members = labelsOf(mesh).filter(([, labels]) => Object.keys(labels).some(isJoiningLabel));
        const labels = new Map(labelsOf(mesh));
        for (const name of [...homes, ...members.map(([name]) => name)]) {
          const known = { ...labels.get(name), "kubernetes.io/metadata.name": name };
          expect([name, discoveryLabels(mesh.controlPlane.discoverySelectors, known)]).toEqual([name, {}]);
        }
      }
    }),
    { numRuns: 15 },
  );
});

function targets(object: KubernetesObject | undefined): readonly (string | undefined)[] {
  return listAt(object, "spec", "targetRefs").map((one) => textAt(one, "name"));
}

/** The waypoint of its own that a namespace goes through. */
function waypointOf(mesh: Mesh, namespace: string): string | undefined {
  const waypoint = mesh.namespaces.find(({ name }) => name === namespace)?.waypoint;
  return waypoint && (waypoint.namespace ?? namespace) === namespace ? waypoint.name : undefined;
}

function labelsOf(mesh: Mesh): readonly (readonly [string, Readonly<Record<string, string>>])[] {
  return labelledNamespaces(mesh).map((one) => [one.name, meshLabels(mesh, one)] as const);
}
