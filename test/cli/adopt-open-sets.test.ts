import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { folderWith } from "../support/folder";
import { testWithKubectl } from "../support/kubectl";
import { runCli } from "../support/run-cli";

/*
 * A set whose path its generators fill in builds what it reads as well: what it adds there runs, and the files alone do not.
 */

const sail = (kind: string, rest = "") =>
  `apiVersion: sailoperator.io/v1\nkind: ${kind}\nmetadata: { name: default${rest} }\nspec: { version: v1.28.3, namespace: istio-system }\n`;
const patch = (value: string, target = "{ group: sailoperator.io }") =>
  `{ target: ${target}, patch: "- {op: add, path: /metadata/labels, value: {from: '${value}'}}" }`;
const source = (path: string, more: string) => `{ repoURL: "https://git.example.com/ops", path: "${path}"${more} }`;
interface Set {
  readonly generator?: string;
  readonly sources: string;
  readonly go?: boolean;
  readonly more?: string;
  readonly name?: string;
  readonly namespace?: string;
}
const set = ({ generator = "clusters: {}", sources, go = true, more = "", name = "all", namespace = "" }: Set) =>
  `apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata: { name: ${name}, namespace: argocd }\nspec:\n  goTemplate: ${go}\n  generators: [{ ${generator} }]\n${more}  template:\n    metadata: { name: "mesh-${go ? "{{.name}}" : "{{name}}"}" }\n    spec: { project: default, ${sources}, destination: { name: "${go ? "{{.name}}" : "{{name}}"}"${namespace} } }\n`;

const kustomized = {
  "clusters/c01/istio.yaml": `${sail("Istio")}---\n${sail("IstioCNI")}`,
  "clusters/c01/kustomization.yaml": "resources: [istio.yaml]\n",
};
const plain = { "clusters/c01/istio.yaml": kustomized["clusters/c01/istio.yaml"] };

interface Row {
  readonly what: string;
  readonly files: Record<string, string>;
  /** What the patch writes into the mesh; undefined where it is refused, empty where nothing is patched. */
  readonly label?: string;
  readonly says: string;
}

const path = "clusters/{{.name}}";
const open = "source: ";
const rows: readonly Row[] = [
  {
    what: "patches",
    files: {
      ...kustomized,
      "set.yaml": set({ sources: open + source(path, `, kustomize: { patches: [${patch("set")}] }`) }),
    },
    label: "set",
    says: "clusters/c01 is read as ApplicationSet/argocd/all has it built (if its generators make an Application of it), with spec.source.kustomize: patches",
  },
  {
    what: "patches with what the path says",
    files: {
      ...kustomized,
      "set.yaml": set({ sources: open + source(path, `, kustomize: { patches: [${patch("{{.name}}")}] }`) }),
    },
    label: "c01",
    says: "with spec.source.kustomize: patches",
  },
  {
    what: "patches in the older language, among several sources",
    files: {
      ...kustomized,
      "set.yaml": set({
        go: false,
        sources: `sources: [${source("clusters/{{name}}", `, kustomize: { patches: [${patch("{{name}}")}] }`)}, { repoURL: "https://git.example.com/ops", ref: values }]`,
      }),
    },
    label: "c01",
    says: "with spec.sources.0.kustomize: patches",
  },
  {
    what: "patches with what only clusters say",
    files: {
      ...kustomized,
      "set.yaml": set({
        sources: open + source(path, `, kustomize: { patches: [${patch("{{.metadata.labels.env}}")}] }`),
      }),
    },
    says: "spec.source.kustomize holds what its generators fill in), so its files are not what runs\n    argocd app manifests mesh-c01 | meshstep adopt -",
  },
  {
    what: "a name that only clusters say",
    files: {
      ...kustomized,
      "set.yaml": set({
        sources: open + source("clusters/{{.values.folder}}", `, kustomize: { patches: [${patch("{{.name}}")}] }`),
      }),
    },
    says: "argocd app manifests NAME | meshstep adopt -",
  },
  {
    what: "a patch of the template",
    files: {
      ...kustomized,
      "set.yaml": set({
        sources: open + source(path, ""),
        more: "  templatePatch: |\n    spec:\n      source:\n        kustomize: { images: ['{{.image}}'] }\n",
      }),
    },
    label: "",
    says: "which of ApplicationSet/argocd/all apply the mesh cannot be told from the input",
  },
  {
    what: "an image",
    files: {
      ...kustomized,
      "set.yaml": set({
        sources: open + source(path, ", kustomize: { images: ['docker.io/istio/proxyv2=mirror/proxyv2'] }"),
      }),
    },
    label: "",
    says: "with spec.source.kustomize: images",
  },
  {
    what: "two sets that make different things",
    files: {
      ...kustomized,
      "set.yaml": [
        set({ sources: open + source(path, `, kustomize: { patches: [${patch("set")}] }`) }),
        set({ name: "other", sources: open + source(path, "") }),
      ].join("---\n"),
    },
    says: "make different things of clusters/c01, and what runs is none of its files",
  },
  {
    what: "an Application that is known to read the folder",
    files: {
      ...kustomized,
      "set.yaml": set({ sources: open + source(path, `, kustomize: { patches: [${patch("set")}] }`) }),
      "app.yaml": `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: mesh, namespace: argocd }\nspec: { project: default, ${open}${source("clusters/c01", "")}, destination: { name: c01 } }\n`,
    },
    label: "",
    says: "Application/argocd/mesh applies Istio/default",
  },
  {
    what: "the folders of files",
    files: {
      ...kustomized,
      "clusters/c01/config.json": "{}",
      "set.yaml": set({
        generator: 'git: { repoURL: "https://git.example.com/ops", files: [{ path: clusters/*/config.json }] }',
        sources: open + source("{{.path.path}}", `, kustomize: { patches: [${patch("{{.path.basename}}")}] }`),
      }),
    },
    label: "c01",
    says: "with spec.source.kustomize: patches",
  },
  {
    what: "a set of which no folder is known",
    files: {
      ...kustomized,
      "set.yaml": set({ sources: open + source("{{.folder}}", `, kustomize: { patches: [${patch("set")}] }`) }),
    },
    label: "",
    says: "ApplicationSet/argocd/all would make more of the mesh than its files say (kustomize, helm or plugin of a source)",
  },
  {
    what: "a chart",
    files: {
      "clusters/c01/Chart.yaml": "apiVersion: v2\nname: mesh\nversion: 1.0.0\n",
      "clusters/c01/templates/istio.yaml": sail("Istio"),
      "set.yaml": set({ sources: open + source(path, ", helm: { valueFiles: ['values-{{.stage}}.yaml'] }") }),
    },
    says: "argocd app manifests mesh-c01 | meshstep adopt -",
  },
];

for (const { what, files, label, says } of rows)
  testWithKubectl(what, async () => {
    const folder = folderWith(files);
    const { code, err } = await runCli(["adopt", ".", "--distribution", "sail"], folder);
    expect({ code, err }).toEqual({ code: label === undefined ? 2 : 0, err: expect.stringContaining(says) });
    if (label === undefined) return;
    const text = readFileSync(join(folder, "mesh.yaml"), "utf8");
    expect(/from: "?(\w+)/.exec(text)?.[1] ?? "").toBe(label);
  });

test("an object without a namespace goes where the set puts it", async () => {
  const files = {
    ...plain,
    "clusters/c01/policy.yaml":
      "apiVersion: security.istio.io/v1\nkind: PeerAuthentication\nmetadata: { name: default }\nspec: { mtls: { mode: STRICT } }\n",
    "set.yaml": set({ sources: open + source(path, ""), namespace: ", namespace: istio-system" }),
  };
  const folder = folderWith(files);
  const { err } = await runCli(["adopt", ".", "--distribution", "sail"], folder);
  expect(err).toContain("as it names none: PeerAuthentication/istio-system/default");
  expect(parse(readFileSync(join(folder, "adopted/peerauthentication-default.yaml"), "utf8"))).toMatchObject({
    metadata: { namespace: "istio-system" },
  });
});
