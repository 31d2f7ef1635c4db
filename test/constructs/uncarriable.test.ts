import { ApiObject, type ApiObjectProps, App, Chart, JsonPatch, Lazy } from "cdk8s";
import { ConfigMap } from "cdk8s-plus-28";
import type { Construct } from "constructs";
import { MeshUpgrade, type MeshUpgradeProps } from "../../src/constructs/mesh-upgrade";
import { Waypoint } from "../../src/constructs/waypoint";
import { formatProblem } from "../../src/findings/input-error";
import { snapshotsOf } from "../../src/snapshot/snapshot";
import { phaseDirs, props, refused, route, written } from "./app-support";

const configMap = (metadata: object, over: object = {}): ApiObjectProps => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: metadata as never,
  ...over,
});
const named = { name: "a", namespace: "bookinfo" };

/** Objects that are no single object with a name that is known; each with what is said of `prod/mine/one`. */
const uncarriable: readonly [what: string, object: ApiObjectProps, said: RegExp][] = [
  [
    "a List",
    configMap({}, { kind: "List", items: [] }),
    /^a List is no object of a cluster\n {2}add each of its items/,
  ],
  ["a typed list", configMap({}, { kind: "ConfigMapList", items: [] }), /^a ConfigMapList is no object of a cluster/],
  ["generateName", configMap({ generateName: "a-" }), /^metadata\.generateName: .*\n {2}give it metadata\.name/],
  [
    "a Helm hook",
    configMap({ ...named, annotations: { "helm.sh/hook": "post-install" } }),
    /^metadata\.annotations\.helm\.sh\/hook: .*Argo CD.*Flux.*\n {2}leave hooks out \(helmFlags: \["--no-hooks"\]\)/,
  ],
  [
    "a token for a name",
    configMap({ name: Lazy.any({ produce: () => "a" }) }),
    /^metadata\.name: expected .*a token\n/,
  ],
  [
    "a token of another CDK",
    configMap({ name: "$" + "{Token[TOKEN.1]}" }),
    /^metadata\.name: expected plain data, got a token/,
  ],
  ["a name that is none", configMap({ name: "A/b" }), /^metadata\.name: expected a name of a-z.*got "A\/b"/],
  ["an empty name", configMap({ name: "" }), /^metadata\.name: /],
  ["a namespace that is none", configMap({ name: "a", namespace: "B" }), /^metadata\.namespace: expected a DNS label/],
  [
    "labels that are no text",
    configMap({ ...named, labels: { a: 1 } }),
    /^metadata\.labels\.a: expected text, got the number 1/,
  ],
  ["no kind", configMap(named, { kind: "" }), /^kind: /],
  ["no API version", configMap(named, { apiVersion: "v/1" }), /^apiVersion: expected an API version such as v1/],
  [
    "what kustomize reads",
    configMap(named, { apiVersion: "kustomize.config.k8s.io/v1", kind: "Kustomization" }),
    /no object of a cluster/,
  ],
  ["an instance of a class", configMap(named, { data: new Map() }), /^cannot be rendered: .*'Map'$/],
];

test.each(uncarriable)("%s is refused with the construct's path", (_, object, said) => {
  const problems = refused((upgrade) => void new ApiObject(new Chart(upgrade, "mine"), "one", object));
  expect(problems.map(({ construct }) => construct)).toEqual(["prod/mine/one"]);
  const [text = ""] = problems.map(formatProblem);
  expect(text.slice("prod/mine/one: ".length)).toMatch(said);
});

test.each<[string, JsonPatch, RegExp]>([
  ["takes its name", JsonPatch.remove("/metadata/name"), /metadata\.name: missing/],
  ["finds nothing to replace", JsonPatch.replace("/spec/none/here", 1), /cannot be rendered: /],
])("a patch that %s is refused", (_, patch, said) => {
  const problems = refused((upgrade) => route(new Chart(upgrade, "mine")).addJsonPatch(patch));
  expect(problems.map(formatProblem)).toEqual([expect.stringMatching(said)]);
  expect(problems[0]?.construct).toBe("prod/mine/route");
});

test("all that cannot be carried is told at once, of the first phase that has any", () => {
  const problems = refused((upgrade) => {
    for (const phase of upgrade.phases.slice(1)) {
      for (const id of ["a", "b"]) new ApiObject(phase, id, configMap({ generateName: "x-" }));
    }
  });
  expect(problems.map(({ construct }) => construct)).toEqual([`prod/${phaseDirs[1]}/a`, `prod/${phaseDirs[1]}/b`]);
});

describe("what meshstep writes itself", () => {
  const sail = (kind: string) => ({ apiVersion: "sailoperator.io/v1", kind, metadata: { name: "other" } });

  test.each<[string, ApiObjectProps, string]>([
    ["Istio/other", sail("Istio"), "spec.controlPlane"],
    ["IstioRevision/other", sail("IstioRevision"), "spec.controlPlane"],
    ["IstioCNI/other", sail("IstioCNI"), "spec.cni"],
    ["ZTunnel/other", sail("ZTunnel"), "spec.ztunnel"],
    [
      "Namespace/bookinfo",
      { apiVersion: "v1", kind: "Namespace", metadata: { name: "bookinfo" } },
      "spec.namespaces.0",
    ],
    [
      "ConfigMap/istio-system/meshstep-prod",
      configMap({ name: "meshstep-prod", namespace: "istio-system" }),
      "metadata.name",
    ],
  ])("%s is refused, with the part of the mesh that it comes from", (id, object, part) => {
    const [problem] = refused((upgrade) => void new ApiObject(new Chart(upgrade, "mine"), "one", object));
    expect(problem).toMatchObject({
      construct: "prod/mine/one",
      message: `${id} is written by meshstep; it is described at ${part}`,
    });
  });

  describe("proxies that the plan has to know", () => {
    const gateway = (gatewayClassName: string): ApiObjectProps => ({
      apiVersion: "gateway.networking.k8s.io/v1",
      kind: "Gateway",
      metadata: { name: "in", namespace: "shop" },
      spec: { gatewayClassName },
    });
    const entry = { name: "in", namespace: "shop", kind: "gateway-api" } as const;

    test.each<[string, ApiObjectProps, RegExp]>([
      [
        "istio",
        gateway("istio"),
        /describe it: gateways: \[\{ name: "in", .*, kind: "gateway-api", deployment: "in-istio" \}\]$/,
      ],
      ["istio-east-west", gateway("istio-east-west"), /deployment: "in" \}\]$/],
      ["istio-waypoint", gateway("istio-waypoint"), /describe it under waypoints: meshstep writes it$/],
    ])("a Gateway of class %s is refused until it is described", (_, object, hint) => {
      const problems = refused((upgrade) => void new ApiObject(new Chart(upgrade, "mine"), "one", object));
      expect(problems.map(formatProblem)).toEqual([expect.stringMatching(hint)]);
      expect(problems[0]).toMatchObject({
        construct: "prod/mine/one",
        message: "istiod deploys proxies for Gateway/shop/in, and the plan does not know them",
      });
    });

    test.each<[string, MeshUpgradeProps["gateways"], ApiObjectProps]>([
      ["described", [entry], gateway("istio")],
      ["described with its Deployment", [{ ...entry, deployment: "in" }], gateway("istio-east-west")],
      ["of somebody else's class", [], gateway("nginx")],
    ])("a Gateway that is %s is carried", (_, gateways, object) => {
      const upgrade = new MeshUpgrade(new App(), "prod", { ...props, gateways });
      new ApiObject(new Chart(upgrade, "mine"), "one", object);
      expect(snapshotsOf(upgrade)).toHaveLength(upgrade.phases.length);
    });

    test("a Waypoint of meshstep's own is described, not added", () => {
      const add = (scope: Construct) => new Waypoint(scope, "one", { name: "more", namespace: "shop" });
      expect(refused((upgrade) => void add(new Chart(upgrade, "mine"))).map(formatProblem)).toEqual([
        expect.stringMatching(
          /^prod\/mine\/one: istiod deploys proxies for Gateway\/shop\/more, and the plan does not/,
        ),
      ]);
    });

    test("an injected workload is SKEW005, as it is among manifests", () => {
      const output = written((upgrade) => {
        const labels = { "sidecar.istio.io/inject": "true" };
        new ApiObject(new Chart(upgrade, "mine"), "one", {
          apiVersion: "apps/v1",
          kind: "Deployment",
          metadata: { name: "in", namespace: "shop" },
          spec: { selector: { matchLabels: labels }, template: { metadata: { labels } } },
        });
      });
      const { findings } = JSON.parse(output.text("plan.json")) as { findings: object[] };
      expect(findings).toEqual([
        expect.objectContaining({ rule: "SKEW005", severity: "warning", object: "Deployment/shop/in" }),
      ]);
    });
  });

  test("a patch may change what it says, but not which object it is, nor its version", () => {
    const patch =
      (...operations: JsonPatch[]) =>
      (upgrade: MeshUpgrade) => {
        for (const { object } of upgrade.phases[0]?.objects ?? [])
          if (object.kind === "ZTunnel") object.addJsonPatch(...operations);
      };
    written(patch(JsonPatch.add("/spec/values", { ztunnel: { logLevel: "debug" } })));
    expect(refused(patch(JsonPatch.replace("/spec/version", "v1.30.0"))).map(formatProblem)).toEqual([
      "prod/00-baseline/ztunnel/ztunnel: a patch changes spec.version from v1.28.4 to v1.30.0\n  what the plan has decided is changed in the mesh's description, so that it is planned and proved again",
    ]);
    expect(refused(patch(JsonPatch.replace("/metadata/name", "x"), JsonPatch.remove("/kind")))).toHaveLength(2);
    expect(refused(patch(JsonPatch.replace("/spec/none/deeper", 1))).map(formatProblem)).toEqual([
      expect.stringMatching(/^prod\/00-baseline\/ztunnel\/ztunnel: cannot be rendered: /),
    ]);
  });

  test("taking it out of the tree does not take it out of the phase", () => {
    const problems = refused(({ phases }) => void phases[1]?.node.tryRemoveChild("cni"));
    expect(problems.map(formatProblem)).toEqual([
      expect.stringMatching(/^prod\/01-control-plane-v1\.28\.5\/cni\/cni: IstioCNI\/default was taken out of the tree/),
    ]);
  });
});

describe("two objects that are one", () => {
  test("are refused with the path of the second", () => {
    const problems = refused((upgrade) => {
      const chart = new Chart(upgrade, "mine");
      route(chart, "route");
      route(chart, "again", {
        apiVersion: "networking.istio.io/v1beta1",
        metadata: { name: "route", namespace: "bookinfo" },
      });
    });
    expect(problems.map(formatProblem)).toEqual([
      "prod/mine/again: a second VirtualService/bookinfo/route; another one is made from construct mine/route\n  one object of a cluster can be described in one place only",
    ]);
  });

  test("whether below a phase or below the upgrade", () => {
    const problems = refused((upgrade) => {
      route(new Chart(upgrade, "mine"));
      route(upgrade.phases[2] as Construct);
    });
    expect(problems.map(({ construct }) => construct)).toEqual(["prod/mine/route"]);
  });
});

describe("an object in some phases only", () => {
  test("is refused when it vanishes on the way", () => {
    const problems = refused(({ phases }) => {
      for (const phase of phases.slice(0, 3)) route(phase);
    });
    expect(problems.map(formatProblem)).toEqual([
      expect.stringMatching(/^prod\/00-baseline\/route: SNAP002: VirtualService route is gone from the manifests/),
    ]);
  });

  test("is a warning when it begins on the way, for whoever walks back", () => {
    const output = written(({ phases }) => {
      for (const phase of phases.slice(3)) route(phase);
    });
    const { findings } = JSON.parse(output.text("plan.json")) as { findings: object[] };
    expect(findings).toEqual([
      expect.objectContaining({
        rule: "SNAP002",
        severity: "warning",
        object: "VirtualService/bookinfo/route",
        message: "VirtualService route begins in this phase: walking back deletes it",
      }),
    ]);
    expect(output.text("PLAN.md")).toContain("walking back deletes it");
  });

  test("is refused when only its made-up name differs", () => {
    const problems = refused(({ phases }) => {
      for (const phase of phases) new ConfigMap(new Chart(phase, "mine"), "settings", {});
    });
    expect(problems).toHaveLength(phaseDirs.length - 1);
    expect(problems[0]).toMatchObject({
      construct: `prod/${phaseDirs[1]}/mine/settings/Resource`,
      message: expect.stringMatching(
        /^its name is made from its path, which holds the phase: ConfigMap\/prod-00-baseline/,
      ),
      hint: "give it metadata.name",
    });
  });
});
