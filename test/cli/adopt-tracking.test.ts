import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { folderWith } from "../support/folder";
import { runCli } from "../support/run-cli";

/*
 * Where Argo CD tracks by label, it writes the name of the Application into a label of what it applies, and that is nobody's to write. The same label is that of
 * charts and of people, where it is not known to be Argo CD's.
 */

const key = "app.kubernetes.io/instance";
interface Labelled {
  readonly label?: string;
  readonly more?: string;
  readonly annotations?: string;
  readonly live?: boolean;
}
const metadata = ({ label = `${key}: mesh`, more = "", annotations = "", live = true }: Labelled, name: string) =>
  `{ name: ${name}${live ? ', uid: a, resourceVersion: "1"' : ""}, labels: { ${label}${more} }, annotations: { ${annotations} }`;
const sail = (kind: string, of: Labelled = {}, spec = "") =>
  `apiVersion: sailoperator.io/v1\nkind: ${kind}\nmetadata: ${metadata(of, "default")} }\nspec: { version: v1.28.3, namespace: istio-system${spec} }\n`;
const deployment = (of: Labelled = {}) =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: ${metadata(of, "ingress")}, namespace: istio-system }\nspec: { selector: { matchLabels: { ${key}: ingress } }, template: { metadata: { labels: { ${key}: ingress }, annotations: { inject.istio.io/templates: gateway } }, spec: { containers: [{ name: istio-proxy, image: auto }] } } }\n`;
const mesh = (of: Labelled = {}) => [sail("Istio", of), sail("IstioCNI", of), deployment(of)];
const config = (data: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: argocd-cm, namespace: argocd }\ndata: { ${data} }\n`;
const operator = (spec: string) =>
  `apiVersion: argoproj.io/v1beta1\nkind: ArgoCD\nmetadata: { name: main, namespace: argocd }\nspec: { ${spec} }\n`;
const application = (name: string, namespace = "argocd") =>
  `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: ${name}, namespace: ${namespace} }\nspec: { project: default, source: { repoURL: "https://git.example.com/ops", path: mesh }, destination: { name: in-cluster } }\n`;
const byLabel = config("application.resourceTrackingMethod: label");

interface Row {
  readonly what: string;
  readonly input: readonly string[];
  /** Labels of parts that are left. */
  readonly kept: readonly string[];
  readonly engine?: string;
  readonly says?: string;
}

const perhaps =
  "Istio/default has the label app.kubernetes.io/instance: mesh: if an Argo CD that tracks by label has written that (the default before 3.0), its Application mesh applies the mesh today";
const rows: readonly Row[] = [
  { what: "of which nothing says whose it is", input: mesh(), kept: ["mesh"], says: perhaps },
  {
    what: "by label",
    input: [...mesh(), byLabel],
    kept: [],
    engine: "argocd",
    says: "Application/mesh applies Istio/default, IstioCNI/default, Deployment/istio-system/ingress today",
  },
  {
    what: "by label, of an Application in another namespace",
    input: [...mesh({ label: `${key}: team-a_mesh` }), byLabel],
    kept: [],
    engine: "argocd",
    says: "Application/team-a/mesh applies Istio/default, IstioCNI/default, Deployment/istio-system/ingress today",
  },
  {
    what: "by annotation and label, as the operator says",
    input: [
      ...mesh({ annotations: "argocd.argoproj.io/tracking-id: 'mesh:sailoperator.io/Istio:/default'" }),
      operator("resourceTrackingMethod: annotation+label"),
    ],
    kept: [],
    engine: "argocd",
  },
  {
    what: "by annotation, where the label is that of people",
    input: [...mesh(), config("application.resourceTrackingMethod: annotation"), application("mesh")],
    kept: ["mesh"],
  },
  {
    what: "by a label of its own",
    input: [
      ...mesh({ label: `argocd.argoproj.io/instance: mesh, ${key}: chart` }),
      config("application.instanceLabelKey: argocd.argoproj.io/instance"),
    ],
    kept: ["chart"],
    engine: "argocd",
  },
  {
    what: "by a label of its own, of which no setting is here",
    input: mesh({ label: "argocd.argoproj.io/instance: mesh" }),
    kept: [],
    engine: "argocd",
  },
  {
    what: "by another label",
    input: [...mesh({ label: "example.com/app: mesh" }), operator("applicationInstanceLabelKey: example.com/app")],
    kept: [],
    engine: "argocd",
  },
  {
    what: "by the name of an Application",
    input: [...mesh(), application("mesh")],
    kept: [],
    engine: "argocd",
    says: "Application/argocd/mesh applies Istio/default, IstioCNI/default, Deployment/istio-system/ingress today",
  },
  {
    what: "by the name of an Application, which a chart has written",
    input: [...mesh({ more: ", app.kubernetes.io/managed-by: Helm" }), application("mesh")],
    kept: ["mesh"],
  },
  {
    what: "of Helm itself, beside an Argo CD that tracks by label",
    input: [...mesh({ annotations: "meta.helm.sh/release-name: mesh" }), byLabel],
    kept: ["mesh"],
  },
  {
    what: "in what argocd app manifests prints",
    input: [...mesh({ live: false }), byLabel],
    kept: [],
    engine: "argocd",
  },
];

test.each(rows)("a label $what", async ({ input, kept, engine, says = "" }) => {
  const folder = folderWith({});
  const { code, err } = await runCli(
    ["adopt", "-", "--distribution", "sail", "-o", "mesh.yaml"],
    folder,
    input.join("---\n"),
  );
  expect({ code, err }).toEqual({ code: 0, err: expect.stringContaining(says) });
  const text = readFileSync(join(folder, "mesh.yaml"), "utf8");
  const values = [...text.matchAll(/^ {6}(?:app.kubernetes.io\/instance|.*\/app|.*\/instance): (.*)$/gm)];
  expect([...new Set(values.map(([, value]) => value))]).toEqual(kept);
  expect(/^ {4}engine: (.*)$/m.exec(text)?.[1]).toBe(engine);
  // What selectors ask for is left in any case.
  const adopted = readFileSync(join(folder, "adopted/deployment-ingress.yaml"), "utf8");
  expect(adopted.match(/app\.kubernetes\.io\/instance: ingress/g)).toHaveLength(2);
  expect(adopted.includes("instance: mesh")).toBe(kept.includes("mesh"));
});

test("in files it is what somebody has written", async () => {
  const folder = folderWith({
    "mesh/all.yaml": mesh({ live: false }).join("---\n"),
    "cm.yaml": byLabel,
    "app.yaml": application("mesh"),
  });
  const { code } = await runCli(["adopt", ".", "--distribution", "sail"], folder);
  expect(code).toBe(0);
  expect(readFileSync(join(folder, "mesh.yaml"), "utf8")).toContain("app.kubernetes.io/instance: mesh");
});

test("two Applications that say nothing but their names of one object are no two objects", async () => {
  const folder = folderWith({});
  const gateway = (of: string) =>
    `apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: ${metadata({ label: `${key}: ${of}` }, "gw")}, namespace: istio-system }\nspec: { gatewayClassName: istio, listeners: [{ name: http, port: 80, protocol: HTTP }] }\n`;
  const input = [...mesh(), gateway("a"), gateway("b"), byLabel].join("---\n");
  const { code } = await runCli(["adopt", "-", "--distribution", "sail", "-o", "mesh.yaml"], folder, input);
  expect(code).toBe(0);
  expect(readdirSync(join(folder, "adopted"))).toContain("gateway-gw.yaml");
});

test.each<[what: string, input: string, says: boolean]>([
  [
    "Istio",
    sail("Istio", {}, `, values: { meshConfig: { discoverySelectors: [{ matchLabels: { ${key}: mesh } }] } }`),
    true,
  ],
  ["pods", `${sail("Istio")}---\n${deployment()}`, false],
])("what selects namespaces by the label of Argo CD is told: %s", async (_, input, says) => {
  const { err } = await runCli(
    ["adopt", "-", "--distribution", "sail", "-o", "mesh.yaml"],
    folderWith({}),
    `${input}---\n${byLabel}`,
  );
  expect(err.includes("selects namespaces or Services by it")).toBe(says);
});

describe("an Application that is called as synth would call one", () => {
  const tree = (name: string, namespace?: string) => ({
    "mesh/all.yaml": [sail("Istio", { live: false }), sail("IstioCNI", { live: false })].join("---\n"),
    "apps/mesh.yaml": application(name, namespace),
  });
  const taken = "that synth gives to an Application of mesh prod";

  test.each<[what: string, files: Record<string, string>, says: boolean]>([
    ["the same", tree("prod-mesh"), true],
    ["another", tree("prod"), false],
    [
      "the same, in another Argo CD",
      { ...tree("prod"), "other/mesh.yaml": application("prod-mesh", "argocd-2").replace("path: mesh", "path: other") },
      false,
    ],
    [
      "the same, by an earlier synth",
      {
        ...tree("prod"),
        "other/mesh.yaml": application("prod-mesh")
          .replace("path: mesh", "path: other")
          .replace("namespace: argocd", "namespace: argocd, labels: { meshstep.dev/mesh: prod }"),
      },
      false,
    ],
  ])("%s", async (_, files, says) => {
    const folder = folderWith(files);
    const { code, err } = await runCli(["adopt", ".", "--distribution", "sail", "--name", "prod"], folder);
    expect(code).toBe(0);
    expect(err.includes(taken)).toBe(says);
    expect(existsSync(join(folder, "mesh.yaml"))).toBe(true);
  });
});

test.each([
  ["label", byLabel],
  ["annotation", config("application.resourceTrackingMethod: annotation")],
])(
  "an Application that is named beside what came of it says where its mesh goes, tracked by %s",
  async (method, settings) => {
    const folder = folderWith({
      "apps/mesh.yaml": application("mesh").replace("name: in-cluster", "name: prod"),
      "cm.yaml": settings,
    });
    const annotations =
      method === "label" ? "" : "argocd.argoproj.io/tracking-id: 'mesh:sailoperator.io/Istio:/default'";
    const input = mesh({ annotations }).join("---\n");
    const { code, err } = await runCli(
      ["adopt", "-", "apps/mesh.yaml", "cm.yaml", "--distribution", "sail", "-o", "mesh.yaml"],
      folder,
      input.replace(/uid: a, resourceVersion: "1", /g, ""),
    );
    expect({ code, err }).toEqual({ code: 0, err: expect.stringContaining("halt Application/argocd/mesh") });
    const text = readFileSync(join(folder, "mesh.yaml"), "utf8");
    expect(text).toContain("url: https://git.example.com/ops");
    expect(text).toContain("name: prod");
  },
);
