import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { folderWith } from "../support/folder";
import { runCli } from "../support/run-cli";

/*
 * What stands in a folder and is not applied is not what runs, and what an Application makes runs although it stands in no file.
 */

const sail = (kind: string, version = "v1.28.3") =>
  `apiVersion: sailoperator.io/v1\nkind: ${kind}\nmetadata: { name: default }\nspec: { version: ${version}, namespace: istio-system }\n`;
const mesh = `${sail("Istio")}---\n${sail("IstioCNI")}`;
const namespace = (name: string) =>
  `apiVersion: v1\nkind: Namespace\nmetadata: { name: ${name}, labels: { istio-injection: enabled } }\n`;
const application = (source: string, rest = "", name = "mesh") =>
  `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: ${name}, namespace: argocd }\nspec: { project: default, source: { repoURL: https://git.example.com/ops, targetRevision: HEAD, ${source} }, destination: { server: https://kubernetes.default.svc, namespace: ${name} }${rest} }\n`;

async function adopted(files: Record<string, string>, ...inputs: string[]) {
  const folder = folderWith(files);
  const paths = inputs.length > 0 ? inputs : ["."];
  const { code, err } = await runCli(["adopt", ...paths, "--distribution", "sail"], folder);
  expect({ code, err }).toEqual({ code: 0, err: expect.any(String) });
  const { spec } = parse(readFileSync(join(folder, "mesh.yaml"), "utf8")) as {
    spec: { version: string; namespaces?: { name: string }[] };
  };
  return { err, spec, names: spec.namespaces?.map(({ name }) => name) };
}

describe("files that an Application leaves out", () => {
  const files = {
    "mesh/istio.yaml": `${mesh}---\n${namespace("web")}`,
    "mesh/disabled/shop.yaml": namespace("shop"),
    "apps/mesh.yaml": application("path: mesh"),
  };

  test.each<[what: string, files: Record<string, string>, inputs: string[], names: string[], says: string]>([
    [
      "in folders below",
      files,
      [],
      ["web"],
      "left out, as nothing here applies it: mesh/disabled/shop.yaml (Application/argocd/mesh goes into no folders below mesh)",
    ],
    [
      "with directory.recurse",
      { ...files, "apps/mesh.yaml": application("path: mesh, directory: { recurse: true }") },
      [],
      ["shop", "web"],
      "",
    ],
    [
      "by directory.exclude",
      {
        ...files,
        "apps/mesh.yaml": application("path: mesh, directory: { recurse: true, exclude: 'disabled/*' }"),
      },
      [],
      ["web"],
      "mesh/disabled/shop.yaml (Application/argocd/mesh leaves it out of mesh by directory.exclude)",
    ],
    [
      "by directory.include",
      { ...files, "apps/mesh.yaml": application("path: mesh, directory: { recurse: true, include: '*istio*' }") },
      [],
      ["web"],
      "(Application/argocd/mesh does not take it by directory.include)",
    ],
    [
      "that another one reads",
      { ...files, "apps/shop.yaml": application("path: mesh/disabled", "", "shop") },
      [],
      ["shop", "web"],
      "",
    ],
    [
      "that are asked for by name",
      files,
      ["mesh", "apps", "mesh/disabled"],
      ["web", "shop"],
      "taken as you name it, although nothing here applies it: mesh/disabled/shop.yaml (Application/argocd/mesh goes into no folders below mesh)\n",
    ],
    [
      "beside a set that may read them",
      {
        ...files,
        "apps/set.yaml": `apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata: { name: all, namespace: argocd }\nspec: { generators: [{ clusters: {} }], template: { metadata: { name: "{{name}}" }, spec: { project: default, source: { repoURL: https://git.example.com/ops, path: "mesh/{{name}}" }, destination: { name: "{{name}}" } } } }\n`,
      },
      [],
      ["shop", "web"],
      "",
    ],
  ])("%s", async (_, tree, inputs, names, says) => {
    const { err, names: found } = await adopted(tree, ...inputs);
    expect([...(found ?? [])].sort()).toEqual([...names].sort());
    expect(err).toContain(says);
    if (says === "") expect(err).not.toContain("nothing here applies it");
  });

  describe("a mesh among them", () => {
    const old = { "mesh/old/istio.yaml": sail("Istio", "v1.24.3") };
    const listed = { "mesh/kustomization.yaml": "kind: Kustomization\nresources: [istio.yaml]\n" };

    test.each<[what: string, tree: Record<string, string>, how: string]>([
      ["goes into no folders", { ...files, ...old }, "and leaves it out"],
      [
        "leaves it out by a pattern",
        {
          ...files,
          ...old,
          "apps/mesh.yaml": application("path: mesh, directory: { recurse: true, exclude: '{old,disabled}/*' }"),
        },
        "and leaves it out",
      ],
      ["builds a kustomization", { ...files, ...old, ...listed }, "whose kustomization does not list it"],
    ])("is none where its Application %s", async (_, tree, how) => {
      for (const inputs of [["."], ["mesh"], [".", "--all"]]) {
        const folder = folderWith({ ...tree, ".git/HEAD": "ref: refs/heads/main\n" });
        const { code, err } = await runCli(["adopt", ...inputs, "--distribution", "sail", "-o", "out"], folder);
        expect({ code, err }).toEqual({ code: 0, err: expect.not.stringContaining("2 meshes") });
        if (inputs[0] !== "mesh")
          expect(err).toContain(
            `no mesh of its own, as nothing here applies it: mesh/old (Application/argocd/mesh reads mesh, ${how})`,
          );
        expect(err.match(/^Wrote/gm)).toHaveLength(1);
        expect(err).toContain("Application/argocd/mesh applies Istio/default");
      }
    });

    test.each<[what: string, tree: Record<string, string>]>([
      ["goes into no folders", { ...files, ...old }],
      ["builds a kustomization", { ...files, ...old, ...listed }],
    ])("that is named all the same is not what an Application applies that %s", async (_, tree) => {
      const { err } = await adopted({ ...tree, ".git/HEAD": "ref: refs/heads/main\n" }, "mesh/old");
      expect(err).not.toContain("applies Istio/default");
    });

    test("of which nobody says that it is left out is told beside one of its name", async () => {
      const folder = folderWith({ ...files, "old/istio.yaml": sail("Istio", "v1.24.3") });
      const { err } = await runCli(["adopt", ".", "--all", "--distribution", "sail"], folder);
      expect(err).toContain(
        "nothing here applies old, and Application/argocd/mesh applies another Istio/default, of mesh",
      );
    });

    test("two that are applied to one cluster are told, and those of two clusters are not", async () => {
      const two = (to: string) => ({
        ...files,
        "other/istio.yaml": sail("Istio", "v1.24.3"),
        "apps/other.yaml": application("path: other", "", "other").replace("https://kubernetes.default.svc", to),
      });
      const told = async (tree: Record<string, string>) =>
        (await runCli(["adopt", ".", "--all", "--distribution", "sail"], folderWith(tree))).err;
      const words = "Application/argocd/mesh and Application/argocd/other apply Istio/default to one cluster";
      expect(await told(two("https://kubernetes.default.svc"))).toContain(words);
      expect(await told(two("https://west.example.com"))).not.toContain("to one cluster");
    });

    test("that stands below another one is adopted by its folder, and that one by its files", async () => {
      const folder = folderWith({ "mesh/all.yaml": mesh, "mesh/more/web.yaml": namespace("web"), ...old });
      const { err } = await runCli(["adopt", "mesh", "--distribution", "sail"], folder);
      expect(err).toContain(
        "Adopt mesh/old by that folder, the one beside by its files: meshstep adopt mesh/all.yaml mesh/more, or all",
      );
      const all = await runCli(["adopt", "mesh", "--all", "--distribution", "sail"], folder);
      expect(all.code).toBe(0);
      const versions = ["mesh", "old"].map(
        (name) =>
          (parse(readFileSync(join(folder, `meshes/${name}/mesh.yaml`), "utf8")) as { spec: { version: string } }).spec
            .version,
      );
      expect(versions).toEqual(["v1.28.3", "v1.24.3"]);
    });
  });

  test("an older copy of a part is no second one, and the only one is taken", async () => {
    const { spec } = await adopted({
      ...files,
      "mesh/old.yaml": sail("IstioCNI", "v1.27.3"),
      "apps/mesh.yaml": application("path: mesh, directory: { exclude: 'old*' }"),
    });
    expect(spec.version).toBe("v1.28.3");
    const only = await adopted({
      "mesh/prod/istio.yaml": mesh,
      "mesh/web.yaml": namespace("web"),
      "apps/mesh.yaml": application("path: mesh"),
    });
    expect(only.err).toContain("taken, although nothing here applies it: mesh/prod/istio.yaml");
    expect(only.spec.version).toBe("v1.28.3");
  });
});

describe("Namespaces that Applications make", () => {
  const managed = (labels: string, to = "CreateNamespace=true") =>
    `, syncPolicy: { syncOptions: [${to}], managedNamespaceMetadata: { labels: { ${labels} } } }`;
  const files = { "mesh/istio.yaml": mesh, "apps/mesh.yaml": application("path: mesh") };
  const shop = (rest: string, source = "path: shop") => application(source, rest, "shop");

  test.each<[what: string, app: string, names: string[] | undefined]>([
    ["with a label of the mesh", shop(managed("istio-injection: enabled")), ["shop"]],
    ["for a chart of a registry", shop(managed("istio-injection: enabled"), "chart: shop"), ["shop"]],
    ["with other labels", shop(managed("team: a")), undefined],
    ["without making it", shop(managed("istio-injection: enabled", "PruneLast=true")), undefined],
    [
      "in another cluster",
      shop(managed("istio-injection: enabled")).replace("https://kubernetes.default.svc", "https://other.example.com"),
      undefined,
    ],
  ])("%s", async (_, app, names) => {
    const { spec, err } = await adopted({ ...files, "apps/shop.yaml": app });
    expect(spec.namespaces).toEqual(names?.map((name) => ({ name, ownership: "shared" })));
    expect(err.includes("Namespace/shop is made by Application/argocd/shop")).toBe(names !== undefined);
  });

  test("one that stands in a file is described by that", async () => {
    const { spec } = await adopted({
      ...files,
      "shop/ns.yaml": namespace("shop"),
      "apps/shop.yaml": shop(managed("istio-injection: enabled")),
    });
    expect(spec.namespaces).toEqual([{ name: "shop", ownership: "owned" }]);
  });

  test("with labels that discovery selectors ask for", async () => {
    const discovering = mesh.replace(
      "spec: {",
      "spec: { values: { meshConfig: { discoverySelectors: [{ matchLabels: { istio-discovery: enabled } }] } },",
    );
    const both = managed("istio-discovery: enabled, team: a");
    const { spec } = await adopted({ ...files, "mesh/istio.yaml": discovering, "apps/shop.yaml": shop(both) });
    expect(spec.namespaces).toEqual([
      { name: "shop", ownership: "shared", dataPlane: "none", labels: { "istio-discovery": "enabled" } },
    ]);
  });

  test("each of those that a set makes", async () => {
    const set = `apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata: { name: shops, namespace: argocd }\nspec: { generators: [{ list: { elements: [{ team: a }, { team: b }] } }], template: { metadata: { name: "shop-{{team}}" }, spec: { project: default, source: { repoURL: https://git.example.com/ops, path: shop }, destination: { server: https://kubernetes.default.svc, namespace: "shop-{{team}}" }${managed("istio-injection: enabled")} } } }\n`;
    const { names } = await adopted({ ...files, "apps/set.yaml": set });
    expect(names).toEqual(["shop-a", "shop-b"]);
  });
});

describe("objects that name no namespace", () => {
  const policy = (namespace = "") =>
    `apiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata: { name: deny${namespace} }\nspec: {}\n`;
  const files = {
    "mesh/istio.yaml": mesh,
    "apps/mesh.yaml": application("path: mesh"),
    "shop/deny.yaml": policy(),
    "shop/kustomization.yaml":
      "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [deny.yaml]\n",
  };
  const carried = async (tree: Record<string, string>) => {
    const folder = folderWith(tree);
    const { code, err } = await runCli(["adopt", ".", "--distribution", "sail"], folder);
    // A file that is as the mesh needs it stays where it is.
    const [copy = "", own = ""] = ["adopted/authorizationpolicy-deny.yaml", "shop/deny.yaml"].map((one) =>
      join(folder, one),
    );
    return { code, err, text: readFileSync(existsSync(copy) ? copy : own, "utf8") };
  };

  test.each<[what: string, tree: Record<string, string>, namespace: string | undefined]>([
    ["go where their Application goes", { ...files, "apps/shop.yaml": application("path: shop", "", "shop") }, "shop"],
    [
      "keep their own",
      {
        ...files,
        "shop/deny.yaml": policy(", namespace: other"),
        "apps/shop.yaml": application("path: shop", "", "shop"),
      },
      "other",
    ],
    ["stay as they are where nobody says more", files, undefined],
  ])("%s", async (_, tree, namespace) => {
    const { code, err, text } = await carried(tree);
    expect({ code, namespace: (parse(text) as { metadata: { namespace?: string } }).metadata.namespace }).toEqual({
      code: 0,
      namespace,
    });
    expect(err.includes("taken with the namespace")).toBe(namespace === "shop");
    expect(err.includes("nothing here says which namespace AuthorizationPolicy/deny goes to")).toBe(
      namespace === undefined,
    );
  });

  test("that several put into several are refused", async () => {
    const { code, err } = await carried({
      ...files,
      "apps/a.yaml": application("path: shop", "", "a"),
      "apps/b.yaml": application("path: shop", "", "b"),
    });
    expect(code).toBe(2);
    expect(err).toContain(
      "AuthorizationPolicy/deny names no namespace, and Application/argocd/a, Application/argocd/b put it into a, b",
    );
    expect(err).toContain("argocd app manifests a | meshstep adopt -, argocd app manifests b | meshstep adopt -");
  });
});
