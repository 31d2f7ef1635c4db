import { checkPaths } from "../../../src/verbs/check/check-paths";
import { folderWith } from "../../support/folder";

/* Objects of the operator that a controller makes of others are no objects of the repository; people hear that they were not looked at. */

const policy = `apiVersion: policy.open-cluster-management.io/v1
kind: Policy
metadata: { name: mesh, namespace: policies }
spec:
  policy-templates:
    - objectDefinition:
        apiVersion: policy.open-cluster-management.io/v1
        kind: ConfigurationPolicy
        metadata: { name: mesh }
        spec:
          object-templates:
            - complianceType: musthave
              objectDefinition:
                apiVersion: sailoperator.io/v1
                kind: Istio
                metadata: { name: default }
                spec: { namespace: istio-system, version: v1.24.3 }
`;
const raw = policy.replace(
  /object-templates:[\s\S]*/,
  "object-templates-raw: |\n            - objectDefinition:\n                apiVersion: sailoperator.io/v1\n                kind: Istio\n                metadata: { name: default }\n",
);
const istio =
  "apiVersion: sailoperator.io/v1\nkind: Istio\nmetadata: { name: default }\nspec: { namespace: istio-system, version: v1.28.3 }\n";

function report(files: Readonly<Record<string, string>>) {
  const { notes, lead } = checkPaths(["."], { acceptedJumps: [] }, { cwd: folderWith(files) });
  return { notes: notes.filter((note) => note.includes("hold")), lead };
}

test.each([
  ["a policy", policy],
  ["a policy with a text", raw],
])("%s is named, and the command that looks at what it makes", (_what, text) => {
  const { notes, lead } = report({ "policies/mesh.yaml": text });
  expect(notes).toEqual([
    "not judged: Policy/policies/mesh (the first at policies/mesh.yaml:1): it holds objects of sailoperator.io, which its controller makes: kubectl get istios,istiocnis,ztunnels -o yaml | meshstep check - looks at those of a cluster",
  ]);
  expect(lead).toMatch(/^kubectl get istios,istiocnis,ztunnels -o yaml \| meshstep check - /);
});

test("beside a mesh of the repository, too", () => {
  expect(report({ "mesh.yaml": istio, "policies/mesh.yaml": policy }).notes).toHaveLength(1);
});

test("a health check names an object and holds none", () => {
  const kustomization = `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: mesh, namespace: flux-system }
spec:
  path: ./mesh
  healthChecks: [{ apiVersion: sailoperator.io/v1, kind: Istio, name: default }]
`;
  expect(report({ "mesh/istio.yaml": istio, "flux.yaml": kustomization }).notes).toEqual([]);
});

test("what only names the operator holds nothing of it", () => {
  expect(
    report({ "mesh.yaml": istio, "policy.yaml": policy.replace("apiVersion: sailoperator.io/v1", "apiVersion: v1") })
      .notes,
  ).toEqual([]);
});
