import { withNamedValues } from "../../../src/verbs/adopt/delivery/named-values";
import type { Found } from "../../../src/verbs/adopt/input/found";

/* ConfigMaps that Flux takes values from belong to the delivery. */

const found = (object: object): Found =>
  ({ object, place: { file: "a.yaml", line: 1, column: 1 }, live: false }) as unknown as Found;
const map = (name: string, namespace = "istio-system") =>
  found({ apiVersion: "v1", kind: "ConfigMap", metadata: { name, namespace } });
const release = found({
  apiVersion: "helm.toolkit.fluxcd.io/v2",
  kind: "HelmRelease",
  metadata: { name: "mesh", namespace: "istio-system" },
  spec: {
    valuesFrom: [
      { kind: "ConfigMap", name: "values" },
      { kind: "Secret", name: "secret" },
    ],
  },
});
const kustomization = found({
  apiVersion: "kustomize.toolkit.fluxcd.io/v1",
  kind: "Kustomization",
  metadata: { name: "mesh", namespace: "istio-system" },
  spec: { postBuild: { substituteFrom: [{ kind: "ConfigMap", name: "values" }] } },
});

test.each<readonly [what: string, by: Found | undefined, one: Found, isDelivery: boolean]>([
  ["of a HelmRelease", release, map("values"), true],
  ["of a Kustomization", kustomization, map("values"), true],
  ["one of another name", release, map("secret"), false],
  ["one of another namespace", release, map("values", "shop"), false],
  ["one that nobody names", undefined, map("values"), false],
])("%s", (_, by, one, isDelivery) => {
  const deliveries = by ? [by] : [];
  const made = withNamedValues({ deliveries, others: [one] }, []);
  expect([made.deliveries.includes(one), made.others.includes(one)]).toEqual([isDelivery, !isDelivery]);
  if (by)
    expect(withNamedValues({ deliveries: [], others: [one] }, [by.object]).others.includes(one)).toBe(!isDelivery);
});
