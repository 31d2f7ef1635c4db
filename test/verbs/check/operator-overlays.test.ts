import { checkTransition } from "../../../src/verbs/check/check-step";
import { folderWith } from "../../support/folder";

/* One mesh that two clusters apply as it is, and an operator that an overlay moves for each of them. */

type Files = Readonly<Record<string, string>>;

const releases = ["east", "west"] as const;
const kustomization = (name: string, path: string) => `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: ${name}, namespace: flux-system }
spec: { interval: 10m, path: ./${path}, prune: true, sourceRef: { kind: GitRepository, name: fleet } }
`;

const operators = {
  "a HelmRelease": {
    object: `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: sail-operator, namespace: sail-operator }
spec: { interval: 1h, chart: { spec: { chart: sail-operator, version: 1.30.3, sourceRef: { kind: HelmRepository, name: sail } } } }
`,
    patch: (release: string) =>
      `{ target: { kind: HelmRelease }, patch: "[{ op: replace, path: /spec/chart/spec/version, value: ${release} }]" }`,
  },
  "a Subscription": {
    object: `apiVersion: operators.coreos.com/v1alpha1
kind: Subscription
metadata: { name: sailoperator, namespace: operators }
spec: { name: sailoperator, channel: stable, startingCSV: sailoperator.v1.30.3, installPlanApproval: Manual, source: operatorhubio-catalog, sourceNamespace: olm }
`,
    patch: (release: string) =>
      `{ target: { kind: Subscription }, patch: "[{ op: replace, path: /spec/startingCSV, value: sailoperator.v${release} }]" }`,
  },
} as const;

describe.each(Object.entries(operators))("%s", (_, { object, patch }) => {
  const tree = (east: string, west: string): Files => ({
    "mesh/istio.yaml": `apiVersion: sailoperator.io/v1
kind: Istio
metadata: { name: default, annotations: { kustomize.toolkit.fluxcd.io/prune: disabled } }
spec: { version: v1.28.3, namespace: istio-system, updateStrategy: { type: InPlace } }
`,
    "operator/base/operator.yaml": object,
    "operator/base/kustomization.yaml": "resources: [operator.yaml]\n",
    ...Object.fromEntries(
      releases.flatMap((name, index) => [
        [
          `operator/${name}/kustomization.yaml`,
          `resources: [../base]\npatches: [${patch([east, west][index] ?? "")}]\n`,
        ],
        [`clusters/${name}/operator.yaml`, kustomization("operator", `operator/${name}`)],
        [`clusters/${name}/mesh.yaml`, kustomization("mesh", "mesh")],
      ]),
    ),
  });
  const downs = (before: Files, after: Files) =>
    checkTransition(
      { from: folderWith(before), to: [folderWith(after)] },
      { acceptedJumps: [] },
      { cwd: "/" },
    ).findings.flatMap(({ rule, message }) => (rule === "VER011" ? [message] : []));
  const old = tree("1.30.3", "1.30.3");

  test("goes down in one cluster", () => {
    const word = [expect.stringContaining("the operator goes down from 1.30.3 to 1.28.3")];
    expect(downs(old, tree("1.28.3", "1.30.3"))).toEqual(word);
    expect(downs(old, tree("1.30.3", "1.28.3"))).toEqual(word);
  });

  test("stays, or goes up", () => {
    expect(downs(old, old)).toEqual([]);
    expect(downs(tree("1.29.2", "1.30.3"), old)).toEqual([]);
  });
});
