import type { Rule } from "../../src/constructs/rights";
import type { KubernetesObject } from "../../src/mesh/mesh";
import { valueAt } from "../../src/objects/object-paths";
import { planUpgrade } from "../../src/plan/plan";
import { renderSnapshots } from "../../src/snapshot/snapshot";
import { type MeshChoice, meshOf } from "../delivery/meshes";

const sail: MeshChoice = {
  delivery: { engine: "argocd" },
  namespaces: [{ name: "bookinfo", waypoint: { name: "waypoint" } }],
  waypoints: [{ name: "waypoint", namespace: "bookinfo" }],
};
/** Its operator phase is finished by people, and so has no closing Job. */
const raised: MeshChoice = { ...sail, version: "v1.26.3", operator: { release: "1.26.3" }, upgrade: { to: "v1.27.3" } };
const olm: MeshChoice = {
  ...raised,
  operator: { release: "1.26.3", subscription: { namespace: "operators", channel: "stable-1.26" } },
};
const meshes: Readonly<Record<string, MeshChoice>> = {
  sail,
  raised,
  olm,
  asking: {
    ...sail,
    verify: {
      prometheus: { namespace: "monitoring", service: "prometheus", port: 9090 },
      slos: [{ name: "few-errors", query: "up", max: 1, windowSeconds: 300 }],
      requests: [
        {
          name: "web",
          from: { namespace: "shop", serviceAccount: "curl" },
          url: "http://web/",
          expect: { status: 200 },
          job: { image: "registry.example.com/tools/curl:8.11.1" },
        },
      ],
    },
  },
  "one phase": { ...sail, upgrade: { to: "v1.27.3" } },
  sidecar: { delivery: { engine: "flux" }, dataPlane: "sidecar", namespaces: [] },
};

/** The objects of each phase. */
function phasesOf(choice: MeshChoice): readonly (readonly KubernetesObject[])[] {
  return renderSnapshots(planUpgrade(meshOf(choice))).map(({ entries }) => entries.map(({ object }) => object));
}

interface Container {
  readonly name: string;
  readonly image: string;
  readonly command: readonly string[];
  readonly args: readonly string[];
}

interface GateJob {
  readonly name: string;
  readonly spec: unknown;
  readonly containers: readonly Container[];
}

function jobsOf(objects: readonly KubernetesObject[]): readonly GateJob[] {
  const jobs = objects.filter(({ kind, metadata }) => kind === "Job" && metadata.labels?.["meshstep.dev/gate"]);
  return jobs.map((job) => {
    const pod = ["spec", "template", "spec"];
    const containers = ["initContainers", "containers"].flatMap((key) => valueAt(job, ...pod, key) ?? []);
    return { name: job.metadata.name, spec: job["spec"], containers: containers as Container[] };
  });
}

describe.each(Object.entries(meshes))("%s", (_, choice) => {
  const phases = phasesOf(choice);
  const containers = phases.flatMap(jobsOf).flatMap((job) => job.containers);

  test("a container runs kubectl with arguments, and a shell only for what that cannot compare, and as a tenant", () => {
    expect(containers.length).toBeGreaterThan(10);
    for (const { name, command, args } of containers) {
      const needsShell = /^(\d\d-(slo|proxy-version|operator-leads)|request)$/.test(name);
      expect(command).toEqual(needsShell ? ["sh"] : ["kubectl"]);
      if (needsShell) continue;
      expect(args[0]).toMatch(/^(get|wait|rollout|delete)$/);
    }
  });

  test("the rights are the same in all phases", () => {
    const rights = phases.map((objects) => objects.filter(({ kind }) => /Role|ServiceAccount/.test(kind)));
    for (const one of rights) expect(one).toEqual(rights[0]);
  });

  test("the rights are what the containers need, and no more", () => {
    const needs = new Map<string, Set<string>>();
    // A tenant has no token, and needs no rights.
    for (const { args } of containers.filter(({ name }) => name !== "request")) {
      for (const [key, names] of needOf(args)) needs.set(key, new Set([...(needs.get(key) ?? []), ...names]));
    }
    const given = new Map<string, Set<string>>();
    for (const role of (phases[0] ?? []).filter(({ kind }) => /^(Cluster)?Role$/.test(kind))) {
      for (const { apiGroups, resources, resourceNames, verbs } of role["rules"] as Rule[]) {
        const key = [role.metadata.namespace ?? "", ...resources, ...apiGroups, ...verbs].join(" ");
        given.set(key, new Set(resourceNames ?? [""]));
      }
    }
    // Whoever may list all may also get one by its name.
    for (const names of needs.values()) if (names.has("")) for (const name of names) if (name) names.delete(name);
    expect(given).toEqual(needs);
  });
});

/** `namespace resource group verbs`, and the names; an empty name is all of them. What `kubectl` of 1.32 asks the API server for. */
function needOf(args: readonly string[]): [string, readonly string[]][] {
  const script = args[0] === "-c" ? (args[1] ?? "") : "";
  const [, operators] = /^ns="(.+)"$/m.exec(script) ?? [];
  if (operators !== undefined) {
    const read = (what: string) => `${operators} ${what} get list watch`;
    return [
      [read("clusterserviceversions operators.coreos.com"), [""]],
      [read("leases coordination.k8s.io"), ["sail-operator-lock"]],
      [read("pods "), [""]],
    ];
  }
  const [, pods] = /kubectl get pods -n (\S+)/.exec(script) ?? [];
  if (pods !== undefined) return [[`${pods} pods  get list watch`, [""]]];
  const service = /\/api\/v1\/namespaces\/([^/]+)\/services\/([^/]+)\/proxy\//.exec(args[1] ?? "");
  if (args[0] === "-c") return [[`${service?.[1]} services/proxy  get`, [service?.[2] ?? "?"]]];
  const at = args.indexOf("-n");
  const namespace = at === -1 ? "" : (args[at + 1] ?? "");
  const words = args.filter((_, index) => at === -1 || (index !== at && index !== at + 1));
  const key = (resource: string, verbs: string) => {
    const [plural, group] = groups[resource] ?? [];
    if (plural === undefined) throw new Error(`nobody knows ${resource}`);
    return [namespace, plural, group, verbs].join(" ");
  };
  const [verb, second = ""] = words;
  if (verb === "delete")
    return [[key(second, "get list watch delete"), words.slice(2).filter((one) => !one.startsWith("-"))]];
  const target = verb === "rollout" ? (words[2] ?? "") : second;
  const [resource = "", name] = target.split("/");
  return [[key(resource, "get list watch"), [name ?? ""]]];
}

const groups: Readonly<Record<string, readonly [string, string]>> = {
  jobs: ["jobs", "batch"],
  pods: ["pods", ""],
  configmaps: ["configmaps", ""],
  namespace: ["namespaces", ""],
  deployment: ["deployments", "apps"],
  daemonset: ["daemonsets", "apps"],
  csv: ["clusterserviceversions", "operators.coreos.com"],
  "gateways.gateway.networking.k8s.io": ["gateways", "gateway.networking.k8s.io"],
  istios: ["istios", "sailoperator.io"],
  istiorevisions: ["istiorevisions", "sailoperator.io"],
  istiocnis: ["istiocnis", "sailoperator.io"],
  ztunnels: ["ztunnels", "sailoperator.io"],
};

describe("the pod", () => {
  test("is restricted, of no fixed user, small, and outside the mesh", () => {
    for (const { spec } of phasesOf(sail).flatMap(jobsOf)) {
      const pod = valueAt(spec, "template", "spec") as Record<string, unknown>;
      expect(pod["securityContext"]).toEqual({ runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } });
      expect(valueAt(spec, "template", "metadata", "labels")).toMatchObject({
        "istio.io/dataplane-mode": "none",
        "sidecar.istio.io/inject": "false",
      });
      const containers = [pod["initContainers"], pod["containers"]].flat() as Record<string, unknown>[];
      for (const one of containers) {
        expect(one["securityContext"]).toEqual({
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ["ALL"] },
        });
        expect(one["resources"]).toEqual({
          requests: { cpu: "10m", memory: "64Mi" },
          limits: { cpu: "200m", memory: "128Mi" },
        });
      }
    }
  });

  test.each([
    ["sail", undefined, "ghcr.io/fluxcd/flux-cli:v2.8.3"],
    [
      "sail",
      "registry.example.com/kubectl@sha256:".padEnd(100, "a"),
      "registry.example.com/kubectl@sha256:".padEnd(100, "a"),
    ],
  ] as const)("has the image of %s, or the user's (%s)", (_, image, expected) => {
    const gates = { ...(image && { image }), pullSecret: "pull", deadlineSeconds: 600 };
    const jobs = phasesOf({ ...sail, delivery: { engine: "argocd", gates } }).flatMap(jobsOf);
    for (const { spec, containers } of jobs) {
      expect(valueAt(spec, "activeDeadlineSeconds")).toBe(600);
      expect(valueAt(spec, "template", "spec", "imagePullSecrets")).toEqual([{ name: "pull" }]);
      for (const one of containers) {
        expect(one.image).toBe(expected);
        // Each gives up before the Job does, so that its log says what it waited for.
        const [, seconds] = /^--timeout=(\d+)s$/.exec(one.args.at(-1) ?? "") ?? [];
        if (seconds) expect(Number(seconds)).toBeLessThanOrEqual(480);
      }
    }
  });
});

describe("names", () => {
  const specs = (choice: MeshChoice) =>
    new Map(
      phasesOf(choice)
        .flatMap(jobsOf)
        .map(({ name, spec }) => [name, spec]),
    );

  test("tell the phase, and fit into a label", () => {
    const names = [...specs({ ...sail, name: "a".repeat(63) }).keys()];
    for (const name of names) expect(name).toMatch(/^a{1,60}-(precheck|verify)-0\d-[0-9a-f]{8}$/);
    expect(Math.max(...names.map((name) => name.length))).toBe(63);
  });

  test.each([
    ["another image", { gates: { image: "registry.example.com/kubectl:1.34.2" } }],
    ["a pull secret", { gates: { pullSecret: "pull" } }],
    ["another deadline", { gates: { deadlineSeconds: 600 } }],
  ])("are others with %s, so that the spec of a Job never changes under its name", (_, delivery) => {
    const [before, after] = [specs(sail), specs({ ...sail, delivery: { engine: "argocd", ...delivery } })];
    for (const name of after.keys()) expect([...before.keys()]).not.toContain(name);
  });

  test("with the same name goes the same spec", () => {
    expect(specs({ ...sail })).toEqual(specs({ ...sail, delivery: { engine: "flux" } }));
  });
});

describe.each([true, false])("going back and forward, pruning: %s", (prunes) => {
  /**
   * A cluster as an engine sees it: a Job that is there and Complete is not made again. A Job that was Complete before another phase touched the
   * cluster is stale, and must never be found.
   */
  class Cluster {
    private readonly jobs = new Map<string, { readonly touches: number; readonly failed: boolean }>();
    private touches = 0;
    readonly stale: string[] = [];
    private settled: number | undefined;

    constructor(private readonly phases: readonly (readonly GateJob[])[]) {}

    /** Applies a phase to its end, or until its first Job fails because the cluster is not one step away. */
    apply(index: number): boolean {
      const [precheck, ...rest] = this.phases[index] ?? [];
      const mayGo = this.settled === undefined || Math.abs(this.settled - index) <= 1;
      const isThere = precheck && this.jobs.get(precheck.name);
      // People make a Job go away that failed.
      if (precheck && isThere?.failed) this.jobs.delete(precheck.name);
      if (precheck && !this.run(precheck, mayGo)) return false;
      if (this.settled !== index) this.touches += 1;
      for (const job of rest) this.run(job, true);
      this.settled = index;
      if (prunes)
        for (const name of this.jobs.keys())
          if (!this.phases[index]?.some((job) => job.name === name)) this.jobs.delete(name);
      return true;
    }

    private run(job: GateJob, passes: boolean): boolean {
      const found = this.jobs.get(job.name);
      if (found) {
        if (found.touches < this.touches) this.stale.push(job.name);
        return true;
      }
      const deletes = job.containers.filter(({ args }) => args[0] === "delete").flatMap(({ args }) => args);
      if (passes) for (const name of deletes) this.jobs.delete(name);
      // The precheck is from before the touch of its own phase.
      this.jobs.set(job.name, { touches: this.touches + (job.name.includes("-precheck-") ? 1 : 0), failed: !passes });
      return passes;
    }
  }

  test.each(["sail", "raised", "olm", "asking"])("%s: no way leads to a stale Complete Job", (name) => {
    const phases = phasesOf(meshes[name] as MeshChoice).map(jobsOf);
    const last = phases.length - 1;
    // Every way of six steps: one on, one back, or two at once, which blocks itself.
    for (let code = 0; code < 4 ** 6; code++) {
      const cluster = new Cluster(phases);
      let at = 0;
      cluster.apply(0);
      for (let rest = code, step = 0; step < 6; step++, rest = Math.floor(rest / 4)) {
        const wanted = at + ([1, -1, 2, -2][rest % 4] ?? 0);
        if (wanted < 0 || wanted > last) continue;
        if (cluster.apply(wanted)) at = wanted;
      }
      expect(cluster.stale).toEqual([]);
    }
  });

  test("without forgetting there would be one where nothing is pruned", () => {
    const phases = phasesOf(sail).map(jobsOf);
    const forgetful = phases.map((jobs) =>
      jobs.map((job) => ({ ...job, containers: job.containers.filter(({ args }) => args[0] !== "delete") })),
    );
    const cluster = new Cluster(forgetful);
    for (const index of [0, 1, 0]) cluster.apply(index);
    expect(cluster.stale.length > 0).toBe(!prunes);
  });
});
