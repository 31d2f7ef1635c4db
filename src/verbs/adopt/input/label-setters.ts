import { firstFew } from "../../../basics/first-few";
import { identity, type KubernetesObject, kindOf, objectId } from "../../../objects/kubernetes-object";
import { listAt, valueAt } from "../../../objects/object-paths";

/** A label by which a Namespace joins a mesh. */
const label = /\b(?:istio-injection|istio\.io\/(?:rev|dataplane-mode|use-waypoint))\b/g;

/** The parts of an object that say what is written into others, by whose words these are. */
const setters: readonly (readonly [kind: RegExp, tool: string, parts: (object: KubernetesObject) => unknown])[] = [
  [
    /^kyverno\.io\/(Cluster)?Policy$/,
    "Kyverno",
    // A rule that only validates sets nothing.
    (object) => listAt(object, "spec", "rules").map((rule) => [valueAt(rule, "mutate"), valueAt(rule, "generate")]),
  ],
  [
    /^policies\.kyverno\.io\/(Namespaced)?(Mutating|Generating)Policy$/,
    "Kyverno",
    (object) => ["mutations", "generate", "variables"].map((key) => valueAt(object, "spec", key)),
  ],
  [
    /^mutations\.gatekeeper\.sh\/(Assign|AssignMetadata|ModifySet)$/,
    "Gatekeeper",
    (object) => [valueAt(object, "spec", "location"), valueAt(object, "spec", "parameters")],
  ],
  [
    /^admissionregistration\.k8s\.io\/MutatingAdmissionPolicy$/,
    "the API server",
    (object) => ["mutations", "variables"].map((key) => valueAt(object, "spec", key)),
  ],
  [
    /^capsule\.clastix\.io\/Tenant$/,
    "Capsule",
    (object) =>
      ["additionalMetadata", "additionalMetadataList"].map((key) => valueAt(object, "spec", "namespaceOptions", key)),
  ],
];

/** Whether an object may set labels on others. */
export function maySetLabels(object: KubernetesObject): boolean {
  return setters.some(([kind]) => kind.test(kindOf(object)));
}

/** Whether a text may hold one that sets those of a mesh. */
export const mayBeSetter =
  /\b(?:kyverno\.io|mutations\.gatekeeper\.sh|MutatingAdmissionPolicy|capsule\.clastix\.io)\b[\s\S]*\b(?:istio-injection|istio\.io\/)/;

/** What sets labels of the mesh on other objects when they are made or changed. */
export function labelSetters(objects: readonly KubernetesObject[], isLive: boolean): readonly string[] {
  const found = [...new Map(objects.map((one) => [identity(one), one])).values()].flatMap((object) => {
    const [, tool, parts] = setters.find(([kind]) => kind.test(kindOf(object))) ?? [];
    const labels = parts ? [...new Set(JSON.stringify(parts(object)).match(label))] : [];
    return labels.length > 0 ? [{ name: `${objectId(object)} of ${tool}`, labels }] : [];
  });
  if (found.length === 0) return [];
  const labels = [...new Set(found.flatMap((one) => one.labels))].sort().join(", ");
  const isOne = found.length === 1;
  return [
    `${firstFew(found.map(({ name }) => name))} ${isOne ? "sets" : "set"} ${labels} on objects of the cluster: ${isLive ? "" : "which namespaces have joined the mesh by that is in no file, and mesh.yaml has only those that files label (adopt --context reads the cluster); "}where a phase changes such a label, ${isOne ? "it may put" : "they may put"} the old one back, so change ${isOne ? "it" : "them"} with that phase`,
  ];
}
