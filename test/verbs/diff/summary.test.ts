import { isDeepStrictEqual } from "node:util";
import type { KubernetesObject } from "../../../src/objects/kubernetes-object";
import { clip, formatChange, objectChanges } from "../../../src/verbs/diff/summary";
import { fc } from "../../support/fast-check";
import { object } from "../../support/objects";

const lines = (before: readonly KubernetesObject[], after: readonly KubernetesObject[]) =>
  objectChanges(before, after).map(formatChange);

/** What a change of one object's content says, without the object's name. */
function said(kind: string, before: object, after: object): string[] {
  const [old, now] = [before, after].map((rest) => object("example.io/v1", kind, "x", rest));
  return lines([old as KubernetesObject], [now as KubernetesObject]).map((line) => line.slice(`${kind}/x `.length));
}

describe("objects", () => {
  const istio = (version: string) => object("sailoperator.io/v1", "Istio", "default", { spec: { version } });

  test("a field of an object", () => {
    expect(lines([istio("v1.26.3")], [istio("v1.26.4")])).toEqual(["Istio/default spec.version: v1.26.3 -> v1.26.4"]);
  });

  test("whole objects, sorted, with their namespace", () => {
    const service = object("v1", "Service", "a", {}, "ns");
    expect(lines([istio("v1")], [service])).toEqual(["Istio/default: removed", "Service/ns/a: added"]);
  });

  test("a new API version is a field, another group is another object", () => {
    const ztunnel = (version: string) => object(`sailoperator.io/${version}`, "ZTunnel", "default");
    expect(lines([ztunnel("v1alpha1")], [ztunnel("v1")])).toEqual([
      "ZTunnel/default apiVersion: sailoperator.io/v1alpha1 -> sailoperator.io/v1",
    ]);
    const gateway = (group: string) => object(`${group}/v1`, "Gateway", "w", {}, "ns");
    expect(lines([gateway("networking.istio.io")], [gateway("gateway.networking.k8s.io")])).toEqual([
      "Gateway.gateway.networking.k8s.io/ns/w: added",
      "Gateway.networking.istio.io/ns/w: removed",
    ]);
    const service = (version: string) => object(version, "Service", "s");
    expect(lines([], [service("v1"), service("serving.knative.dev/v1")])).toEqual([
      "Service.core/s: added",
      "Service.serving.knative.dev/s: added",
    ]);
  });

  test("an object that somebody wrote twice", () => {
    expect(lines([istio("v1"), istio("v2")], [istio("v1")])).toEqual(["Istio/default (copy 2): removed"]);
  });

  test("the order of objects, and of fields, says nothing", () => {
    const other = object("v1", "Service", "a", { spec: { b: 1, a: 2 } });
    const same = object("v1", "Service", "a", { spec: { a: 2, b: 1 } });
    expect(lines([other, istio("v1")], [istio("v1"), same])).toEqual([]);
  });
});

describe("fields", () => {
  test.each<[string, object, object, string[]]>([
    ["set", {}, { spec: { a: { b: 1 } } }, ["spec.a.b: (unset) -> 1"]],
    ["unset", { spec: { a: "x" } }, { spec: {} }, ["spec.a: x -> (unset)"]],
    ["an empty map comes", {}, { spec: {} }, ["spec: (unset) -> {}"]],
    ["an empty list comes", {}, { a: [] }, ["a: (unset) -> []"]],
    ["an empty map becomes a list", { a: {} }, { a: [] }, ["a: {} -> []"]],
    ["null is a value", { a: null }, { a: {} }, ["a: null -> {}"]],
    ["null and nothing", { a: null }, {}, ["a: null -> (unset)"]],
    ["a map becomes a scalar", { a: { b: 1 } }, { a: "b" }, ['a: {"b":1} -> b']],
    ["a list becomes a map", { a: [1] }, { a: { b: 1 } }, ['a: [1] -> {"b":1}']],
    ["keys with dots", { a: { "istio.io/rev": "x" } }, { a: {} }, ['a["istio.io/rev"]: x -> (unset)']],
    ["a key of no characters", { a: { "": 1 } }, { a: { "": 2 } }, ['a[""]: 1 -> 2']],
    ["text and number of one look", { a: "1" }, { a: 1 }, ['a: "1" -> 1']],
    ["text and truth of one look", { a: "true" }, { a: true }, ['a: "true" -> true']],
    ["text with line breaks", { a: "x\ny" }, { a: " x" }, ['a: "x\\ny" -> " x"']],
    ["text with what terminals obey", { a: "x\u009b" }, { a: "x\u0007" }, ["a: x\\u009b -> x\\u0007"]],
    ["text of no characters", { a: "" }, { a: "x" }, ['a: "" -> x']],
    [
      "names that objects inherit",
      { constructor: 1 },
      { toString: 2 },
      ["constructor: 1 -> (unset)", "toString: (unset) -> 2"],
    ],
  ])("%s", (_, before, after, expected) => {
    expect(said("Thing", before, after)).toEqual(expected);
  });

  test("long values are cut, and say by how much", () => {
    expect(said("Thing", { a: "x" }, { a: "y".repeat(200) })).toEqual([
      `a: x -> ${"y".repeat(160)}… (40 more characters)`,
    ]);
    const [old, now] = ["1", "2"].map((digit) => `${"🚀".repeat(100)}${digit}${"z".repeat(200)}`);
    const start = `…${"🚀".repeat(20)}`;
    const end = `${"z".repeat(119)}… (81 more characters)`;
    expect(said("Thing", { a: old }, { a: now })).toEqual([`a: ${start}1${end} -> ${start}2${end}`]);
    expect(clip("ab🚀cd", 3)).toBe("ab… (4 more characters)");
    expect(clip("ab🚀cd", 4)).toBe("ab🚀… (2 more characters)");
    expect(clip("abcd", 4)).toBe("abcd");
  });
});

describe("lists", () => {
  const spec = (fields: object) => ({ spec: fields });
  const route = (rules: readonly object[]) => spec({ rules });

  test.each<[string, string, object, object, string[]]>([
    [
      "containers by name, whatever their order in between",
      "Deployment",
      spec({
        containers: [
          { name: "a", image: "a:1" },
          { name: "b", image: "b:1" },
        ],
      }),
      spec({
        containers: [
          { name: "b", image: "b:1" },
          { name: "a", image: "a:2" },
        ],
      }),
      ["spec.containers[a].image: a:1 -> a:2", 'spec.containers: order ["a","b"] -> ["b","a"]'],
    ],
    [
      "env inside containers by name",
      "Deployment",
      spec({ containers: [{ name: "a", env: [{ name: "X", value: "1" }] }] }),
      spec({
        containers: [
          {
            name: "a",
            env: [
              { name: "Y", value: "1" },
              { name: "X", value: "2" },
            ],
          },
        ],
      }),
      ["spec.containers[a].env[X].value: 1 -> 2", 'spec.containers[a].env[Y]: added {"name":"Y","value":"1"}'],
    ],
    [
      "ports of containers by port and protocol",
      "Deployment",
      spec({ containers: [{ name: "a", ports: [{ containerPort: 80, name: "x" }] }] }),
      spec({ containers: [{ name: "a", ports: [{ containerPort: 80, name: "y" }] }] }),
      ["spec.containers[a].ports[containerPort=80].name: x -> y"],
    ],
    [
      "ports of a Service by port and protocol",
      "Service",
      spec({
        ports: [
          { port: 53, protocol: "TCP" },
          { port: 53, protocol: "UDP" },
        ],
      }),
      spec({ ports: [{ port: 53, protocol: "TCP", name: "dns" }] }),
      [
        "spec.ports[port=53,protocol=TCP].name: (unset) -> dns",
        'spec.ports[port=53,protocol=UDP]: removed {"port":53,"protocol":"UDP"}',
      ],
    ],
    [
      "listeners by name",
      "Gateway",
      spec({ listeners: [{ name: "mesh", port: 15008 }] }),
      spec({
        listeners: [
          { name: "http", port: 80 },
          { name: "mesh", port: 15009 },
        ],
      }),
      ["spec.listeners[mesh].port: 15008 -> 15009", 'spec.listeners[http]: added {"name":"http","port":80}'],
    ],
    [
      "servers of an Istio Gateway by port",
      "Gateway",
      spec({ servers: [{ port: { number: 80, protocol: "HTTP" }, hosts: ["a"] }] }),
      spec({ servers: [{ port: { number: 80, protocol: "HTTP" }, hosts: ["b"] }] }),
      [
        'spec.servers[port.number=80,port.protocol=HTTP].hosts["a"]: removed a',
        'spec.servers[port.number=80,port.protocol=HTTP].hosts["b"]: added b',
      ],
    ],
    [
      "parentRefs by what they refer to",
      "HTTPRoute",
      spec({
        parentRefs: [
          { kind: "Service", name: "a" },
          { kind: "Service", name: "b", port: 80 },
        ],
      }),
      spec({ parentRefs: [{ kind: "Service", name: "a" }] }),
      ['spec.parentRefs[kind=Service,name=b,port=80]: removed {"kind":"Service","name":"b","port":80}'],
    ],
    [
      "weights of backendRefs inside rules by place",
      "HTTPRoute",
      route([
        {
          backendRefs: [
            { name: "v1", weight: 90 },
            { name: "v2", weight: 10 },
          ],
        },
      ]),
      route([
        {
          backendRefs: [
            { name: "v1", weight: 50 },
            { name: "v2", weight: 50 },
          ],
        },
      ]),
      ["spec.rules[0].backendRefs[name=v1].weight: 90 -> 50", "spec.rules[0].backendRefs[name=v2].weight: 10 -> 50"],
    ],
    [
      "a rule in front leaves the others alone, though rules have names",
      "HTTPRoute",
      route([{ name: "b" }, { name: "c" }]),
      route([{ name: "a" }, { name: "b" }, { name: "c" }]),
      ['spec.rules[0]: added {"name":"a"}'],
    ],
    [
      "a rule less in the middle",
      "AuthorizationPolicy",
      route([{ from: 1 }, { from: 2 }, { from: 3 }]),
      route([{ from: 1 }, { from: 3 }]),
      ['spec.rules[1]: removed {"from":2}'],
    ],
    [
      "conditions by type",
      "Istio",
      {
        status: {
          conditions: [
            { type: "Ready", status: "False" },
            { type: "Reconciled", status: "True" },
          ],
        },
      },
      {
        status: {
          conditions: [
            { type: "Ready", status: "True" },
            { type: "Reconciled", status: "True" },
          ],
        },
      },
      ["status.conditions[Ready].status: False -> True"],
    ],
    [
      "volume mounts by path",
      "Pod",
      spec({
        containers: [
          {
            name: "a",
            volumeMounts: [
              { name: "v", mountPath: "/a" },
              { name: "v", mountPath: "/b" },
            ],
          },
        ],
      }),
      spec({
        containers: [
          {
            name: "a",
            volumeMounts: [
              { name: "v", mountPath: "/a" },
              { name: "w", mountPath: "/b" },
            ],
          },
        ],
      }),
      ["spec.containers[a].volumeMounts[/b].name: v -> w"],
    ],
    [
      "anything else by name",
      "Istio",
      spec({ values: { meshConfig: { extensionProviders: [{ name: "otel", port: 1 }] } } }),
      spec({ values: { meshConfig: { extensionProviders: [{ name: "otel", port: 2 }] } } }),
      ["spec.values.meshConfig.extensionProviders[otel].port: 1 -> 2"],
    ],
    [
      "by place when names are missing",
      "Istio",
      spec({ discoverySelectors: [{ matchLabels: { a: "1" } }] }),
      spec({ discoverySelectors: [{ matchLabels: { a: "2" } }] }),
      ["spec.discoverySelectors[0].matchLabels.a: 1 -> 2"],
    ],
    [
      "by place when names repeat",
      "Thing",
      spec({
        list: [
          { name: "a", v: 1 },
          { name: "a", v: 2 },
        ],
      }),
      spec({
        list: [
          { name: "a", v: 1 },
          { name: "a", v: 3 },
        ],
      }),
      ["spec.list[1].v: 2 -> 3"],
    ],
    [
      "by place when a name is no text",
      "Thing",
      spec({ list: [{ name: { a: 1 } }] }),
      spec({ list: [{ name: { a: 2 } }] }),
      ["spec.list[0].name.a: 1 -> 2"],
    ],
    [
      "plain items by value",
      "HTTPRoute",
      spec({ hostnames: ["a", "b"] }),
      spec({ hostnames: ["b", "c"] }),
      ['spec.hostnames["a"]: removed a', 'spec.hostnames["c"]: added c'],
    ],
    ["plain items in another order", "Thing", { a: [1, "1"] }, { a: ["1", 1] }, ['a: order [1,"1"] -> ["1",1]']],
    ["plain items that repeat, by place", "Thing", { a: ["x", "x"] }, { a: ["x", "y"] }, ["a[1]: x -> y"]],
    ["lists of lists", "Thing", { a: [[1], [2]] }, { a: [[1], [3]] }, ["a[1][2]: removed 2", "a[1][3]: added 3"]],
    ["a list that comes", "Thing", {}, { a: ["x"] }, ['a["x"]: added x']],
    ["an item that is null", "Thing", { a: [null] }, { a: [] }, ["a[0]: removed null"]],
  ])("%s", (_, kind, before, after, expected) => {
    expect(said(kind, before, after)).toEqual(expected);
  });
});

test("property: there is a line exactly when the data differ, and both ways alike", () => {
  const value = fc.letrec((tie) => ({
    any: fc.oneof({ maxDepth: 4 }, fc.constantFrom<unknown>(1, "1", "x\ny", "", true, null), tie("map"), tie("list")),
    map: fc.dictionary(fc.constantFrom("name", "port", "rules", "a\nb", "containers"), tie("any"), {
      maxKeys: 3,
      noNullPrototype: true,
    }),
    list: fc.array(tie("any"), { maxLength: 4 }),
  })).any;
  fc.assert(
    fc.property(value, value, (before, after) => {
      const [old, now] = [before, after].map((spec) => object("v1", "Gateway", "g", { spec })) as [
        KubernetesObject,
        KubernetesObject,
      ];
      const forwards = lines([old], [now]);
      expect(forwards.length === 0).toBe(isDeepStrictEqual(before, after));
      expect(lines([now], [old]).length).toBe(forwards.length);
      expect(forwards.every((line) => !/[\r\n]/.test(line))).toBe(true);
    }),
    { numRuns: 2000 },
  );
});
