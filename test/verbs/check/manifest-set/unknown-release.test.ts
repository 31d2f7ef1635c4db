import { checkPaths } from "../../../../src/verbs/check/check-paths";
import { folderWith } from "../../../support/folder";

/* An operator release that is newer, or older, than all that the catalogue has: what it serves and brings is not known, so nothing of it is an error. */

const chart = (release: string) => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: sail-operator, namespace: argocd }
spec:
  project: default
  destination: { server: https://kubernetes.default.svc, namespace: sail-operator }
  source:
    repoURL: https://istio-ecosystem.github.io/sail-operator
    chart: sail-operator
    targetRevision: ${release}
`;

const subscription = (csv: string) => `apiVersion: operators.coreos.com/v1alpha1
kind: Subscription
metadata: { name: servicemeshoperator3, namespace: openshift-operators }
spec:
  name: servicemeshoperator3
  channel: stable
  source: redhat-operators
  sourceNamespace: openshift-marketplace
  startingCSV: servicemeshoperator3.v${csv}
`;

const istio = (version: string, api = "v1") =>
  `apiVersion: sailoperator.io/${api}\nkind: Istio\nmetadata: { name: default }\nspec: { namespace: istio-system, version: ${version} }\n`;

function errorsOf(operator: string, mesh: string): readonly string[] {
  const cwd = folderWith({ "operator.yaml": operator, "istio.yaml": mesh });
  const { findings } = checkPaths(["."], { acceptedJumps: [] }, { cwd });
  return findings.filter(({ rule }) => /^VER00[15]$/.test(rule)).map(({ rule, severity }) => `${rule} ${severity}`);
}

test.each([
  ["a later patch brings a later patch", chart("1.30.99"), istio("v1.30.99"), []],
  ["a later minor brings a later minor", chart("1.99.0"), istio("v1.99.0"), []],
  ["and its alias", chart("1.99.0"), istio("v1.99-latest"), []],
  ["a later patch of OpenShift Service Mesh", subscription("3.4.99"), istio("v1.28.99"), []],
  ["what the catalogue has", chart("1.30.99"), istio("v1.30.3"), []],
  ["a patch that nobody can bring any more", chart("1.30.99"), istio("v1.30.0-alpha.0"), ["VER001 error"]],
  ["what is no version", chart("1.30.99"), istio("v1.30.x.1"), ["VER001 error"]],
  ["a release that the catalogue has", chart("1.30.3"), istio("v1.30.99"), ["VER001 error"]],
  ["a release that is none", subscription("3.4.9.9"), istio("v1.28.99"), ["VER001 error"]],
  ["a preview served what nobody serves now", subscription("3.0.0-tp.2"), istio("v1.24.1", "v1alpha1"), []],
  ["a later release does not serve it again", subscription("3.4.99"), istio("v1.24.3", "v1alpha1"), ["VER005 error"]],
])("%s", (_what, operator, mesh, expected) => {
  expect(errorsOf(operator, mesh)).toEqual(expected);
});
