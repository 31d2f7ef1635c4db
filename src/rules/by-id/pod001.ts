import type { Finding } from "../../findings/finding";
import { objectId } from "../../mesh/mesh";
import { listAt, textAt, valueAt, wordOf } from "../../objects/object-paths";
import { pathText } from "../../schemas/problem";
import { schemaProblems } from "../../schemas/validate";
import { parseYamlDocuments } from "../../source/yaml-source";
import { memberOf } from "../membership";
import { inNamespaces, labelsOf, namespaceLabels, objectsOf } from "../objects";
import { pastSidecars } from "../pods/past-sidecars";
import { plainProbes } from "../pods/plain-probes";
import { annotationMeant, podAnnotations } from "../pods/pod-annotations";
import { misplacedAnnotations, takenPorts } from "../pods/workload-annotations";
import { about, type CheckedObject, type ManifestSet, type Rule, type Step } from "../rule";
import { chosenFor } from "../schema-problems";
import { slipOf } from "../slips";
import { type Workload, workloadsOf } from "../workloads";

export const pod001: Rule = {
  id: "POD001",
  state: (set) => [
    ...workloadsOf(set).flatMap((workload) => [
      ...strangeAnnotations(set, workload),
      ...onHostNetwork(set, workload),
      ...lostAccount(set, workload),
      ...asProxy(set, workload),
      ...misplacedAnnotations(workload),
      ...takenPorts(set, workload),
      ...pastSidecars(set, workload),
    ]),
    ...plainProbes(set),
  ],
  step: (step) => (step.kind === undefined ? otherIdentity(step) : []),
};

/** Pods that become somebody else, while policies still name who they were. */
function otherIdentity(step: Step): readonly Finding[] {
  const account = ({ one, metadata }: Workload) =>
    textAt(one.object, ...metadata.slice(0, -1), "spec", "serviceAccountName") ?? "default";
  const before = new Map(workloadsOf(step.before).map((it) => [objectId(it.one.object), account(it)]));
  const policies = JSON.stringify(
    objectsOf(step.after, "security.istio.io", "AuthorizationPolicy").map(({ object }) => object),
  );
  return workloadsOf(step.after).flatMap((it) => {
    const [from, to] = [before.get(objectId(it.one.object)), account(it)];
    const principal = `/ns/${it.one.object.metadata.namespace}/sa/${from}`;
    if (from === undefined || from === to || !policies.includes(`${principal}"`)) return [];
    return [
      about("POD001", it.one, {
        at: [...it.metadata.slice(0, -1), "spec", "serviceAccountName"],
        severity: "warning",
        message: `its pods go from ServiceAccount ${from} to ${to}, and policies name ${principal.slice(1)}: they are refused, or no longer refused`,
      }),
    ];
  });
}

function strangeAnnotations(set: ManifestSet, { one, metadata, annotations }: Workload): readonly Finding[] {
  return Object.entries(annotations).flatMap(([key, value]): readonly Finding[] => {
    const at = [...metadata, "annotations", key];
    const meant = annotationMeant(key);
    if (meant !== undefined) {
      const message = `${key} is no annotation that Istio reads: the pods are as if it was not there`;
      return [about("POD001", one, { at, severity: "warning", message, hint: `Did you mean ${meant}?` })];
    }
    const wanted = podAnnotations[key]?.(wordOf(value));
    // true without quotes is no text, which another finding says.
    if (wanted !== undefined && typeof value === "string") {
      const message = `${key} is ${JSON.stringify(value)}, and takes ${wanted}: injection refuses it, and no pod is made`;
      return [about("POD001", one, { at, message })];
    }
    return key === "proxy.istio.io/config" && typeof value === "string" ? proxyConfig(set, one, at, value) : [];
  });
}

/** The same fields as under meshConfig.defaultConfig of an Istio, and the same schema. */
function proxyConfig(set: ManifestSet, one: CheckedObject, at: readonly string[], text: string): readonly Finding[] {
  const path = ["spec", "values", "meshConfig", "defaultConfig"];
  const [source] = parseYamlDocuments(text, "proxy.istio.io/config");
  const stand = {
    apiVersion: "sailoperator.io/v1",
    kind: "Istio",
    metadata: { name: "default" },
    spec: { values: { meshConfig: { defaultConfig: source?.value } } },
  };
  const [first = [], ...others] = (chosenFor(set, { object: stand })?.schemas ?? []).map((schema) =>
    schemaProblems(stand, schema),
  );
  const isShared = (text: string) => others.every((problems) => problems.some((it) => pathText(it.path) === text));
  return first.flatMap(({ path: where, what, near, message }) => {
    if (!isShared(pathText(where))) return [];
    if (!path.every((key, index) => where[index] === key)) return [];
    const field = pathText(where.slice(path.length)) || "it";
    const isUnknown = what === "unknown";
    // A later Istio may know more of them.
    if (isUnknown && near === undefined) return [];
    const hint = near === undefined ? {} : { hint: `Did you mean ${near}?` };
    const words = isUnknown ? `${field} is no field of it` : `${field}: ${message}`;
    return [
      about("POD001", one, {
        at,
        ...(isUnknown && { severity: "warning" as const }),
        message: `proxy.istio.io/config: ${words}: injection refuses it or leaves it out`,
        ...hint,
      }),
    ];
  });
}

/** Pods on the nodes' own network are in no mesh: neither injected nor redirected. */
function onHostNetwork(set: ManifestSet, { one, metadata, labels }: Workload): readonly Finding[] {
  const at = [...metadata.slice(0, -1), "spec", "hostNetwork"];
  const namespace = objectsOf(set, "", "Namespace").find(
    ({ object }) => object.metadata.name === one.object.metadata.namespace,
  );
  if (valueAt(one.object, ...at) !== true || !namespace) return [];
  const optsOut = labels["istio.io/dataplane-mode"] === "none" || labels["sidecar.istio.io/inject"] === "false";
  if (memberOf(labelsOf(namespace.object)) === undefined || optsOut) return [];
  return [
    about("POD001", one, {
      at,
      severity: "warning",
      message: `pods with hostNetwork are in no mesh, and namespace ${namespace.object.metadata.name} is: they have no mTLS, and what asks for it refuses them`,
      hint: 'Label the pods istio.io/dataplane-mode: none, or sidecar.istio.io/inject: "false" beside sidecars, where that is meant.',
    }),
  ];
}

/** The user and group of the proxy: what runs as one of them is taken for the proxy, and its traffic goes past it. */
const proxyId = 1337;

function asProxy(set: ManifestSet, { one, metadata }: Workload): readonly Finding[] {
  const namespace = one.object.metadata.namespace ?? "default";
  if (memberOf(namespaceLabels(set, namespace).labels) !== "sidecars") return [];
  const pod = [...metadata.slice(0, -1), "spec"];
  const containers = listAt(one.object, ...pod, "containers").flatMap((container, index) =>
    textAt(container, "name") === "istio-proxy" ? [] : [[...pod, "containers", index]],
  );
  return [pod, ...containers].flatMap((place) =>
    ["runAsUser", "runAsGroup"].flatMap((key) => {
      const at = [...place, "securityContext", key];
      if (valueAt(one.object, ...at) !== proxyId) return [];
      const message = `${key} ${proxyId} is the sidecar's own: what the container sends goes past the proxy, without mTLS and policies`;
      return [about("POD001", one, { at, severity: "warning", message, hint: "Run it as another one." })];
    }),
  );
}

/** A service account that is nearly one of its namespace's: no pod is made. */
function lostAccount(set: ManifestSet, { one, metadata }: Workload): readonly Finding[] {
  const at = [...metadata.slice(0, -1), "spec", "serviceAccountName"];
  const name = textAt(one.object, ...at);
  const there = [...(inNamespaces(set, "", "ServiceAccount").get(one.object.metadata.namespace)?.keys() ?? [])];
  if (name === undefined || name === "default" || there.includes(name)) return [];
  const near = slipOf(name, there);
  if (near === undefined) return [];
  const message = `ServiceAccount ${name} is not among these manifests, and ${near} is nearly called so: no pod is made, and the identity is another one`;
  return [about("POD001", one, { at, message, hint: `Did you mean ${near}?` })];
}
