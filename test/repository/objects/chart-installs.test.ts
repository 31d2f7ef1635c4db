import type { KubernetesObject } from "../../../src/mesh/mesh";
import { chartInstalls, onlyInstall } from "../../../src/repository/objects/chart-installs";

const object = (apiVersion: string, kind: string, spec: object, metadata: object = {}): KubernetesObject =>
  ({ apiVersion, kind, metadata: { name: "sail", namespace: "gitops", ...metadata }, spec }) as KubernetesObject;
const chart = { spec: { chart: "sail-operator", version: "1.28.3" } };
const helmRelease = (spec: object, metadata = {}) => object("helm.toolkit.fluxcd.io/v2", "HelmRelease", spec, metadata);
const application = (destination: object, metadata = {}) =>
  object(
    "argoproj.io/v1alpha1",
    "Application",
    {
      source: { chart: "sail-operator", targetRevision: "1.28.3", repoURL: "https://charts.example.com" },
      destination,
    },
    metadata,
  );
const artifact = object("source.toolkit.fluxcd.io/v1", "OCIRepository", {
  url: "oci://r.example.com/sail-operator",
  ref: { tag: "1.28.3" },
});
const deployment = (metadata: object, image = "quay.io/sail-dev/sail-operator:1.28.3") =>
  object(
    "apps/v1",
    "Deployment",
    { template: { spec: { containers: [{ name: "o", image }] } } },
    {
      name: "sail-operator",
      namespace: "mesh",
      ...metadata,
    },
  );
const byHelm = { labels: { "app.kubernetes.io/managed-by": "helm" } };
const byFlux = { kind: "HelmRelease", namespace: "gitops", name: "sail" };

test.each<[what: string, objects: readonly KubernetesObject[], found: object | undefined]>([
  ["a HelmRelease, into its own namespace", [helmRelease({ chart })], { namespace: "gitops", installedBy: byFlux }],
  ["into another", [helmRelease({ chart, targetNamespace: "mesh" })], { namespace: "mesh", installedBy: byFlux }],
  [
    "of an artifact",
    [helmRelease({ chartRef: { kind: "OCIRepository", name: "sail" } }), artifact],
    { namespace: "gitops", installedBy: byFlux },
  ],
  ["of another artifact", [helmRelease({ chartRef: { kind: "OCIRepository", name: "kiali" } }), artifact], undefined],
  ["of another chart", [helmRelease({ chart: { spec: { chart: "kiali-operator" } } })], undefined],
  ["into another cluster", [helmRelease({ chart, kubeConfig: { secretRef: { name: "east" } } })], undefined],
  ["that says no namespace", [helmRelease({ chart }, { namespace: undefined })], undefined],
  [
    "an Application",
    [application({ namespace: "mesh" })],
    { namespace: "mesh", installedBy: { kind: "Application", namespace: "gitops", name: "sail" } },
  ],
  ["that does not say where to", [application({ name: "in-cluster" })], undefined],
  [
    "what Helm wrote on a Deployment",
    [deployment({ annotations: { "meta.helm.sh/release-name": "op" } })],
    { namespace: "mesh", name: "op" },
  ],
  ["what the chart did", [deployment(byHelm)], { namespace: "mesh" }],
  [
    "what Flux did",
    [
      deployment({
        labels: {
          ...byHelm.labels,
          "helm.toolkit.fluxcd.io/name": "sail",
          "helm.toolkit.fluxcd.io/namespace": "gitops",
        },
      }),
    ],
    { namespace: "mesh", installedBy: byFlux },
  ],
  [
    "a Deployment of OLM's",
    [deployment({ labels: { ...byHelm.labels, "olm.owner": "sailoperator.v1.28.3" } })],
    undefined,
  ],
  ["one by hand", [deployment({})], undefined],
  ["one of something else", [deployment(byHelm, "quay.io/kiali/kiali-operator:v2")], undefined],
  [
    "an object in Git, and what it has made",
    [helmRelease({ chart, targetNamespace: "mesh" }), deployment(byHelm)],
    { namespace: "mesh", installedBy: byFlux },
  ],
  ["two that differ", [helmRelease({ chart, targetNamespace: "mesh" }), application({ namespace: "mesh" })], undefined],
  ["two namespaces", [helmRelease({ chart }), deployment(byHelm)], undefined],
])("%s", (_, objects, found) => {
  const install = onlyInstall(chartInstalls(objects));
  expect(install && { ...install, from: undefined, chart: undefined }).toEqual(found);
});
