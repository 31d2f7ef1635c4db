import fc from "fast-check";
import { isBookkeeping } from "../../../src/check/objects";
import { checkRow } from "../../../src/check/run";
import { labelledNamespaces, letGoMark, meshLabels } from "../../../src/mesh/labels";
import type { KubernetesObject, Mesh } from "../../../src/mesh/mesh";
import type { MeshSpecInput } from "../../../src/mesh/schema";
import type { Snapshot } from "../../../src/snapshot/snapshot";
import { identity } from "../../../src/source/kubernetes-object";
import { renderMesh, rowState } from "../../../src/workflow/synth/render";
import { meshOf, policy, rowOf } from "./support";

const names = ["shop", "pay", "bank"];
const waypoint = fc.record({
  name: fc.constantFrom("wp", "edge"),
  namespace: fc.constantFrom(...names),
  for: fc.constantFrom("service" as const, "all" as const),
});
const ownership = fc.constantFrom("owned" as const, "shared" as const, "external" as const);

/** Any mesh in which each label names a waypoint that is there. */
function description(owners: readonly ("owned" | "shared" | "external")[]): fc.Arbitrary<Mesh> {
  return fc
    .record({
      waypoints: fc.uniqueArray(waypoint, { maxLength: 3, selector: ({ name, namespace }) => `${namespace}/${name}` }),
      members: fc.array(fc.record({ in: fc.boolean(), none: fc.boolean(), uses: fc.option(fc.nat(5)) }), {
        minLength: 3,
        maxLength: 3,
      }),
      policies: fc.uniqueArray(
        fc.record({ name: fc.constantFrom("a", "b"), action: fc.constantFrom("ALLOW", "DENY") }),
        {
          selector: ({ name }) => name,
          maxLength: 2,
        },
      ),
      selects: fc.boolean(),
      replicas: fc.option(fc.constantFrom(2, 3)),
      grace: fc.option(fc.constantFrom(60, 120)),
    })
    .map(({ waypoints, members, policies, selects, replicas, grace }) => {
      const namespaces = members.flatMap((one, index): NonNullable<MeshSpecInput["namespaces"]> => {
        if (!one.in) return [];
        const used = one.uses === null ? undefined : waypoints[one.uses];
        return [
          {
            name: names[index] as string,
            ownership: owners[index] as "owned",
            ...(one.none && { dataPlane: "none" as const }),
            ...(used && { waypoint: { name: used.name, namespace: used.namespace } }),
          },
        ];
      });
      const carried: KubernetesObject[] = policies.map((one) => policy(one.name, one.action));
      return meshOf(
        {
          namespaces,
          waypoints,
          controlPlane: {
            ...(selects && { discoverySelectors: [{ matchLabels: { mesh: "on" } }] }),
            ...(replicas !== null && { highAvailability: { minReplicas: replicas } }),
          },
          ztunnel: { ...(grace !== null && { terminationGracePeriodSeconds: grace }) },
        },
        carried,
      );
    });
}

const owners = fc.tuple(ownership, ownership, ownership);
const pair = fc.tuple(owners, owners).chain(([was, is]) => fc.tuple(description(was), description(is)));

/** What the mesh is made of, without what serves meshstep itself, and without the word that something is let go. */
function objectsOf(snapshot: Snapshot | undefined): ReadonlyMap<string, unknown> {
  const entries = (snapshot?.entries ?? []).filter(({ object }) => !isBookkeeping(object));
  return new Map(entries.map(({ object }) => [identity(object), object]));
}

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
      expect(back.filter(({ severity, rule }) => severity === "error" && rule !== "SNAP002")).toEqual([]);
    }),
    { numRuns: 12 },
  );
});

test("what a label names is there, and lets the namespace in, in the phases before, in and after it", () => {
  fc.assert(
    fc.property(pair, ([before, after]) => {
      const { plan, snapshots } = rowOf(before, after);
      snapshots.forEach((_, index) => {
        for (const [namespace, labels] of labelsOf(plan.phases[index]?.described?.mesh ?? after)) {
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

function labelsOf(mesh: Mesh): readonly (readonly [string, Readonly<Record<string, string>>])[] {
  return labelledNamespaces(mesh).map((one) => [one.name, meshLabels(mesh, one)] as const);
}
