import { readdirSync } from "node:fs";
import { join } from "node:path";
import { folderWith } from "../support/folder";
import { runCli } from "../support/run-cli";

/*
 * Trees of our own in the manner of repositories and samples that are out there: cluster-scoped objects with a namespace, no version,
 * several meshes and overlays, templates, placeholders, gateways of somebody else. Nothing in them is wrong.
 */

const folder = join(__dirname, "../published");

test.each(readdirSync(folder))("no false alarm: %s", async (tree) => {
  const { code, out, err } = await runCli(["check", tree], folder);
  expect([code, out.match(/^error.*/gm)]).toEqual([0, null]);
  // What could not be judged is said once, after everything else.
  const notes = err.match(/^note: .*/gm) ?? [];
  expect(new Set(notes).size).toBe(notes.length);
});

test("objects of Istio alone, as people write them, have nothing to say about them", async () => {
  expect((await runCli(["check", "traffic"], folder)).out).toBe("");
});

test("the release is asked for, templates and placeholders are named, and patches carried out", async () => {
  const notes = async (tree: string) => (await runCli(["check", tree], folder)).err;
  expect(await notes("chart")).toContain(
    "note: not judged: template that a tool has to fill in first: chart/templates/istio.yaml",
  );
  expect(await notes("classic")).toMatch(
    /note: not judged: classic: the fields of IstioOperator of install.istio.io: /,
  );
  expect(await notes("envsubst")).toContain(
    "note: not judged: a line with a placeholder, the first at envsubst/istio.yaml:6:12",
  );
  expect(await notes("ossm")).not.toContain("patch that kustomize merges into an object");
  expect(await notes("multicluster")).toContain(
    "note: not judged: multicluster/clusters/east, multicluster/clusters/west: which versions",
  );
});

test("what other manifests decide is said once, and is no finding", async () => {
  const { out, err } = await runCli(["check", "overlays"], folder);
  expect(out).not.toMatch(/NS003|TGT001|DUP001/);
  expect(err).toContain(
    "note: not judged: overlays: whether the discovery selectors of Istio/default match namespaces istio-system, ztunnel, ",
  );
  expect(err).toContain("note: not judged: overlays: whether Services shop/cart-dev, shop/cart-prod, ");
});

test.each([
  ["overlays of one base", "[../base, ns.yaml]", undefined, 0],
  ["overlays of one base that one kustomization builds", "[../base, ns.yaml]", "[dev, prod]", 1],
  ["folders that have no base in common", "[ns.yaml]", undefined, 1, ["shop", "bank"]],
  ["folders of one stage each that have no base in common", "[ns.yaml]", undefined, 0],
])("the same object in %s", async (_what, resources, root, count, [one, other] = ["dev", "prod"]) => {
  const namespace = (env: string) =>
    `apiVersion: v1\nkind: Namespace\nmetadata: { name: shop, labels: { env: ${env} } }\n`;
  const { out } = await runCli(
    ["check", "."],
    folderWith({
      "base/kustomization.yaml": "resources: [a.yaml]\n",
      "base/a.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, namespace: shop }\n",
      [`${one}/kustomization.yaml`]: `resources: ${resources}\n`,
      [`${one}/ns.yaml`]: namespace("dev"),
      [`${other}/kustomization.yaml`]: `resources: ${resources}\n`,
      [`${other}/ns.yaml`]: namespace("prod"),
      ...(root !== undefined && { "kustomization.yaml": `resources: ${root}\n` }),
    }),
  );
  expect(out.match(/DUP001/g) ?? []).toHaveLength(2 * count);
});

test.each([
  "v__TAG__",
  "<VERSION>",
  "@TAG@",
  "%TAG%",
  "<your-version>",
  "<path:secret/mesh#version>",
  "patch-me in the overlay",
  "CHANGE_ME !",
  "VERSION_PLACEHOLDER !",
])("%s is filled in later", async (version) => {
  const text = (comment: string, tag: string) =>
    `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: a\n  labels:\n    version: "${tag}"${comment}\n`;
  const { code, out, err } = await runCli(["check", "."], folderWith({ "a.yaml": text("", version) }));
  expect([code, out]).toEqual([0, ""]);
  if (!version.startsWith("v"))
    expect(err).toContain("not judged: a line with a placeholder, the first at a.yaml:6:14");
  // In a comment it says nothing of the value.
  const wrong = await runCli(["check", "."], folderWith({ "a.yaml": text(` # ${version}`, "a b") }));
  expect(wrong.out).toContain("error[SCH004]");
});
