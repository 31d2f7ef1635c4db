import type { KubernetesObject } from "../../../src/mesh/mesh";
import { operated, operationsIn } from "../../../src/repository/kustomizations/json-patch";
import { mergedInto } from "../../../src/repository/patches/strategic-merge";
import { fitting } from "../../../src/repository/patches/targets";

/* Each row as `kubectl kustomize` (kustomize 5.5.0) does it. */

const spec = { version: "v1", list: ["a", "b"], map: { "x/y": 1 } };

function after(...steps: readonly unknown[]): unknown {
  const made = operated({ spec }, operationsIn(steps) ?? []);
  return "object" in made ? (made.object as { spec: unknown }).spec : `refused at ${made.refused}`;
}

test.each<readonly [string, readonly unknown[], unknown]>([
  ["replace", [{ op: "replace", path: "/spec/version", value: "v2" }], { ...spec, version: "v2" }],
  ["replace adds a key", [{ op: "replace", path: "/spec/new", value: 1 }], { ...spec, new: 1 }],
  ["replace below nothing", [{ op: "replace", path: "/spec/no/new", value: 1 }], "refused at 0"],
  ["replace behind a list", [{ op: "replace", path: "/spec/list/2", value: 1 }], "refused at 0"],
  ["a slash in a key", [{ op: "remove", path: "/spec/map/x~1y" }], { ...spec, map: {} }],
  ["remove of nothing", [{ op: "remove", path: "/spec/new" }], "refused at 0"],
  ["remove of an entry", [{ op: "remove", path: "/spec/list/0" }], { ...spec, list: ["b"] }],
  ["remove of the last entry", [{ op: "remove", path: "/spec/list/-1" }], { ...spec, list: ["a"] }],
  ["add at the end", [{ op: "add", path: "/spec/list/-", value: "c" }], { ...spec, list: ["a", "b", "c"] }],
  ["add in between", [{ op: "add", path: "/spec/list/1", value: "c" }], { ...spec, list: ["a", "c", "b"] }],
  ["add behind the end", [{ op: "add", path: "/spec/list/7", value: "c" }], "refused at 0"],
  ["add below nothing", [{ op: "add", path: "/spec/a/b", value: 1 }], "refused at 0"],
  ["copy", [{ op: "copy", from: "/spec/list/0", path: "/spec/c" }], { ...spec, c: "a" }],
  [
    "move",
    [{ op: "move", from: "/spec/version", path: "/spec/map/v" }],
    { list: spec.list, map: { "x/y": 1, v: "v1" } },
  ],
  ["move of nothing", [{ op: "move", from: "/spec/no", path: "/spec/c" }], "refused at 0"],
  ["a test that holds", [{ op: "test", path: "/spec/list", value: ["a", "b"] }], spec],
  ["a test that nothing is there", [{ op: "test", path: "/spec/no", value: null }], spec],
  [
    "a test that does not hold, behind another operation",
    [
      { op: "add", path: "/spec/a", value: 1 },
      { op: "test", path: "/spec/version", value: "v2" },
    ],
    "refused at 1",
  ],
])("operations: %s", (_what, steps, expected) => {
  expect(after(...steps)).toEqual(expected);
});

const pods = {
  containers: [
    { name: "web", image: "web:1", ports: [{ containerPort: 80 }, { containerPort: 90 }] },
    { name: "log", image: "log:1" },
  ],
  tolerations: [{ key: "a" }],
  volumes: [{ name: "x", emptyDir: {} }],
};
const [web, log] = pods.containers;

function podsAfter(patch: unknown, apiVersion = "apps/v1"): unknown {
  const object = { apiVersion, kind: "Deployment", metadata: { name: "web" }, spec: pods } as KubernetesObject;
  return (mergedInto(object, { spec: patch }) as { spec: unknown } | undefined)?.spec;
}

test.each<readonly [string, unknown, unknown]>([
  [
    "containers by their names, others first",
    { containers: [{ name: "new" }, { name: "web", image: "web:2" }] },
    { ...pods, containers: [{ name: "new" }, { ...web, image: "web:2" }, log] },
  ],
  [
    "ports by their numbers",
    { containers: [{ name: "web", ports: [{ containerPort: 80, name: "http" }] }] },
    { ...pods, containers: [{ ...web, ports: [{ containerPort: 80, name: "http" }, { containerPort: 90 }] }, log] },
  ],
  ["a container less", { containers: [{ name: "log", $patch: "delete" }] }, { ...pods, containers: [web] }],
  [
    "other containers",
    { containers: [{ $patch: "replace" }, { name: "z" }] },
    { ...pods, containers: [{ name: "z" }] },
  ],
  ["a list that has no key", { tolerations: [{ key: "b" }] }, { ...pods, tolerations: [{ key: "b" }] }],
  ["null", { volumes: null }, { containers: pods.containers, tolerations: pods.tolerations }],
  ["all anew", { $patch: "replace", volumes: [] }, { volumes: [] }],
])("merge: %s", (_what, patch, expected) => {
  expect(podsAfter(patch)).toEqual(expected);
});

test("lists of kinds that Kubernetes does not know are replaced", () => {
  expect(podsAfter({ containers: [{ name: "web" }] }, "example.com/v1")).toEqual({
    ...pods,
    containers: [{ name: "web" }],
  });
});

test("$patch: delete takes an object out", () => {
  const object = { apiVersion: "v1", kind: "Service", metadata: { name: "web" } } as KubernetesObject;
  expect(mergedInto(object, { $patch: "delete" })).toBeUndefined();
});

const service = {
  apiVersion: "v1",
  kind: "Service",
  metadata: { name: "web", labels: { app: "web", tier: "back" } },
} as KubernetesObject;

test.each([
  [{ kind: "Serv.*" }, true],
  [{ kind: "Service", name: "w" }, false],
  [{ group: "apps", kind: "Service" }, false],
  [{ version: "v2", kind: "Service" }, false],
  [{ labelSelector: "app=web,tier!=front" }, true],
  [{ labelSelector: "tier in (front, back)" }, true],
  [{ labelSelector: "tier notin (front,back)" }, false],
  [{ labelSelector: "!nope,app" }, true],
  [{ labelSelector: "app==shop" }, false],
  [{ labelSelector: "app in" }, false],
  [{ annotationSelector: "app=web" }, false],
])("a target %j", (target, expected) => {
  expect(fitting(target)(service)).toBe(expected);
});
