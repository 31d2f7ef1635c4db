import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { withPrograms } from "../support/fake-programs";
import { folderWith } from "../support/folder";
import { runCli } from "../support/run-cli";

/*
 * Who builds or installs the mesh from a chart hands it over in other ways: nothing writes into templates, and Helm deletes what leaves a chart.
 */

const istio = (metadata = "name: default") =>
  `apiVersion: sailoperator.io/v1\nkind: Istio\nmetadata: { ${metadata} }\nspec: { version: v1.28.3, namespace: istio-system }\n`;
const chart = {
  "charts/mesh/Chart.yaml": "apiVersion: v2\nname: mesh\nversion: 1.2.3\n",
  "charts/mesh/templates/istio.yaml": "kind: Istio\n",
};
const application = `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: mesh, namespace: argocd }
spec:
  project: default
  source: { repoURL: https://git.example.com/ops.git, path: charts/mesh, targetRevision: HEAD }
  destination: { server: https://kubernetes.default.svc, namespace: istio-system }
  syncPolicy: { automated: { prune: true } }
`;
const release = (rest = "") =>
  `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: mesh, namespace: flux-system }\nspec: { interval: 1h, targetNamespace: istio-system, chart: { spec: { chart: ./charts/mesh, sourceRef: { kind: GitRepository, name: flux-system } } }${rest} }\n`;

async function adopted(files: Record<string, string>, made = istio()) {
  const folder = folderWith({ ...chart, ...files });
  const { code, err } = await withPrograms({ helm: `return ${JSON.stringify(made)};` }, () =>
    runCli(["adopt", ".", "--distribution", "sail"], folder),
  );
  const notes = err.split("\n").filter((line) => line.startsWith("note: "));
  const { spec } = parse(readFileSync(join(folder, "mesh.yaml"), "utf8")) as { spec: { delivery?: object } };
  return { code, notes: notes.map((line) => line.slice("note: ".length)), delivery: spec.delivery };
}

test("a HelmRelease: keep, halt, deliver, let go", async () => {
  const { code, notes, delivery } = await adopted({ "apps/mesh.yaml": release() });
  expect({ code, notes, delivery }).toEqual({
    code: 0,
    notes: [
      "left where they are, as they are the delivery and no part of the mesh: HelmRelease/flux-system/mesh",
      "HelmRelease/flux-system/mesh installs Istio/default today; Helm deletes what leaves its chart, and all of it with a HelmRelease that is deleted unsuspended, a control plane that is in use included. In this order (docs/adopt.md of meshstep says why):",
      "  1. keep Istio/default: the annotation helm.sh/resource-policy: keep on all of them, in the templates of charts/mesh or by a patch in spec.postRenderers (check --fix writes into no template); release that, and wait until it is in the cluster: kubectl get istio default -o 'jsonpath={.metadata.annotations}'",
      "  2. halt HelmRelease/flux-system/mesh: spec.suspend: true, in Git where it comes from there, and wait until it is in the cluster",
      "  3. deliver the live folder (synth, promote, then what synth wrote to platform/), and wait until it is applied",
      "  4. where charts/mesh holds nothing but the mesh, delete HelmRelease/flux-system/mesh while suspended, which uninstalls nothing and leaves Helm's Secrets to be deleted by hand (kubectl delete secret -n flux-system -l owner=helm,name=istio-system-mesh); otherwise take the mesh's templates out of the chart once no other release comes of it, and resume",
    ],
    delivery: { engine: "flux" },
  });
});

test("each object that is to be kept has its line", async () => {
  const namespace = (name: string) =>
    `---\napiVersion: v1\nkind: Namespace\nmetadata: { name: ${name}, labels: { istio-injection: enabled } }\n`;
  const made = `${istio()}${["a", "b", "c"].map(namespace).join("")}`;
  const { notes } = await adopted({ "apps/mesh.yaml": release() }, made);
  const keep = notes.findIndex((line) => line.startsWith("  1. keep these 4; "));
  expect(notes.slice(keep + 1, keep + 6)).toEqual([
    ...["Istio/default", "Namespace/a", "Namespace/b", "Namespace/c"].map((id) => `     - ${id}`),
    expect.stringMatching(/^ {2}2\. halt /),
  ]);
});

test("what is kept and suspended already needs no words", async () => {
  const kept = istio('name: default, annotations: { helm.sh/resource-policy: "keep" }');
  const { notes } = await adopted({ "apps/mesh.yaml": release(", suspend: true") }, kept);
  expect(notes.slice(2)).toEqual([
    expect.stringContaining("  1. deliver the live folder"),
    expect.stringContaining("  2. where charts/mesh holds nothing but the mesh"),
  ]);
});

test("a chart that Argo CD builds: its templates are what is written into, and taken out of", async () => {
  const { code, notes } = await adopted({ "apps/mesh.yaml": application });
  expect(code).toBe(0);
  expect(notes).toContain(
    "  1. protect Istio/default where they are: write the annotation argocd.argoproj.io/sync-options: Prune=false,Delete=false into the templates of charts/mesh, which no --fix does; commit that, and wait until it is in the cluster",
  );
  expect(notes).toContain(
    "  4. take the mesh's templates out of charts/mesh, and nothing else: Application/argocd/mesh itself stays",
  );
  expect(notes.join("\n")).not.toContain("meshstep check");
});
