import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { folderWith } from "../support/folder";
import { runCli } from "../support/run-cli";

/*
 * A repository serves several clusters: what is applied to another one than the control plane is no part of its mesh.
 */

const sail = (kind: string, name = "default") =>
  `apiVersion: sailoperator.io/v1\nkind: ${kind}\nmetadata: { name: ${name} }\nspec: { version: v1.28.3, namespace: istio-system }\n`;
const namespace = (name: string, injection = "enabled") =>
  `apiVersion: v1\nkind: Namespace\nmetadata: { name: ${name}, labels: { istio-injection: ${injection} } }\n`;
const policy = (home: string) =>
  `apiVersion: security.istio.io/v1\nkind: PeerAuthentication\nmetadata: { name: default, namespace: ${home} }\nspec: { mtls: { mode: STRICT } }\n`;
const application = (name: string, path: string, destination: string, rest = "") =>
  `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: ${name}, namespace: argocd }\nspec: { project: default, source: { repoURL: https://git.example.com/ops, path: ${path} }, destination: { ${destination} }${rest} }\n`;
const kustomization = (name: string, path: string, secret: string) =>
  `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: ${name}, namespace: flux-system }\nspec: { path: ${path}, prune: true, interval: 1m, sourceRef: { kind: GitRepository, name: flux-system }, kubeConfig: { secretRef: { name: ${secret} } } }\n`;
const cluster = (name: string, server: string) =>
  `apiVersion: v1\nkind: Secret\nmetadata: { name: ${name}, namespace: argocd, labels: { argocd.argoproj.io/secret-type: cluster } }\nstringData: { name: ${name}, server: "${server}" }\n`;

const mesh = {
  "a/mesh/istio.yaml": `${sail("Istio")}---\n${sail("IstioCNI")}---\n${namespace("shop")}`,
  "apps/a.yaml": application("mesh", "a/mesh", "name: a"),
};
const other = { "b/pay/all.yaml": `${namespace("pay")}---\n${namespace("shop", "disabled")}---\n${policy("pay")}` };
const plain = { "b/pay/all.yaml": `${namespace("pay")}---\n${policy("pay")}` };

interface Row {
  readonly what: string;
  readonly files: Record<string, string>;
  readonly args?: readonly string[];
  /** Its namespaces. */
  readonly names: readonly string[];
  readonly says: string;
}

const rows: readonly Row[] = [
  {
    what: "of another name",
    files: { ...mesh, ...other, "apps/b.yaml": application("pay", "b/pay", "name: b") },
    names: ["shop"],
    says: "left to another cluster: Namespace/pay, Namespace/shop, PeerAuthentication/pay/default: Application/argocd/pay applies that to cluster b, and the mesh goes to cluster a\n",
  },
  {
    what: "of the same name",
    files: { ...mesh, ...plain, "apps/b.yaml": application("pay", "b/pay", "name: a") },
    names: ["pay", "shop"],
    says: "",
  },
  {
    what: "which Argo CD runs in",
    files: { ...mesh, ...other, "apps/b.yaml": application("pay", "b/pay", "server: https://kubernetes.default.svc") },
    names: ["shop"],
    says: "where that is one cluster, add them to spec.manifests by their files",
  },
  {
    what: "which Argo CD runs in, that may be called so",
    files: { ...mesh, ...plain, "clusters/a/b.yaml": application("pay", "b/pay", "name: in-cluster") },
    names: ["pay", "shop"],
    says: "taken along, although it may be of another cluster: Namespace/pay, PeerAuthentication/pay/default: Application/argocd/pay applies that to the cluster that Argo CD runs in",
  },
  {
    what: "which Argo CD runs in, as the mesh does, from another folder",
    files: {
      ...mesh,
      ...plain,
      "apps/a.yaml": application("mesh", "a/mesh", "server: https://kubernetes.default.svc"),
      "more/b.yaml": application("pay", "b/pay", "name: in-cluster"),
    },
    names: ["pay", "shop"],
    says: "",
  },
  {
    what: "by its server, of which nothing says the name",
    files: { ...mesh, ...plain, "apps/b.yaml": application("pay", "b/pay", "server: https://b.example.com:6443") },
    names: ["pay", "shop"],
    says: "taken along, although it may be of another cluster",
  },
  {
    what: "by its server, and the other one has a Secret",
    files: {
      ...mesh,
      ...other,
      "apps/b.yaml": application("pay", "b/pay", "server: https://b.example.com:6443"),
      "argocd/a.yaml": cluster("a", "https://a.example.com:6443"),
    },
    names: ["shop"],
    says: "applies that to cluster https://b.example.com:6443, and the mesh goes to cluster https://a.example.com:6443",
  },
  {
    what: "by its server, which is the same by a Secret",
    files: {
      ...mesh,
      ...plain,
      "apps/b.yaml": application("pay", "b/pay", "server: https://A.example.com/"),
      "argocd/a.yaml": cluster("a", "https://a.example.com:443"),
    },
    names: ["pay", "shop"],
    says: "",
  },
  {
    what: "with the same object word for word",
    files: {
      ...mesh,
      "b/0/all.yaml": namespace("shop"),
      "apps/b.yaml": application("pay", "b/0", "name: b"),
    },
    names: ["shop"],
    says: "",
  },
  {
    what: "of an app of apps, in which the Namespaces of Applications stand",
    files: {
      ...mesh,
      "root.yaml": application("root", "apps", "server: https://kubernetes.default.svc"),
      "apps/a.yaml": application(
        "mesh",
        "a/mesh",
        "name: a, namespace: web",
        ", syncPolicy: { syncOptions: [CreateNamespace=true], managedNamespaceMetadata: { labels: { istio-injection: enabled } } }",
      ),
    },
    names: ["shop", "web"],
    says: "halt Application/argocd/mesh: ",
  },
  {
    what: "of one set",
    files: {
      "clusters/a/all.yaml": mesh["a/mesh/istio.yaml"],
      "clusters/b/all.yaml": other["b/pay/all.yaml"],
      "apps/set.yaml": `apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata: { name: all, namespace: argocd }\nspec: { generators: [{ clusters: {} }], template: { metadata: { name: "{{name}}" }, spec: { project: default, source: { repoURL: https://git.example.com/ops, path: "clusters/{{name}}" }, destination: { name: "{{name}}" } } } }\n`,
    },
    names: ["shop"],
    says: "left to another cluster: Namespace/pay, Namespace/shop",
  },
  {
    what: "of Flux",
    files: {
      ...mesh,
      ...other,
      "apps/a.yaml": kustomization("mesh", "./a/mesh", "a"),
      "apps/b.yaml": kustomization("pay", "./b/pay", "b"),
    },
    names: ["shop"],
    says: "applies that to the cluster of Secret b, and the mesh goes to the cluster of Secret a",
  },
  {
    what: "with a control plane, of which one is chosen",
    files: {
      ...mesh,
      "b/pay/all.yaml": `${other["b/pay/all.yaml"]}---\n${sail("Istio", "east")}`,
      "apps/b.yaml": application("pay", "b/pay", "name: b"),
    },
    args: ["--istio", "default"],
    names: ["shop"],
    says: "left to another cluster: Istio/east, ",
  },
];

test.each(rows)("a cluster $what", async ({ files, args = [], names, says }) => {
  const folder = folderWith(files);
  const { code, err } = await runCli(["adopt", ".", "--distribution", "sail", ...args], folder);
  expect({ code, err }).toEqual({ code: 0, err: expect.any(String) });
  const { spec } = parse(readFileSync(join(folder, "mesh.yaml"), "utf8")) as {
    spec: { namespaces?: { name: string }[] };
  };
  expect(spec.namespaces?.map(({ name }) => name).sort()).toEqual(names);
  expect(err).toContain(says);
  if (says === "") expect(err).not.toMatch(/left to another cluster|may be of another cluster/);
  expect(err).not.toContain("files out of apps");
});

describe("control planes of two clusters", () => {
  const files = {
    ...mesh,
    "b/pay/all.yaml": `${other["b/pay/all.yaml"]}---\n${sail("Istio", "east")}`,
    "apps/b.yaml": application("pay", "b/pay", "name: b"),
  };

  test("are two meshes", async () => {
    const { code, err } = await runCli(["adopt", ".", "--distribution", "sail"], folderWith(files));
    expect(code).toBe(2);
    expect(err).toContain("2 Istio objects: default (cluster a), east (cluster b); a mesh.yaml describes one");
  });

  test("are adopted each by itself", async () => {
    const folder = folderWith(files);
    await runCli(["adopt", ".", "--distribution", "sail", "--all"], folder);
    expect(readdirSync(join(folder, "meshes")).sort()).toEqual(["default", "east"]);
    const east = readFileSync(join(folder, "meshes/east/mesh.yaml"), "utf8");
    expect(east).toContain("name: pay");
    expect(east).toContain("name: b");
  });

  test("do not share one IstioCNI, where both apply its folder", async () => {
    const folder = folderWith({
      "clusters/a/istio.yaml": sail("Istio"),
      "clusters/b/istio.yaml": sail("Istio", "east"),
      "cni/cni.yaml": sail("IstioCNI"),
      "apps/all.yaml": [
        application("a", "clusters/a", "name: a"),
        application("b", "clusters/b", "name: b"),
        application("cni-a", "cni", "name: a"),
        application("cni-b", "cni", "name: b"),
      ].join("---\n"),
    });
    const { code } = await runCli(["adopt", ".", "--distribution", "sail", "--istio", "east"], folder);
    const text = readFileSync(join(folder, "mesh.yaml"), "utf8");
    expect(code).toBe(0);
    expect(text).not.toContain("external");
    expect(parse(text)).toMatchObject({ spec: { delivery: { argocd: { destination: { name: "b" } } } } });
  });
});

test("objects that differ in both clusters of one folder are refused", async () => {
  const folder = folderWith({
    ...mesh,
    ...other,
    "apps/b.yaml": application("pay", "b/pay", "name: b"),
    "apps/c.yaml": application("mesh-b", "a/mesh", "name: b"),
  });
  const { code, err } = await runCli(["adopt", ".", "--distribution", "sail"], folder);
  expect(code).toBe(2);
  expect(err).toContain("a second Namespace/shop that differs from the first");
});

test("whoever builds on a file of the mesh for another cluster is neither halted nor emptied", async () => {
  const folder = folderWith({
    "base/kustomization.yaml": "resources: [namespace.yaml]\n",
    "base/namespace.yaml": namespace("shop"),
    "overlays/a/kustomization.yaml": "resources: [../../base, mesh.yaml]\n",
    "overlays/a/mesh.yaml": `${sail("Istio")}---\n${sail("IstioCNI")}`,
    "overlays/b/kustomization.yaml": "resources: [../../base, policy.yaml]\n",
    "overlays/b/policy.yaml": policy("shop"),
    "apps/a.yaml": application("mesh", "overlays/a", "name: a"),
    "apps/b.yaml": application("pay", "overlays/b", "name: b"),
  });
  const { code, err } = await runCli(["adopt", ".", "--distribution", "sail"], folder);
  expect(code).toBe(0);
  expect(err).toContain("halt Application/argocd/mesh: ");
  expect(err).toContain("take the mesh's files out of overlays/a, and");
  expect(err).toContain(
    "Application/argocd/pay applies the files of Namespace/shop as well, to cluster b, by overlays/b: take them out of what builds them for the mesh, and leave the files",
  );
});
