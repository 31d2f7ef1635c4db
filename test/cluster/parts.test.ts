import type { Thing, World } from "../../test-cluster/objects";
import { watched } from "../../test-cluster/objects";
import { lookAt } from "../../test-cluster/parts";

const thing = (name: string, more: Partial<Thing> & { labels?: Record<string, string> }): Thing => {
  const { labels = {}, ...rest } = more;
  return { metadata: { name, uid: name, creationTimestamp: "", generation: 2, labels }, ...rest };
};

const pod = (name: string, image: string, owner: string, ready = "True"): Thing => ({
  ...thing(name, { labels: { app: "ztunnel" } }),
  metadata: {
    ...thing(name, { labels: { app: "ztunnel" } }).metadata,
    ownerReferences: [{ kind: owner, name: "x" }],
  },
  spec: { containers: [{ image }] },
  status: { phase: "Running", conditions: [{ type: "Ready", status: ready }] },
});

const daemonSet = (status: object): Thing =>
  thing("ztunnel", {
    kind: "DaemonSet",
    spec: {},
    status: { observedGeneration: 2, desiredNumberScheduled: 2, ...status },
  });

const onDelete = (status: object): Thing => ({ ...daemonSet(status), spec: { updateStrategy: { type: "OnDelete" } } });

function world(some: Partial<Record<keyof World, readonly Thing[]>>): World {
  const kinds = Object.keys(watched) as (keyof World)[];
  return Object.fromEntries(
    kinds.map((kind) => [kind, new Map((some[kind] ?? []).map((one) => [one.metadata.uid, one]))]),
  ) as unknown as World;
}

const asked = [thing("default", { spec: { version: "v1.30.3" } })];
const full = { updatedNumberScheduled: 2, numberAvailable: 2 };
const at = (version: string, name: string, ready?: string) =>
  pod(name, `registry.istio.io/release/ztunnel:${version}-distroless@sha256:00`, "DaemonSet", ready);
const two = [at("1.30.3", "a"), at("1.30.3", "b")];

test.each<[string, Parameters<typeof world>[0], readonly string[], RegExp]>([
  ["at rest", { ztunnels: asked, daemonsets: [daemonSet(full)], pods: two }, ["1.30.3"], /^$/],
  [
    "half way",
    {
      ztunnels: asked,
      daemonsets: [daemonSet({ updatedNumberScheduled: 1, numberAvailable: 2 })],
      pods: [two[0] as Thing, at("1.30.0", "b")],
    },
    ["1.30.0", "1.30.3"],
    /1 of 2 updated/,
  ],
  [
    "not begun: the object asks for more than runs",
    { ztunnels: asked, daemonsets: [daemonSet(full)], pods: [at("1.30.0", "a"), at("1.30.0", "b")] },
    ["1.30.0"],
    /asked for 1\.30\.3, runs 1\.30\.0/,
  ],
  [
    "a controller that is behind",
    { ztunnels: asked, daemonsets: [daemonSet({ ...full, observedGeneration: 1 })], pods: two },
    ["1.30.3"],
    /generation 2 not seen/,
  ],
  [
    "a pod that is not ready",
    { ztunnels: asked, daemonsets: [daemonSet(full)], pods: [two[0] as Thing, at("1.30.3", "b", "False")] },
    ["1.30.3"],
    /is not ready/,
  ],
  [
    "a stranger's pod does not count",
    { ztunnels: asked, daemonsets: [daemonSet(full)], pods: [...two, pod("stray", "x/ztunnel:9.9.9", "ConfigMap")] },
    ["1.30.3"],
    /^$/,
  ],
  [
    "under OnDelete waits for people, which is no roll",
    {
      ztunnels: asked,
      daemonsets: [onDelete({ updatedNumberScheduled: 0, numberAvailable: 2 })],
      pods: [at("1.30.0", "a"), at("1.30.0", "b")],
    },
    ["1.30.0"],
    /^$/,
  ],
  [
    "under OnDelete, and a pod is being replaced",
    {
      ztunnels: asked,
      daemonsets: [onDelete({ updatedNumberScheduled: 1, numberAvailable: 1 })],
      pods: [at("1.30.0", "a"), at("1.30.3", "b", "False")],
    },
    ["1.30.0", "1.30.3"],
    /1 available/,
  ],
  ["asked for, and not there", { ztunnels: asked }, [], /not deployed/],
])("ztunnel %s", (_, some, running, busy) => {
  const sight = lookAt(world(some)).ZTunnel;
  expect(sight?.running).toEqual(running);
  expect(sight?.busy).toMatch(busy);
});
