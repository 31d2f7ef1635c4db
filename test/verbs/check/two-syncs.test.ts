import { checkPaths } from "../../../src/verbs/check/check-paths";
import { folderWith } from "../../support/folder";

const application = (name: string, policy: string, annotations = "{}") => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: ${name}, namespace: argocd, annotations: ${annotations} }
spec:
  project: default
  source: { repoURL: https://git.example.com/mesh.git, targetRevision: main, path: ${name} }
  destination: { server: https://kubernetes.default.svc }
  syncPolicy: ${policy}
`;
const subscription = `apiVersion: operators.coreos.com/v1alpha1
kind: Subscription
metadata: { name: sailoperator, namespace: operators }
spec: { name: sailoperator, channel: stable, source: community-operators, sourceNamespace: olm }
`;
const istio = `apiVersion: sailoperator.io/v1
kind: Istio
metadata: { name: default }
spec: { version: v1.28.3, namespace: istio-system }
`;
const automated = "{ automated: { prune: false } }";

function said(mesh: string, operator = application("operator", automated)): readonly string[] {
  const files = {
    "argocd/mesh.yaml": mesh,
    "argocd/operator.yaml": operator,
    "mesh/istio.yaml": istio,
    "operator/subscription.yaml": subscription,
  };
  const { findings } = checkPaths(["."], { acceptedJumps: [], distribution: "sail" }, { cwd: folderWith(files) });
  return findings.flatMap(({ rule, severity, message }) => (rule === "DEL005" ? [`${severity} ${message}`] : []));
}

test("parts of a mesh whose operator another Application brings, at the same time", () => {
  expect(said(application("mesh", automated))).toEqual([
    "warning Istio/default without SkipDryRunOnMissingResource=true, and their CRDs come with Application operator: until then each sync of Application mesh fails its dry run, and Argo CD tries 5 times",
  ]);
  expect(said(application("mesh", "{ automated: {}, retry: { limit: 2 } }"))[0]).toContain("tries 2 times");
});

test.each([
  [
    "its Application skips the dry run",
    application("mesh", "{ automated: {}, syncOptions: [SkipDryRunOnMissingResource=true] }"),
  ],
  ["it is tried for ever", application("mesh", "{ automated: {}, retry: { limit: -1 } }")],
  ["people begin the sync", application("mesh", "{}")],
  ["it comes in a later wave", application("mesh", automated, '{ argocd.argoproj.io/sync-wave: "1" }')],
])("not where %s", (_what, mesh) => expect(said(mesh)).toEqual([]));
