import { folderWith } from "../support/folder";
import { runCli } from "../support/run-cli";

/** Objects as a file. */
const file = (...objects: object[]) => objects.map((one) => `---\n${JSON.stringify(one, null, 2)}\n`).join("");
const kustomization = (...resources: string[]) => `resources: ${JSON.stringify(resources)}\n`;

const protection = { "argocd.argoproj.io/sync-options": "Prune=false,Delete=false,SkipDryRunOnMissingResource=true" };
const wave = (value: string) => ({ ...protection, "argocd.argoproj.io/sync-wave": value });
const sail = (kind: string, annotations: object = protection, version = "v1.28.3") => ({
  apiVersion: "sailoperator.io/v1",
  kind,
  metadata: { name: "default", annotations },
  spec: { version },
});
const policy = (mode = "STRICT", namespace = "shop") => ({
  apiVersion: "security.istio.io/v1",
  kind: "PeerAuthentication",
  metadata: { name: "default", namespace, annotations: protection },
  spec: { mtls: { mode } },
});
const application = (
  name: string,
  path: string,
  destination: object = { server: "https://kubernetes.default.svc" },
) => ({
  apiVersion: "argoproj.io/v1alpha1",
  kind: "Application",
  metadata: { name, namespace: "argocd" },
  spec: { project: "default", source: { repoURL: "https://example.com/fleet.git", path }, destination },
});
const flux = (name: string, path: string) => ({
  apiVersion: "kustomize.toolkit.fluxcd.io/v1",
  kind: "Kustomization",
  metadata: { name, namespace: "flux-system" },
  spec: { path, prune: true, sourceRef: { kind: "GitRepository", name: "fleet" } },
});

async function said(rule: string, files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const { out } = await runCli(["check", ".", "--distribution", "sail"], folderWith(files));
  return [...out.matchAll(/^(?:error|warning)\[([A-Z0-9]+)\] (.*)$/gm)].flatMap(([, id, text]) =>
    id === rule ? [text ?? ""] : [],
  );
}

describe("waves hold inside of one Application (WAV001)", () => {
  const files = {
    "mesh/istio.yaml": file(sail("Istio", wave("5"))),
    "cni/cni.yaml": file(sail("IstioCNI", wave("2"))),
    "zt/zt.yaml": file(sail("ZTunnel", wave("1"))),
  };
  const apps = (...some: object[]) => ({ ...files, "apps/apps.yaml": file(...some) });

  test("nobody says who reads what", async () => {
    expect(await said("WAV001", files)).toEqual([expect.stringContaining("wave 1 is before wave 5 of Istio/default")]);
  });

  test("an Application for each", async () => {
    const each = apps(application("mesh", "mesh"), application("cni", "cni"), application("zt", "zt"));
    expect(await said("WAV001", each)).toEqual([]);
  });

  test("one for two of them", async () => {
    const two = apps(application("mesh", "mesh"), {
      ...application("nodes", "cni"),
      spec: { sources: [{ path: "cni" }, { path: "zt" }], destination: {} },
    });
    expect(await said("WAV001", two)).toEqual([expect.stringContaining("wave 1 is before wave 2 of IstioCNI/default")]);
  });

  test("one of which the Application is not here", async () => {
    const some = apps(application("mesh", "mesh"));
    expect(await said("WAV001", some)).toEqual([expect.stringContaining("wave 1 is before wave 5 of Istio/default")]);
  });

  test("an Application of an overlay reads what the overlay builds on", async () => {
    const overlay = {
      ...apps(application("all", "overlays/prod")),
      "overlays/prod/kustomization.yaml": kustomization("../../mesh", "../../zt"),
      "mesh/kustomization.yaml": kustomization("istio.yaml"),
      "zt/kustomization.yaml": kustomization("zt.yaml"),
    };
    expect(await said("WAV001", overlay)).toEqual([
      expect.stringContaining("wave 1 is before wave 5 of Istio/default"),
    ]);
  });
});

describe("two that apply one object (DUP001)", () => {
  const overlay = (more = "") => `${kustomization("../../base")}${more}`;
  const base = {
    "base/kustomization.yaml": kustomization("mesh.yaml"),
    "base/mesh.yaml": file(sail("Istio"), policy()),
    "overlays/a/kustomization.yaml": overlay(),
    "overlays/b/kustomization.yaml": overlay(),
  };
  const apps = (...some: object[]) => ({ "apps/apps.yaml": file(...some) });
  const [a, b] = [application("a", "overlays/a"), application("b", "overlays/b")];
  const both =
    "Application a and Application b both apply Istio/default, PeerAuthentication/shop/default to one cluster";

  test("overlays of one base, to one cluster", async () => {
    expect(await said("DUP001", { ...base, ...apps(a, b) })).toEqual([expect.stringContaining(both)]);
  });

  test("by Kustomizations of Flux", async () => {
    const found = await said("DUP001", { ...base, ...apps(flux("a", "./overlays/a"), flux("b", "./overlays/b")) });
    expect(found).toEqual([expect.stringContaining(both.replaceAll("Application", "Kustomization"))]);
  });

  test("an object of each overlay", async () => {
    const own = (mode: string) => ({
      "kustomization.yaml": overlay().replace("]", ', "own.yaml"]'),
      "own.yaml": file(policy(mode, "bank")),
    });
    const files = Object.fromEntries(
      [["a", own("STRICT")] as const, ["b", own("PERMISSIVE")] as const].flatMap(([name, some]) =>
        Object.entries(some).map(([key, text]) => [`overlays/${name}/${key}`, text]),
      ),
    );
    expect(await said("DUP001", { ...base, ...files, ...apps(a, b) })).toEqual([
      expect.stringContaining(both),
      expect.stringContaining("PeerAuthentication/bank/default is there twice, at overlays/a/own.yaml"),
    ]);
    // Nobody says that both are applied.
    expect(await said("DUP001", { ...base, ...files })).toEqual([]);
  });

  test.each<[string, Record<string, string>]>([
    ["nobody is seen to apply them", {}],
    [
      "to two clusters",
      apps(application("a", "overlays/a", { name: "east" }), application("b", "overlays/b", { name: "west" })),
    ],
    [
      "by the engines of two clusters, each in a folder of its own",
      {
        "clusters/east/a.yaml": file(flux("a", "./overlays/a")),
        "clusters/west/b.yaml": file(flux("b", "./overlays/b")),
      },
    ],
    [
      "one of them under another name and namespace",
      { ...apps(a, b), "overlays/b/kustomization.yaml": overlay("namePrefix: b-\nnamespace: bank\n") },
    ],
  ])("good: overlays of one base, %s", async (_what, more) => {
    expect(await said("DUP001", { ...base, ...more })).toEqual([]);
  });
});

describe("folders of one cluster each (DUP001)", () => {
  const pair = (one: string, other: string) => ({
    [`${one}/p.yaml`]: file(policy()),
    [`${other}/p.yaml`]: file(policy("PERMISSIVE")),
  });

  test.each([
    ["clusters/east", "clusters/west"],
    ["environments/a/mesh", "environments/b/mesh"],
    ["dev", "prod"],
    ["mesh/shop-staging", "mesh/shop-prod"],
    ["cluster1", "cluster2"],
  ])("%s and %s", async (one, other) => {
    expect(await said("DUP001", pair(one, other))).toEqual([]);
  });

  test.each([
    ["apps/one", "apps/two"],
    ["mesh", "prod"],
    ["clusters/prod", "clusters/prod/apps"],
    ["clusters/prod/mesh", "clusters/prod/apps"],
  ])("%s and %s are of one", async (one, other) => {
    expect(await said("DUP001", pair(one, other))).toEqual([expect.stringContaining("is there twice")]);
  });

  test("two Applications of different clusters say it as well", async () => {
    const apps = file(application("a", "apps/one", { name: "east" }), application("b", "apps/two", { name: "west" }));
    expect(await said("DUP001", { ...pair("apps/one", "apps/two"), "argocd/apps.yaml": apps })).toEqual([]);
  });

  test("two of one cluster say that they are none", async () => {
    const apps = file(application("a", "dev"), application("b", "prod"));
    expect(await said("DUP001", { ...pair("dev", "prod"), "argocd/apps.yaml": apps })).toEqual([
      expect.stringContaining("is there twice"),
    ]);
  });
});
