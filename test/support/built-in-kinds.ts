import type { Crd } from "./crd-files";
import type { Schema } from "./structural-schema";

const dnsSubdomain = "^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$";
const strings: Schema = { type: "object", additionalProperties: { type: "string" } };

/** What a manifest may say in `metadata`; the rest of ObjectMeta belongs to the server. */
export const objectMeta: Schema = {
  type: "object",
  required: ["name"],
  properties: {
    name: { type: "string", pattern: dnsSubdomain, maxLength: 253 },
    namespace: { type: "string", pattern: "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$", maxLength: 63 },
    labels: {
      type: "object",
      additionalProperties: { type: "string", pattern: "^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$", maxLength: 63 },
    },
    annotations: strings,
    finalizers: { type: "array", items: { type: "string" } },
  },
};

const version = (properties: Readonly<Record<string, Schema>>): Crd["versions"] => [
  {
    name: "v1",
    served: true,
    subresources: { status: {} },
    schema: { openAPIV3Schema: { type: "object", properties } },
  },
];

const reference: Schema = {
  type: "object",
  properties: Object.fromEntries(["apiGroup", "kind", "name", "namespace"].map((key) => [key, { type: "string" }])),
};
const names: Schema = { type: "array", items: { type: "string" } };
const policyRule: Schema = {
  type: "object",
  required: ["verbs"],
  properties: { apiGroups: names, resources: names, resourceNames: names, verbs: names },
};
const integer: Schema = { type: "integer" };
const open: Schema = { type: "object", "x-kubernetes-preserve-unknown-fields": true };
/** As much of a Job as its API server would refuse first. */
const job: Schema = {
  type: "object",
  required: ["template"],
  properties: {
    activeDeadlineSeconds: integer,
    backoffLimit: integer,
    template: { type: "object", properties: { metadata: open, spec: open } },
  },
};

/** Kinds of Kubernetes itself, which have no CRD: as much of their shape as manifests here use. */
export const builtInKinds: readonly Crd[] = [
  {
    group: "",
    names: { kind: "Namespace" },
    scope: "Cluster",
    versions: version({
      spec: { type: "object", properties: { finalizers: { type: "array", items: { type: "string" } } } },
    }),
  },
  {
    group: "",
    names: { kind: "ConfigMap" },
    scope: "Namespaced",
    versions: version({ data: strings, binaryData: strings, immutable: { type: "boolean" } }),
  },
  { group: "", names: { kind: "ServiceAccount" }, scope: "Namespaced", versions: version({}) },
  ...["Role", "RoleBinding", "ClusterRole", "ClusterRoleBinding"].map(
    (kind): Crd => ({
      group: "rbac.authorization.k8s.io",
      names: { kind },
      scope: kind.startsWith("Cluster") ? "Cluster" : "Namespaced",
      versions: version(
        kind.endsWith("Binding")
          ? { roleRef: reference, subjects: { type: "array", items: reference } }
          : { rules: { type: "array", items: policyRule } },
      ),
    }),
  ),
  { group: "batch", names: { kind: "Job" }, scope: "Namespaced", versions: version({ spec: job }) },
];
