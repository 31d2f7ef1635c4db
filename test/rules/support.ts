import { distribution, findRelease } from "../../src/catalog/lookup";
import type { DistributionName } from "../../src/catalog/types";
import { ownedNamespaceProtection, protect } from "../../src/constructs/protection";
import type { Finding } from "../../src/findings/finding";
import type { RuleId } from "../../src/findings/pages";
import type { KubernetesObject } from "../../src/mesh/mesh";
import { rules } from "../../src/rules/registry";
import type { ManifestSet, Rule, Step } from "../../src/rules/rule";

/** As ours are annotated. */
export const sailProtection = protect({ apiVersion: "sailoperator.io/v1", kind: "Istio" });

type Labels = Readonly<Record<string, string>>;

/** Manifests under `openshift 3.1.2`, or under `openshift` alone when the operator release is not known. */
export function setOf(where: string, objects: readonly KubernetesObject[], acceptedJumps: string[] = []): ManifestSet {
  const [name = "", version] = where.split(" ");
  const known = distribution(name as DistributionName);
  const release = version === undefined ? undefined : findRelease(known, version);
  if (version !== undefined && !release) throw new Error(`no ${where} in the catalogue`);
  return {
    distribution: known,
    ...(release && { release }),
    acceptedJumps,
    objects: objects.map((object) => ({ object })),
  };
}

/** An object of `sailoperator.io`, protected as ours are. */
export function sail(kind: string, spec: object, name = "default", version = "v1"): KubernetesObject {
  return { apiVersion: `sailoperator.io/${version}`, kind, metadata: { name, annotations: sailProtection }, spec };
}

export const istio = (version: string, spec: object = {}, name = "default") =>
  sail("Istio", { version, ...spec }, name);
export const cni = (version: string, spec: object = {}) => sail("IstioCNI", { version, ...spec });
export const ztunnel = (version: string, values?: object, apiVersion = "v1") =>
  sail("ZTunnel", { version, ...(values && { values: { ztunnel: values } }) }, "default", apiVersion);

/** The three versions of an ambient mesh. */
export function ambient(controlPlane: string, cniVersion: string, ztunnelVersion: string): KubernetesObject[] {
  return [istio(controlPlane), cni(cniVersion), ztunnel(ztunnelVersion)];
}

export function namespace(name: string, labels: Labels = {}, annotations: Labels = {}): KubernetesObject {
  return { apiVersion: "v1", kind: "Namespace", metadata: { name, labels, annotations } };
}

/** A Namespace of which only these labels are written here. */
export function sharedNamespace(name: string, labels: Labels = {}): KubernetesObject {
  return namespace(name, labels, {
    ...ownedNamespaceProtection,
    "kustomize.toolkit.fluxcd.io/ssa": "Merge",
  });
}

export function service(name: string, inNamespace: string | undefined, labels: Labels): KubernetesObject {
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name, ...(inNamespace && { namespace: inNamespace }), labels },
  };
}

export function configMap(
  name: string,
  inNamespace: string,
  data: object = {},
  annotations: Labels = {},
): KubernetesObject {
  return { apiVersion: "v1", kind: "ConfigMap", metadata: { name, namespace: inNamespace, annotations }, data };
}

/** A waypoint; `namespaces` is what its listener allows. */
export function gateway(
  name: string,
  inNamespace: string | undefined,
  namespaces?: object,
  gatewayClassName = "istio-waypoint",
): KubernetesObject {
  const allowed = namespaces && { allowedRoutes: { namespaces } };
  return {
    apiVersion: "gateway.networking.k8s.io/v1",
    kind: "Gateway",
    metadata: { name, ...(inNamespace && { namespace: inNamespace }) },
    spec: { gatewayClassName, listeners: [{ name: "mesh", port: 15008, protocol: "HBONE", ...allowed }] },
  };
}

/** Severity, object, and the telling part of the message. */
export type Expected = readonly [severity: "error" | "warning", object: string | undefined, part: string];

export function rule(id: RuleId): Rule {
  const found = rules.find((one) => one.id === id);
  if (!found) throw new Error(`${id} is not in the registry`);
  return found;
}

/** Asks one rule of one state. */
export function expectState(id: RuleId, set: ManifestSet, expected: readonly Expected[]): void {
  const { state } = rule(id);
  if (!state) throw new Error(`${id} says nothing of states`);
  expectFindings(id, state(set), expected);
}

/** Asks one rule of one step. */
export function expectStep(id: RuleId, step: Step, expected: readonly Expected[]): void {
  const { step: ask } = rule(id);
  if (!ask) throw new Error(`${id} says nothing of steps`);
  expectFindings(id, ask(step), expected);
}

/** In the order of objects and messages; the order in which a rule finds them is nobody's business. */
function expectFindings(id: RuleId, found: readonly Finding[], expected: readonly Expected[]): void {
  const key = (one: Finding) => `${one.object ?? ""} ${one.message}`;
  const findings = [...found].sort((a, b) => (key(a) < key(b) ? -1 : 1));
  expect(findings.map((one) => [one.rule, one.severity, one.object])).toEqual(
    expected.map(([severity, object]) => [id, severity, object]),
  );
  expected.forEach(([, , part], index) => {
    expect(findings[index]?.message).toContain(part);
    expect(findings[index]?.citation).not.toBe("");
  });
}

/** An OLM Subscription that a person approves. */
export function subscription(spec: object = {}, name = "sailoperator"): KubernetesObject {
  return {
    apiVersion: "operators.coreos.com/v1alpha1",
    kind: "Subscription",
    metadata: { name, namespace: "operators" },
    spec: { name, channel: "stable-1.28", installPlanApproval: "Manual", ...spec },
  };
}
