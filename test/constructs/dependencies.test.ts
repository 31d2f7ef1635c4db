import { ApiObject, App, Chart } from "cdk8s";
import { ConfigMap, Deployment, Service, StatefulSet } from "cdk8s-plus-28";
import { Construct, Dependable } from "constructs";
import { appliedBefore } from "../../src/constructs/apply-order";
import { inLayer } from "../../src/constructs/layer-choice";
import type { LayerId } from "../../src/constructs/layers";
import { MeshUpgrade } from "../../src/constructs/mesh-upgrade";
import { formatProblem } from "../../src/findings/input-error";
import { snapshotsOf } from "../../src/snapshot/snapshot";
import { phaseDirs, props, refused, route } from "./app-support";

describe("what both engines apply first", () => {
  type Place = readonly [layer: LayerId, wave: number, kind: string];
  const placed = ([layer, wave, kind]: Place) => ({ layer, wave, kind });
  const inRouting = (kind: string): Place => ["routing", 60, kind];

  test.each<[boolean, Place, Place]>([
    [true, ["waypoints", 50, "Gateway"], ["routing", 60, "HTTPRoute"]],
    [true, ["control-plane", 20, "Secret"], ["verify", 90, "Job"]],
    [false, ["routing", 60, "HTTPRoute"], ["waypoints", 50, "Gateway"]],
    // Flux waits for the layers that a layer comes after, and CNI does not come after the tags.
    [false, ["revision-tags", 25, "IstioRevisionTag"], ["cni", 30, "IstioCNI"]],
    // Argo CD goes by the wave, Flux by the folder.
    [false, ["waypoints", 61, "Gateway"], ["routing", 60, "HTTPRoute"]],
    [false, ["routing", 60, "HTTPRoute"], ["routing", 61, "HTTPRoute"]],
    // Deliveries are ordered by nothing.
    [false, ["operator", 0, "Subscription"], ["control-plane", 20, "Istio"]],
    [false, ["namespaces", 0, "Namespace"], ["routing", 60, "HTTPRoute"]],
    [true, ["namespaces", 0, "Namespace"], ["namespaces", 0, "Job"]],
    [true, inRouting("Namespace"), inRouting("HTTPRoute")],
    [true, inRouting("CustomResourceDefinition"), inRouting("Thing")],
    [true, inRouting("ServiceAccount"), inRouting("RoleBinding")],
    // Flux binds before it makes what is bound.
    [false, inRouting("ServiceAccount"), inRouting("ClusterRoleBinding")],
    [false, inRouting("Role"), inRouting("ClusterRoleBinding")],
    [true, inRouting("ClusterRole"), inRouting("ClusterRoleBinding")],
    [true, inRouting("ConfigMap"), inRouting("Deployment")],
    [true, inRouting("Service"), inRouting("StatefulSet")],
    [true, inRouting("Service"), inRouting("DaemonSet")],
    [false, inRouting("Deployment"), inRouting("Service")],
    [false, inRouting("HTTPRoute"), inRouting("AuthorizationPolicy")],
    // Argo CD does so, Flux the other way round.
    [false, inRouting("PodDisruptionBudget"), inRouting("Deployment")],
    [false, inRouting("ConfigMap"), inRouting("CustomResourceDefinition")],
    // Flux does so, Argo CD in any order.
    [false, inRouting("HTTPRoute"), inRouting("ValidatingWebhookConfiguration")],
  ])("%s: %j before %j", (expected, first, then) => {
    expect(appliedBefore(placed(first), placed(then))).toBe(expected);
  });
});

describe("dependencies", () => {
  type Build = (chart: Chart, upgrade: MeshUpgrade) => void;
  const objects = (chart: Chart) => [route(chart, "a"), route(chart, "b")] as [ApiObject, ApiObject];
  const crd = (chart: Chart) =>
    new ApiObject(chart, "crd", {
      apiVersion: "apiextensions.k8s.io/v1",
      kind: "CustomResourceDefinition",
      metadata: { name: "things.example.com" },
    });
  test.each<[string, Build]>([
    [
      "an earlier layer",
      (chart) => {
        const [a, b] = objects(chart);
        inLayer(b, "waypoints");
        a.addDependency(b);
      },
    ],
    [
      "a kind that both engines apply first",
      (chart) => {
        route(chart).addDependency(crd(chart));
        const settings = new ConfigMap(chart, "settings", {});
        new Deployment(chart, "app", { containers: [{ image: "x" }] }).node.addDependency(settings);
      },
    ],
    [
      "what cdk8s-plus orders by itself",
      (chart) => {
        const service = new Service(chart, "service", { ports: [{ port: 80 }] });
        new StatefulSet(chart, "app", { service, containers: [{ image: "x", portNumber: 80 }] });
      },
    ],
    [
      "an object of ours",
      (_, { phases }) => {
        for (const phase of phases) {
          const istio = phase.objects.find(({ object }) => object.kind === "Istio")?.object as ApiObject;
          route(phase).addDependency(istio);
        }
      },
    ],
    ["an earlier phase", (_, { phases }) => phases[2]?.addDependency(...phases.slice(0, 2))],
    ["nothing that is rendered", (chart) => route(chart).addDependency(new Construct(chart, "empty"))],
    [
      "several things at once",
      (chart) => {
        const group = inLayer(new Construct(chart, "group"), "waypoints");
        route(group);
        const both = new Construct(chart, "both");
        Dependable.implement(both, { dependencyRoots: [group, crd(chart)] });
        route(chart, "b").node.addDependency(both);
      },
    ],
  ])("on %s are kept by the order of the phase", (_, build) => {
    const upgrade = new MeshUpgrade(new App(), "prod", props);
    build(new Chart(upgrade, "mine"), upgrade);
    expect(snapshotsOf(upgrade)).toHaveLength(phaseDirs.length);
  });

  test.each<[string, Build, RegExp]>([
    [
      "an object of the same layer",
      (chart) => {
        const [a, b] = objects(chart);
        a.addDependency(b);
      },
      /^prod\/mine\/a: depends on VirtualService\/bookinfo\/b \(mesh\/60-routing\), and nothing applies that before .*\n.*inLayer\(…, "waypoints"\)$/,
    ],
    [
      "an object of a later layer",
      (chart) => {
        const [a, b] = objects(chart);
        inLayer(b, "verify");
        a.addDependency(b);
      },
      /^prod\/mine\/a: depends on VirtualService\/bookinfo\/b \(mesh\/90-verify\)/,
    ],
    [
      "an earlier layer with a later wave",
      (chart) => {
        const [a, b] = objects(chart);
        inLayer(b, "waypoints").metadata.addAnnotation("argocd.argoproj.io/sync-wave", "61");
        a.addDependency(b);
      },
      /^prod\/mine\/a: depends on /,
    ],
    [
      "a kind that only one engine applies first",
      (chart) => {
        const settings = new ConfigMap(chart, "settings", { metadata: { name: "settings" } });
        crd(chart).addDependency(ApiObject.of(settings));
      },
      /^prod\/mine\/crd: depends on ConfigMap\/settings/,
    ],
    [
      "one of several that are alike",
      (chart) => {
        const [a] = objects(chart);
        chart.addDependency(a);
      },
      /^prod\/mine: depends on VirtualService\/bookinfo\/a .* before VirtualService\/bookinfo\/b /,
    ],
  ])("on %s are refused", (_, build, said) => {
    const problems = refused((upgrade) => build(new Chart(upgrade, "mine"), upgrade));
    expect(problems.map(formatProblem)).toEqual([expect.stringMatching(said)]);
  });

  test("of ours on theirs are asked, too", () => {
    const problems = refused((upgrade) => {
      for (const phase of upgrade.phases) {
        const one = route(phase);
        phase.objects.find(({ object }) => object.kind === "ZTunnel")?.object.addDependency(one);
      }
    });
    expect(problems.map(formatProblem)).toEqual([
      expect.stringMatching(
        /^prod\/00-baseline\/ztunnel\/ztunnel: depends on VirtualService\/bookinfo\/route \(mesh\/60-routing\)/,
      ),
    ]);
  });

  test.each(["operator", "namespaces"] as const)(
    "on what is in %s/ cannot be kept: it is a delivery of its own",
    (layer) => {
      const problems = refused((upgrade) => {
        const chart = new Chart(upgrade, "mine");
        route(chart).addDependency(inLayer(route(chart, "first"), layer));
      });
      expect(problems.map(formatProblem)).toEqual([
        expect.stringMatching(`^prod/mine/route: depends on VirtualService/bookinfo/first \\(${layer}\\)`),
      ]);
    },
  );

  test.each<[string, (upgrade: MeshUpgrade) => void]>([
    ["a later phase", ({ phases }) => phases[1]?.addDependency(phases[2] as Chart)],
    [
      "another mesh",
      (upgrade) => void upgrade.phases[0]?.addDependency(new MeshUpgrade(upgrade.node.root as App, "other", props)),
    ],
  ])("on %s are refused", (_, build) => {
    const problems = refused(build);
    expect(problems).toHaveLength(1);
    expect(problems.map(formatProblem)[0]).toMatch(
      /depends on (prod|other)\/.*, which is in no phase that comes before/,
    );
  });

  test("cdk8s making a chart depend on the charts inside it is none of ours", () => {
    const app = new App();
    const upgrade = new MeshUpgrade(app, "prod", props);
    for (const phase of upgrade.phases) {
      route(phase, "outer");
      route(new Chart(phase, "inner"), "inner");
    }
    expect(() => [app.synthYaml(), app.synthYaml()]).not.toThrow();
  });
});
