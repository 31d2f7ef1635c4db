import { platform } from "../../src/delivery/platform";
import type { KubernetesObject } from "../../src/mesh/mesh";
import { valueAt } from "../../src/objects/object-paths";
import { planUpgrade } from "../../src/plan/plan";
import { renderSnapshots } from "../../src/snapshot/snapshot";
import { type MeshChoice, meshOf, objectAt, platformOf, specOf } from "./meshes";

const url = "https://git.example.com/team/mesh.git";
const argocd = { engine: "argocd", repository: { url } } as const;

interface ApplicationSpec {
  readonly project: string;
  readonly source: { readonly repoURL: string; readonly targetRevision: string; readonly path: string };
  readonly destination: { readonly server?: string; readonly name?: string; readonly namespace: string };
  readonly syncPolicy: {
    readonly automated: { readonly prune: boolean; readonly selfHeal?: boolean };
    readonly retry: { readonly refresh: boolean };
    readonly syncOptions: readonly string[];
  };
}

interface ProjectSpec {
  readonly sourceRepos: readonly string[];
  readonly destinations: readonly { readonly server?: string; readonly name?: string; readonly namespace: string }[];
  readonly clusterResourceWhitelist: readonly { readonly group: string; readonly kind: string }[];
  readonly namespaceResourceWhitelist: readonly { readonly group: string; readonly kind: string }[];
}

function applicationsOf(choice: MeshChoice): readonly KubernetesObject[] {
  return platformOf({ delivery: argocd, ...choice })
    .files.map(({ object }) => object)
    .filter(({ kind }) => kind === "Application");
}

describe("Applications", () => {
  const { files } = platformOf({ delivery: argocd, namespaces: [{ name: "bookinfo", ownership: "owned" }] });
  const mesh = objectAt(files, "application-prod-mesh.yaml");

  test("one per delivery that the mesh has", () => {
    const names = (choice: MeshChoice) => applicationsOf(choice).map(({ metadata }) => metadata.name);
    const owned = { namespaces: [{ name: "bookinfo", ownership: "owned" as const }] };
    expect(names(owned)).toEqual(["prod-mesh", "prod-namespaces"]);
    expect(names({ namespaces: [] })).toEqual(["prod-mesh", "prod-namespaces"]);
    const subscription = { namespace: "operators", channel: "stable-1.28" };
    expect(names({ ...owned, operator: { release: "1.28.3", subscription } })).toContain("prod-operator");
  });

  test("the mesh: as proved", () => {
    expect(mesh.metadata.annotations).toEqual({ "argocd.argoproj.io/compare-options": "ServerSideDiff=true" });
    expect(mesh.metadata["finalizers"]).toBeUndefined();
    const { syncPolicy, ...spec } = specOf<ApplicationSpec>(mesh);
    expect(spec).toEqual({
      project: "prod",
      source: { repoURL: url, targetRevision: "main", path: "live/prod/mesh" },
      destination: { server: "https://kubernetes.default.svc", namespace: "istio-system" },
    });
    expect(syncPolicy.automated).toEqual({ prune: true });
    expect(syncPolicy.syncOptions).toEqual(["PruneLast=true", "ServerSideApply=true", "FailOnSharedResource=true"]);
    expect(syncPolicy.retry.refresh).toBe(true);
  });

  test("only the operator's is never pruned; none leaves out the waiting, none replaces", () => {
    const all = applicationsOf({
      namespaces: [{ name: "bookinfo", ownership: "owned" }],
      operator: { release: "1.28.3", subscription: { namespace: "operators", channel: "stable-1.28" } },
    });
    expect(all.length).toBe(3);
    for (const { metadata, spec } of all) {
      const { automated, syncOptions } = (spec as ApplicationSpec).syncPolicy;
      expect([metadata.name, automated.prune]).toEqual([metadata.name, !metadata.name.endsWith("-operator")]);
      expect(syncOptions.filter((option) => /ApplyOutOfSyncOnly|Replace|Force/.test(option))).toEqual([]);
    }
  });

  test.each<[string, MeshChoice, string]>([
    ["argocd", {}, "argocd"],
    [
      "OpenShift GitOps",
      { distribution: "openshift", version: "v1.28.4", operator: { release: "3.3.6" }, upgrade: { to: "v1.28.5" } },
      "openshift-gitops",
    ],
    ["a namespace of the user's choice", { delivery: { ...argocd, argocd: { namespace: "gitops" } } }, "gitops"],
  ])("live in %s", (_name, choice, namespace) => {
    for (const { metadata } of applicationsOf(choice)) expect(metadata.namespace).toBe(namespace);
  });

  test.each<[MeshChoice["delivery"], object]>([
    [
      { ...argocd, argocd: { destination: { server: "https://east.example.com:6443" } } },
      { server: "https://east.example.com:6443" },
    ],
    [{ ...argocd, argocd: { destination: { name: "east" } } }, { name: "east" }],
  ])("go to another cluster: %j", (delivery, destination) => {
    const { files } = platformOf({ delivery });
    expect(specOf<ApplicationSpec>(objectAt(files, "application-prod-mesh.yaml")).destination).toEqual({
      ...destination,
      namespace: "istio-system",
    });
    for (const one of specOf<ProjectSpec>(objectAt(files, "appproject-prod.yaml")).destinations) {
      expect(one).toEqual({ ...destination, namespace: one.namespace });
    }
  });

  test("without a repository they name a host that cannot exist, and say so", () => {
    const { files } = platformOf({ delivery: { engine: "argocd" } });
    for (const { object, why, patch } of files) {
      if (patch) continue;
      const text = JSON.stringify(object);
      expect(text).toMatch(/"https:\/\/[a-z-]+\.invalid\//);
      expect(why[0]).toContain("spec.delivery.repository.url");
    }
    expect(JSON.stringify(platformOf({ delivery: argocd }).files)).not.toContain(".invalid");
  });
});

describe("the AppProject", () => {
  const projectOf = (choice: MeshChoice) =>
    specOf<ProjectSpec>(objectAt(platformOf({ delivery: argocd, ...choice }).files, "appproject-prod.yaml"));
  const kinds = (list: ProjectSpec["clusterResourceWhitelist"]) => list.map(({ group, kind }) => `${group}/${kind}`);

  test("allows exactly the kinds that the phases hold, in their namespaces and those that the mesh names", () => {
    const { snapshots, files } = platformOf({
      delivery: argocd,
      waypoints: [{ name: "waypoint", namespace: "bookinfo" }],
      namespaces: [{ name: "bookinfo", ownership: "owned" }],
      carried: [
        { apiVersion: "security.istio.io/v1", kind: "AuthorizationPolicy", metadata: { name: "a", namespace: "shop" } },
        { apiVersion: "rbac.authorization.k8s.io/v1", kind: "ClusterRole", metadata: { name: "a" } },
      ],
    });
    const objects = snapshots.flatMap(({ entries }) => entries.map(({ object }) => object));
    const cluster = ["Istio", "IstioCNI", "ZTunnel", "Namespace", "ClusterRole", "ClusterRoleBinding"];
    const held = (isCluster: boolean) => [
      ...new Set(
        objects
          .filter(({ kind }) => cluster.includes(kind) === isCluster)
          .map(({ apiVersion, kind }) => `${apiVersion.includes("/") ? apiVersion.split("/")[0] : ""}/${kind}`),
      ),
    ];
    const spec = specOf<ProjectSpec>(objectAt(files, "appproject-prod.yaml"));
    expect(kinds(spec.clusterResourceWhitelist)).toEqual(held(true).sort());
    expect(kinds(spec.namespaceResourceWhitelist)).toEqual(held(false).sort());
    const namespaces = new Set(objects.flatMap(({ metadata }) => metadata.namespace ?? []));
    expect(spec.destinations.map(({ namespace }) => namespace)).toEqual([...namespaces].sort());
    expect(spec.sourceRepos).toEqual([url]);
  });

  describe("keeps the namespaces in which Argo CD may have something to prune", () => {
    const bookinfo = { namespaces: [{ name: "bookinfo" }] };
    const request = {
      name: "a",
      from: { namespace: "tests", serviceAccount: "curl" },
      url: "http://a.example.com",
      expect: { status: 200 },
    };
    const namesOf = (choice: MeshChoice) => projectOf(choice).destinations.map(({ namespace }) => namespace);
    const here = { version: "v1.28.3", upgrade: undefined };

    test.each<[what: string, choice: MeshChoice, namespace: string]>([
      ["the row has reached its end", { ...here, ...bookinfo }, "bookinfo"],
      [
        "a waypoint of another namespace",
        {
          ...here,
          namespaces: [{ name: "a", waypoint: { name: "w", namespace: "b" } }],
          waypoints: [{ name: "w", namespace: "b" }],
        },
        "b",
      ],
      ["a gateway", { ...here, gateways: [{ name: "a", namespace: "ingress", kind: "gateway-api" }] }, "ingress"],
      [
        "a request by a Job",
        { ...here, verify: { requests: [{ ...request, job: { image: "registry.example.com/tools/curl:8.11.1" } }] } },
        "tests",
      ],
      [
        "Prometheus",
        { ...here, verify: { prometheus: { namespace: "metrics", service: "prometheus", port: 9090 } } },
        "metrics",
      ],
      ["the operator", { ...here, operator: { release: "1.28.3", namespace: "ops" } }, "ops"],
    ])("%s", (_, choice, namespace) => {
      expect(namesOf(choice)).toContain(namespace);
    });

    test("a namespace that leaves the mesh", () => {
      const before = { mesh: meshOf({ ...here, ...bookinfo, delivery: argocd }) };
      const mesh = { ...meshOf({ ...here, namespaces: [], delivery: argocd }), before };
      const plan = planUpgrade(mesh);
      const files = platform(plan.mesh, renderSnapshots(plan));
      const { destinations } = specOf<ProjectSpec>(objectAt(files, "appproject-prod.yaml"));
      expect(destinations.map(({ namespace }) => namespace)).toContain("bookinfo");
    });
  });

  test("what names no namespace goes to default, and may", () => {
    const carried = [{ apiVersion: "networking.istio.io/v1", kind: "Sidecar", metadata: { name: "a" } }];
    const { files } = platformOf({ delivery: argocd, carried });
    expect(specOf<ApplicationSpec>(objectAt(files, "application-prod-mesh.yaml")).destination.namespace).toBe(
      "default",
    );
    expect(projectOf({ carried }).destinations.map(({ namespace }) => namespace)).toContain("default");
  });

  test("a kind of which nobody knows the scope is allowed as either", () => {
    const { clusterResourceWhitelist, namespaceResourceWhitelist } = projectOf({
      carried: [{ apiVersion: "example.com/v1", kind: "Thing", metadata: { name: "a" } }],
    });
    expect(kinds(clusterResourceWhitelist)).toContain("example.com/Thing");
    expect(kinds(namespaceResourceWhitelist)).toContain("example.com/Thing");
  });

  test("every destination of an Application is allowed", () => {
    const { files } = platformOf({
      delivery: argocd,
      operator: { release: "1.28.3", subscription: { namespace: "operators", channel: "stable-1.28" } },
    });
    const allowed = specOf<ProjectSpec>(objectAt(files, "appproject-prod.yaml")).destinations;
    for (const { object } of files.filter((one) => one.object.kind === "Application")) {
      expect(allowed).toContainEqual(specOf<ApplicationSpec>(object).destination);
    }
  });

  test("lets Applications stand elsewhere, and stays where Argo CD runs", () => {
    const elsewhere = { namespace: "gitops", applicationNamespace: "platform" };
    const { files } = platformOf({ delivery: { ...argocd, argocd: elsewhere } });
    const homes = files.map(({ object: { kind, metadata } }) => [kind, metadata.namespace]);
    expect(new Set(homes.map((one) => one.join(" ")))).toEqual(
      new Set(["AppProject gitops", "Application platform", "ConfigMap gitops", "ArgoCD gitops"]),
    );
    const from = (namespace: string) =>
      valueAt(
        objectAt(
          platformOf({ delivery: { ...argocd, argocd: { ...elsewhere, applicationNamespace: namespace } } }).files,
          "appproject-prod.yaml",
        ),
        "spec",
        "sourceNamespaces",
      );
    expect(from("platform")).toEqual(["platform"]);
    expect(from("gitops")).toBeUndefined();
  });

  test("is not written where the user names one", () => {
    const { files } = platformOf({ delivery: { ...argocd, argocd: { project: "platform-team" } } });
    expect(files.filter(({ object }) => object.kind === "AppProject")).toEqual([]);
    expect(specOf<ApplicationSpec>(objectAt(files, "application-prod-mesh.yaml")).project).toBe("platform-team");
  });
});
