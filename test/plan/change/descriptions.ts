import type { KubernetesObject, Mesh } from "../../../src/mesh/mesh";
import type { MeshSpecInput } from "../../../src/mesh/schema";
import { identity } from "../../../src/objects/kubernetes-object";
import { detached } from "../../../src/plan/change/attachments";
import { endOf, startOf } from "../../../src/plan/change/steps";
import { isBookkeeping } from "../../../src/rules/objects";
import type { Snapshot } from "../../../src/snapshot/snapshot";
import { fc } from "../../support/fast-check";
import { meshOf, policy } from "./support";

const names = ["shop", "pay", "bank"];
const waypoint = fc.record({
  name: fc.constantFrom("wp", "edge"),
  namespace: fc.constantFrom(...names),
  for: fc.constantFrom("service" as const, "all" as const),
});
const ownership = fc.constantFrom("owned" as const, "shared" as const, "external" as const);

/** A policy of shop's waypoints; of its workloads where none of those is there. */
function attached(
  one: { readonly name: string; readonly action: string; readonly to: readonly string[] },
  waypoints: readonly { readonly name: string; readonly namespace: string }[],
): KubernetesObject {
  const there = [...new Set(one.to)].filter((to) =>
    waypoints.some(({ name, namespace }) => name === to && namespace === "shop"),
  );
  const targetRefs = there.map((name) => ({ group: "gateway.networking.k8s.io", kind: "Gateway", name }));
  const plain = policy(one.name, one.action);
  return there.length > 0
    ? { ...plain, spec: { ...(plain["spec"] as object), action: one.action, targetRefs } }
    : plain;
}

/** A ServiceEntry of shop, through one of its waypoints where that is there. */
function serviceEntry(
  through: string,
  waypoints: readonly { readonly name: string; readonly namespace: string }[],
): KubernetesObject {
  const isThere = waypoints.some(({ name, namespace }) => name === through && namespace === "shop");
  return {
    apiVersion: "networking.istio.io/v1",
    kind: "ServiceEntry",
    metadata: { name: "api", namespace: "shop", ...(isThere && { labels: { "istio.io/use-waypoint": through } }) },
    spec: { hosts: ["api.example.com"], ports: [{ number: 80, name: "http", protocol: "HTTP" }], resolution: "DNS" },
  };
}

/** Any mesh in which each label names a waypoint that is there. */
export function description(owners: readonly ("owned" | "shared" | "external")[]): fc.Arbitrary<Mesh> {
  return fc
    .record({
      waypoints: fc.uniqueArray(waypoint, { maxLength: 3, selector: ({ name, namespace }) => `${namespace}/${name}` }),
      members: fc.array(fc.record({ in: fc.boolean(), none: fc.boolean(), uses: fc.option(fc.nat(5)) }), {
        minLength: 3,
        maxLength: 3,
      }),
      policies: fc.uniqueArray(
        fc.record({
          name: fc.constantFrom("a", "b"),
          action: fc.constantFrom("ALLOW", "DENY"),
          to: fc.array(fc.constantFrom("wp", "edge"), { maxLength: 2 }),
        }),
        {
          selector: ({ name }) => name,
          maxLength: 2,
        },
      ),
      entry: fc.option(fc.constantFrom("wp", "edge", "none")),
      selects: fc.boolean(),
      replicas: fc.option(fc.constantFrom(2, 3)),
      grace: fc.option(fc.constantFrom(60, 120)),
    })
    .map(({ waypoints, members, policies, entry, selects, replicas, grace }) => {
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
      const carried: KubernetesObject[] = policies.map((one) => attached(one, waypoints));
      if (entry !== null) carried.push(serviceEntry(entry, waypoints));
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

export const owners = fc.tuple(ownership, ownership, ownership);
/** Two of them that a row leads between. */
export const pair = fc
  .tuple(owners, owners)
  .chain(([was, is]) => fc.tuple(description(was), description(is)))
  .filter(([before, after]) => isPlannable(before, after));

/** Shop through one of two waypoints, or none, with policies of either or both. */
export const shopThrough: fc.Arbitrary<Mesh> = fc
  .record({
    through: fc.constantFrom(undefined, "wp", "edge"),
    policies: fc.uniqueArray(
      fc.record({
        name: fc.constantFrom("a", "b"),
        action: fc.constantFrom("ALLOW", "DENY"),
        to: fc.uniqueArray(fc.constantFrom("wp", "edge"), { minLength: 1, maxLength: 2 }),
      }),
      { selector: ({ name }) => name, maxLength: 2 },
    ),
  })
  .map(({ through, policies }) => {
    const waypoints = ["wp", "edge"].map((name) => ({ name, namespace: "shop" }));
    const namespaces = [{ name: "shop", ...(through !== undefined && { waypoint: { name: through } }) }];
    return meshOf(
      { namespaces, waypoints },
      policies.map((one) => attached(one, waypoints)),
    );
  });

/** Policies that go from workloads to waypoints while labels move are refused. */
export function isPlannable(before: Mesh, after: Mesh): boolean {
  return detached(startOf({ mesh: before }, after).mesh, endOf(after)).length === 0;
}

/** What the mesh is made of, without what serves meshstep itself, and without the word that something is let go. */
export function objectsOf(snapshot: Snapshot | undefined): ReadonlyMap<string, KubernetesObject> {
  const entries = (snapshot?.entries ?? []).filter(({ object }) => !isBookkeeping(object));
  return new Map(entries.map(({ object }) => [identity(object), object]));
}
