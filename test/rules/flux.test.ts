import type { KubernetesObject } from "../../src/mesh/mesh";
import { type Expected, expectState, gateway, namespace, rule, sail, setOf } from "./support";

function kustomization(name: string, dependsOn: object[], spec: object = {}): KubernetesObject {
  return {
    apiVersion: "kustomize.toolkit.fluxcd.io/v1",
    kind: "Kustomization",
    metadata: { name, namespace: "flux-system" },
    spec: { path: `./${name}`, ...(dependsOn.length > 0 && { dependsOn }), ...spec },
  };
}

const id = (name: string) => `Kustomization/flux-system/${name}`;

describe("DEL008", () => {
  test("a name that is nearly right, and one from elsewhere", () => {
    const objects = [
      kustomization("operator", []),
      kustomization("mesh", [{ name: "opperator" }]),
      kustomization("routes", [{ name: "certificates" }]),
    ];
    expectState("DEL008", setOf("sail 1.28.3", objects), [
      ["error", id("mesh"), "flux-system/opperator, which is not among"],
      ["warning", id("routes"), "flux-system/certificates"],
    ]);
  });

  test("a circle of three is said once, and one of one as well", () => {
    const circle = [
      kustomization("b", [{ name: "c" }]),
      kustomization("c", [{ name: "a" }]),
      kustomization("a", [{ name: "b" }]),
      kustomization("self", [{ name: "self" }]),
      kustomization("outside", [{ name: "a" }]),
    ];
    expectState("DEL008", setOf("sail 1.28.3", circle), [
      ["error", id("a"), "flux-system/a → flux-system/b → flux-system/c → flux-system/a"],
      ["error", id("self"), "flux-system/self → flux-system/self"],
    ]);
  });

  test("a row of them, and one in another namespace", () => {
    const other = { ...kustomization("base", []), metadata: { name: "base", namespace: "infra" } };
    const row = [
      other,
      kustomization("operator", [{ name: "base", namespace: "infra" }]),
      kustomization("mesh", [{ name: "operator" }]),
    ];
    expectState("DEL008", setOf("sail 1.28.3", row), []);
  });
});

describe("DEL008: parts that do not wait", () => {
  const [cp, cni, zt] = ["Istio", "IstioCNI", "ZTunnel"].map((kind) => sail(kind, { version: "v1.28.3" }));
  const green = sail("Istio", { version: "v1.28.3", namespace: "green" }, "green");
  const stable = sail("IstioRevisionTag", { targetRef: { kind: "Istio", name: "default" } }, "stable");
  const shop = namespace("shop", { "istio.io/use-waypoint": "waypoint" });
  type Row = readonly [name: string, waits: readonly string[], holds: readonly (KubernetesObject | undefined)[]];
  const asked = (rows: readonly Row[]) => ({
    ...setOf("sail 1.28.3", []),
    objects: rows.flatMap(([name, waits, holds]) => [
      {
        file: "/repo/flux/all.yaml",
        object: kustomization(
          name,
          waits.map((it) => ({ name: it })),
        ),
      },
      ...holds.flatMap((object, index) => (object ? [{ file: `/repo/${name}/${index}.yaml`, object }] : [])),
    ]),
  });
  const found = (rows: readonly Row[]) =>
    rule("DEL008")
      .state?.(asked(rows))
      .map(({ object, message, hint }) => `${object}: ${message}. ${hint}`) ?? [];
  const waypoint = gateway("waypoint", "shop");

  test.each<[what: string, rows: readonly Row[], parts: readonly string[]]>([
    [
      "one waits for the other",
      [
        ["a", [], [cp]],
        ["b", ["a"], [zt]],
      ],
      [],
    ],
    [
      "the CNI first, for two control planes",
      [
        ["a", [], [cni]],
        ["b", ["a"], [cp]],
        ["c", ["a"], [green]],
      ],
      [],
    ],
    [
      "the CNI first, by one in between",
      [
        ["a", [], [cni]],
        ["b", ["a"], []],
        ["c", ["b"], [cp]],
      ],
      [],
    ],
    [
      "the CNI beside the others",
      [
        ["o", [], []],
        ["a", ["o"], [cni]],
        ["b", ["o"], [cp, zt]],
      ],
      [
        "b applies ZTunnel/default and does not wait for flux-system/a, which applies IstioCNI/default: Flux applies both at once. Add a to",
      ],
    ],
    [
      "the CNI beside its control plane",
      [
        ["o", [], []],
        ["a", ["o"], [cni]],
        ["b", ["o"], [cp]],
      ],
      [
        "a applies IstioCNI/default and does not wait for flux-system/b, which applies Istio/default: Flux applies both at once. Add b to",
      ],
    ],
    [
      "of two control planes it waits for its own",
      [
        ["a", [], [cp]],
        ["b", [], [green]],
        ["c", ["a"], [waypoint]],
      ],
      [],
    ],
    [
      "the other way round",
      [
        ["a", [], [zt]],
        ["b", ["a"], [cp]],
      ],
      [
        "Kustomization/flux-system/b: Kustomization flux-system/b applies Istio/default and waits for flux-system/a, which applies ZTunnel/default: on a new cluster that does not work before the other is there. Let a wait for b",
      ],
    ],
    [
      "a ring of advice",
      [
        ["o", [], []],
        ["a", ["o"], [cni, stable]],
        ["b", ["o"], [cp, zt]],
      ],
      [
        "a applies IstioRevisionTag/stable and does not wait for flux-system/b, which applies Istio/default: Flux applies both at once. It cannot wait as it is",
        "b applies ZTunnel/default and does not wait for flux-system/a, which applies IstioCNI/default: Flux applies both at once. It cannot wait as it is",
      ],
    ],
    [
      "the namespace that the other one's objects stand in",
      [
        ["o", [], []],
        ["a", ["o"], [namespace("istio-system"), zt]],
        ["b", ["o"], [cp]],
      ],
      [
        "a applies ZTunnel/default and does not wait for flux-system/b, which applies Istio/default: Flux applies both at once. It cannot wait as it is",
      ],
    ],
    [
      "a namespace with its own waypoint",
      [
        ["o", [], []],
        ["a", ["o"], [shop]],
        ["b", ["o"], [waypoint]],
      ],
      [],
    ],
    [
      "a namespace that its waypoint waits for",
      [
        ["a", [], [shop]],
        ["b", ["a"], [waypoint]],
      ],
      [],
    ],
  ])("%s", (_what, rows, parts) => {
    const lines = found(rows);
    expect(lines.length).toBe(parts.length);
    for (const [index, part] of parts.entries()) expect([...lines].sort()[index]).toContain(part);
  });
});

describe("DEL013: health checks of a revision", () => {
  const based = sail("Istio", { version: "v1.30.3", updateStrategy: { type: "RevisionBased" } });
  const check = (name: string, kind = "Deployment") => ({
    ...(kind === "Deployment"
      ? { apiVersion: "apps/v1", namespace: "istio-system" }
      : { apiVersion: "sailoperator.io/v1" }),
    kind,
    name,
  });
  test.each<[string, object[], Expected[]]>([
    ["the one that is made", [check("istiod-default-v1-30-3")], []],
    [
      "the one before",
      [check("istiod-default-v1-30-2")],
      [["warning", id("mesh"), "does not wait for istiod-default-v1-30-3"]],
    ],
    [
      "an IstioRevision",
      [check("default-v1-30-2", "IstioRevision")],
      [["warning", id("mesh"), "does not wait for default-v1-30-3"]],
    ],
    ["both, while workloads move", [check("istiod-default-v1-30-2"), check("istiod-default-v1-30-3")], []],
    ["with dots", [check("istiod-default-v1.30.3")], [["error", id("mesh"), "nothing that the operator makes"]]],
  ])("%s", (_, healthChecks, expected) =>
    expectState("DEL013", setOf("sail 1.30.3", [based, kustomization("mesh", [], { healthChecks })]), expected),
  );
});

describe("DEL013: health checks of another place", () => {
  const zt = sail("ZTunnel", { version: "v1.30.3", namespace: "ztunnel" });
  const check = (kind: string, inNamespace: string, name = "ztunnel") => ({
    apiVersion: "apps/v1",
    kind,
    name,
    namespace: inNamespace,
  });
  const own: KubernetesObject = {
    apiVersion: "apps/v1",
    kind: "DaemonSet",
    metadata: { name: "ztunnel", namespace: "istio-system" },
  };
  test.each<[string, object, KubernetesObject[], Expected[]]>([
    ["where it is", check("DaemonSet", "ztunnel"), [], []],
    [
      "another namespace",
      check("DaemonSet", "istio-system"),
      [],
      [["error", id("mesh"), "is DaemonSet/ztunnel/ztunnel"]],
    ],
    ["another namespace, where one is as well", check("DaemonSet", "istio-system"), [own], []],
    ["another kind", check("Deployment", "ztunnel"), [], [["error", id("mesh"), "is DaemonSet/ztunnel/ztunnel"]]],
    ["of what is no kind of the mesh", check("Deployment", "shop", "cart"), [], []],
    ["a namespace that Flux fills in", check("DaemonSet", `\${ZTUNNEL_NAMESPACE}`), [], []],
  ])("%s", (_, one, more, expected) =>
    expectState(
      "DEL013",
      setOf("sail 1.30.3", [zt, ...more, kustomization("mesh", [], { healthChecks: [one] })]),
      expected,
    ),
  );

  test.each<[string, Expected[]]>([
    ["ZTunnel", []],
    ["Ztunnel", [["error", id("mesh"), "the expression is asked of nothing"]]],
  ])("an expression for %s", (kind, expected) => {
    const healthCheckExprs = [{ apiVersion: "sailoperator.io/v1", kind, current: "true" }];
    expectState("DEL013", setOf("sail 1.30.3", [zt, kustomization("mesh", [], { healthCheckExprs })]), expected);
  });
});

describe("DEL009", () => {
  const at = (file: string, object: KubernetesObject) => ({ object, file });
  const policy = (name: string, inNamespace: string): KubernetesObject => ({
    apiVersion: "security.istio.io/v1",
    kind: "PeerAuthentication",
    metadata: { name, namespace: inNamespace },
  });
  const files = [
    at("/repo/mesh/istio.yaml", { apiVersion: "sailoperator.io/v1", kind: "Istio", metadata: { name: "default" } }),
    at("/repo/mesh/shop.yaml", policy("a", "shop")),
    at("/repo/mesh/bank.yaml", policy("b", "bank")),
    at("/repo/mesh/namespaces.yaml", namespace("shop")),
  ];
  const asked = (target: string | undefined, path: string, objects = files) => ({
    ...setOf("sail 1.28.3", []),
    objects: [
      ...objects,
      at("/repo/flux/mesh.yaml", kustomization("mesh", [], { path, ...(target && { targetNamespace: target }) })),
    ],
  });

  test("objects of two namespaces go into one", () => {
    expectState("DEL009", asked("istio-system", "./mesh/"), [["error", id("mesh"), "PeerAuthentication/bank/b"]]);
  });

  test("no target, another path, one namespace", () => {
    expectState("DEL009", asked(undefined, "./mesh"), []);
    expectState("DEL009", asked("istio-system", "./apps"), []);
    expectState("DEL009", asked("istio-system", "./"), []);
    expectState("DEL009", asked("test", "./mesh", files.slice(0, 2)), []);
  });
});
