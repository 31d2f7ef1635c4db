import { folderWith } from "../support/folder";
import { runCli } from "../support/run-cli";

/*
 * A policy that labels namespaces makes them members of the mesh, and no file has them.
 */

const istio = (metadata = "name: default") =>
  `apiVersion: sailoperator.io/v1\nkind: Istio\nmetadata: { ${metadata} }\nspec: { version: v1.28.3, namespace: istio-system }\n`;
const kyverno = (rule: string, kind = "ClusterPolicy") =>
  `apiVersion: kyverno.io/v1\nkind: ${kind}\nmetadata: { name: mesh }\nspec: { rules: [{ name: a, match: { any: [{ resources: { kinds: [Namespace] } }] }, ${rule} }] }\n`;
const sets = 'metadata: { labels: { "+(istio-injection)": enabled } }';
const gatekeeper =
  "apiVersion: mutations.gatekeeper.sh/v1\nkind: AssignMetadata\nmetadata: { name: mesh }\nspec: { location: 'metadata.labels.\"istio.io/dataplane-mode\"', parameters: { assign: { value: ambient } } }\n";
const tenant =
  "apiVersion: capsule.clastix.io/v1beta2\nkind: Tenant\nmetadata: { name: shop }\nspec: { namespaceOptions: { additionalMetadata: { labels: { istio.io/rev: default } } } }\n";
const admission =
  'apiVersion: admissionregistration.k8s.io/v1\nkind: MutatingAdmissionPolicy\nmetadata: { name: mesh }\nspec: { mutations: [{ patchType: ApplyConfiguration, applyConfiguration: { expression: \'Object{ metadata: Object.metadata{ labels: {"istio.io/rev": "x"} } }\' } }] }\n';

async function told(text: string, path = ".", mesh = istio()): Promise<string | undefined> {
  const folder = folderWith({ ".git/HEAD": "", "mesh/istio.yaml": mesh, "policies/all.yaml": text });
  const { code, err } = await runCli(["adopt", path, "--distribution", "sail"], folder);
  expect(code).toBe(0);
  return err.split("\n").find((line) => / on objects of the cluster: /.test(line));
}

test.each<[what: string, text: string, says: string]>([
  [
    "a mutation of Kyverno",
    kyverno(`mutate: { patchStrategicMerge: { ${sets} } }`),
    "ClusterPolicy/mesh of Kyverno sets istio-injection on",
  ],
  [
    "what Kyverno generates",
    kyverno(`generate: { apiVersion: v1, kind: Namespace, name: a, data: { ${sets} } }`),
    "ClusterPolicy/mesh of Kyverno sets",
  ],
  ["Gatekeeper", gatekeeper, "AssignMetadata/mesh of Gatekeeper sets istio.io/dataplane-mode on"],
  ["Capsule", tenant, "Tenant/shop of Capsule sets istio.io/rev on"],
  ["the API server", admission, "MutatingAdmissionPolicy/mesh of the API server sets istio.io/rev on"],
  [
    "two of them",
    `${gatekeeper}---\n${tenant}`,
    "AssignMetadata/mesh of Gatekeeper, Tenant/shop of Capsule set istio.io/dataplane-mode, istio.io/rev on",
  ],
])("%s is named, wherever it stands", async (_what, text, says) => {
  for (const path of [".", "mesh"]) {
    const note = await told(text, path);
    expect(note).toContain(says);
    expect(note).toContain("mesh.yaml has only those that files label");
  }
});

test.each<[what: string, text: string]>([
  ["what only validates", kyverno(`validate: { message: a, pattern: { ${sets} } }`)],
  ["what sets another label", kyverno("mutate: { patchStrategicMerge: { metadata: { labels: { team: a } } } }")],
])("silent: %s", async (_what, text) => {
  expect(await told(text)).toBeUndefined();
});

test("in a cluster the labels are there, and are put back all the same", async () => {
  const note = await told(
    kyverno(`mutate: { patchStrategicMerge: { ${sets} } }`),
    ".",
    istio('name: default, uid: a, resourceVersion: "1"'),
  );
  expect(note).not.toContain("mesh.yaml has only");
  expect(note).toContain("it may put the old one back");
});
