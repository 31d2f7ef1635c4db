import { folderWith } from "../support/folder";
import { runCli } from "../support/run-cli";

/** What is checked may be an overlay that is a kustomization and nothing else, or nothing at all. */

const kustomization = (rest: string) => `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n${rest}`;
const sail = (kind: string, spec: string) =>
  `apiVersion: sailoperator.io/v1\nkind: ${kind}\nmetadata: { name: default }\nspec: { version: v1.28.3, ${spec} }\n`;

const files = {
  "base/kustomization.yaml": kustomization("resources: [istio.yaml, cni.yaml]\n"),
  "base/istio.yaml": sail("Istio", "namespace: istio-system"),
  "base/cni.yaml": sail("IstioCNI", "namespace: istio-cni"),
  "parts/ambient/kustomization.yaml":
    "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nresources: [ztunnel.yaml]\n",
  "parts/ambient/ztunnel.yaml": sail("ZTunnel", "namespace: ztunnel"),
  "overlays/sidecar/kustomization.yaml": kustomization("resources: [../../base]\n"),
  "overlays/ambient/kustomization.yaml": kustomization("resources: [../../base]\ncomponents: [../../parts/ambient]\n"),
  "unused/istio.yaml": sail("Istio", "namespace: other"),
};

test.each([
  ["sidecar", "base", 2, []],
  ["ambient", "base, parts/ambient", 3, ["AMB001", "AMB001", "ZTN003"]],
])("the overlay %s is looked at with what it builds on", async (name, along, count, errors) => {
  const { code, out, err } = await runCli(["check", `overlays/${name}`, "-o", "json"], folderWith(files));
  const found = (JSON.parse(out) as { findings: { rule: string; severity: string }[] }).findings;
  expect(
    found
      .filter(({ severity }) => severity === "error")
      .map(({ rule }) => rule)
      .sort(),
  ).toEqual(errors);
  expect(code).toBe(errors.length > 0 ? 1 : 0);
  expect(err).toContain(`note: overlays/${name}: looked at with what it builds on: ${along}\n`);
  expect(err).toContain(`\n${count} objects`);
  expect(err).toContain(`note: overlays/${name}: taken for`);
});

test.each([
  ["nothing", { "a.txt": "" }, ""],
  [
    "what is fetched",
    { "kustomization.yaml": kustomization("resources: [https://git.example.com/base]\n") },
    "; kustomization.yaml takes https://git.example.com/base from elsewhere",
  ],
])("of %s a report for programs says that there is nothing", async (_, some, more) => {
  const folder = folderWith(some);
  const json = await runCli(["check", ".", "-o", "json"], folder);
  expect(json.code).toBe(2);
  expect(JSON.parse(json.out)).toMatchObject({
    findings: [{ rule: "SCH005", message: `.: no manifest found${more}` }],
    summary: { errors: 1, unreadable: 1 },
  });
  expect(json.err).toContain("error: .: no manifest found");
  expect(JSON.parse((await runCli(["check", "gone", "-o", "sarif"], folder)).out)).toMatchObject({ version: "2.1.0" });
  expect(await runCli(["check", "."], folder)).toMatchObject({ code: 2, out: "" });
});

test("an overlay with objects of its own is looked at with what it builds on, of which nothing is said", async () => {
  const object = (apiVersion: string, kind: string, name: string, rest = "") =>
    `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: ${name}, namespace: shop }\n${rest}`;
  const service = (name: string) => object("v1", "Service", name, "spec: { ports: [{ name: http, port: 80 }] }\n");
  const route = (host: string) =>
    object(
      "networking.istio.io/v1",
      "VirtualService",
      host,
      `spec: { hosts: [${host}], http: [{ route: [{ destination: { host: ${host} } }] }] }\n`,
    );
  const folder = folderWith({
    "base/kustomization.yaml": kustomization("resources: [web.yaml, route.yaml]\n"),
    "base/web.yaml": service("web"),
    "base/route.yaml": route("nobody"),
    "base/forgotten.yaml": service("forgotten"),
    "prod/kustomization.yaml": kustomization("resources: [../base, api.yaml, web.yaml, gone.yaml]\n"),
    "prod/api.yaml": service("api"),
    "prod/web.yaml": route("web"),
    "prod/gone.yaml": route("gone"),
  });
  const { out, err } = await runCli(["check", "prod", "-o", "json"], folder);
  const found = (JSON.parse(out) as { findings: { rule: string; place?: { file: string } }[] }).findings;
  expect(found.map(({ rule, place }) => [rule, place?.file])).toEqual([["TGT003", "prod/gone.yaml"]]);
  expect(err).toContain("note: prod: looked at with what it builds on: base\n");
});
