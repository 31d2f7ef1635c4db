import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { folderWith } from "../support/folder";
import { testWithKubectl } from "../support/kubectl";
import { runCli } from "../support/run-cli";

/* What applies a mesh is often patched by what stands above it: adopt goes by what it is built to, and not by how it stands in its file. */

const sail = (kind: string) =>
  `apiVersion: sailoperator.io/v1\nkind: ${kind}\nmetadata: { name: default }\nspec: { version: v1.28.3, namespace: istio-system }\n`;
const mesh = {
  ".git/HEAD": "ref: refs/heads/main\n",
  "mesh/kustomization.yaml": "resources: [all.yaml]\n",
  "mesh/all.yaml": `${sail("Istio")}---\n${sail("IstioCNI")}---\napiVersion: security.istio.io/v1\nkind: PeerAuthentication\nmetadata: { name: default }\nspec: { mtls: { mode: STRICT } }\n`,
};
const flux = (name: string, path: string, more = "") =>
  `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: ${name}, namespace: flux-system }\nspec: { interval: 1h, path: ./${path}, prune: true, sourceRef: { kind: GitRepository, name: flux-system }${more} }\n`;
const application = `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: mesh, namespace: argocd }\nspec: { project: default, source: { repoURL: https://git.example.com/ops, path: patch-me }, destination: { server: https://kubernetes.default.svc, namespace: patch-me }, syncPolicy: { automated: { prune: true } } }\n`;
const step = (path: string, value: string) => `{ "op": "add", "path": "/spec/${path}", "value": "${value}" }`;
const patch = (kind: string, ...steps: readonly string[]) =>
  `patches: [{ target: { kind: ${kind} }, patch: '[${steps.join(", ")}]' }]`;
const namespaced = patch("Kustomization", step("targetNamespace", "istio-system"));

async function adopted(files: Record<string, string>, input: string) {
  const folder = folderWith(files);
  const { code, err: stderr } = await runCli(["adopt", input, "--distribution", "sail", "-o", "out/mesh.yaml"], folder);
  const texts = readdirSync(join(folder, "out/adopted")).map((one) =>
    readFileSync(join(folder, "out/adopted", one), "utf8"),
  );
  return { code, stderr, text: texts.join("---\n") };
}

describe("the namespace of what names none", () => {
  const rows: readonly (readonly [what: string, files: Record<string, string>, inputs: readonly string[]])[] = [
    [
      "a patch of the kustomization that lists the Kustomization of Flux",
      {
        ...mesh,
        "apps/ks.yaml": flux("mesh", "mesh"),
        "apps/kustomization.yaml": `resources: [ks.yaml]\n${namespaced}\n`,
      },
      ["mesh", "."],
    ],
    [
      "a patch of the Kustomization that applies it",
      {
        ...mesh,
        "clusters/apps/ks.yaml": flux("mesh", "mesh"),
        "clusters/all.yaml": flux("all", "clusters/apps", `, ${namespaced}`),
      },
      ["mesh", "."],
    ],
    [
      "an overlay of Applications",
      {
        ...mesh,
        "apps/base/mesh.yaml": application,
        "apps/base/kustomization.yaml": "resources: [mesh.yaml]\n",
        "apps/prod/kustomization.yaml": `resources: [../base]\n${patch("Application", step("source/path", "mesh"), step("destination/namespace", "istio-system"))}\n`,
      },
      ["mesh", "."],
    ],
    [
      "a folder that a Kustomization reads and the kustomization above both does not list",
      {
        ".git/HEAD": "ref: refs/heads/main\n",
        "apps/kustomization.yaml": `resources: [mesh/ks.yaml]\n${namespaced}\n`,
        "apps/mesh/ks.yaml": flux("mesh", "apps/mesh/app"),
        "apps/mesh/app/all.yaml": mesh["mesh/all.yaml"],
        "all.yaml": flux(
          "all",
          "apps",
          ", patches: [{ patch: '{apiVersion: v1, kind: ConfigMap, metadata: {name: x}, data: {a: b}}' }]",
        ),
      },
      ["apps/mesh/app", "apps/mesh", "apps", "."],
    ],
  ];
  for (const [what, files, inputs] of rows)
    testWithKubectl(what, async () => {
      for (const input of inputs) {
        const { code, stderr, text } = await adopted(files, input);
        expect([input, code, text.includes("namespace: istio-system")]).toEqual([input, 0, true]);
        expect(stderr).toMatch(
          /(Kustomization\/flux-system|Application\/argocd)\/mesh(, \S+)? appl(y|ies) Istio\/default/,
        );
      }
    });
});
