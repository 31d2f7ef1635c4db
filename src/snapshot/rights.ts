import type { Query } from "../gates/query";
import type { ManualStep } from "../plan/manual-steps";
import type { Plan } from "../plan/phase";

/** `verb:resource:namespace:subresource`; the namespace is empty for the whole cluster. */
export type Right = `${string}:${string}:${string}:${string}`;

/** What whoever asks a query of a gate needs. */
export function rightsOf({ mesh }: Plan, query: Query): readonly Right[] {
  switch (query.ask) {
    case "get":
      return [`${query.name === undefined ? "list" : "get"}:${query.resource}:${query.namespace ?? ""}:`];
    case "exec":
      return [
        `list:pods:${query.namespace}:`,
        `create:pods:${query.namespace}:exec`,
        ...(query.namespace === mesh.controlPlane.namespace ? istioctlRights(query.namespace) : []),
      ];
    case "prometheus":
      return [`get:services:${query.prometheus.namespace}:proxy`];
    case "istioctl": {
      // It asks istiod and ztunnel through ports of their pods.
      const namespaces = [mesh.controlPlane.namespace, ...(mesh.ztunnel ? [mesh.ztunnel.namespace] : [])];
      return namespaces.flatMap((one): Right[] => [`list:pods:${one}:`, `create:pods:${one}:portforward`]);
    }
  }
}

/** verify asks inside of istiod's pod; the printed commands ask by istioctl, with a token of a service account there. */
function istioctlRights(namespace: string): readonly Right[] {
  return [`create:pods:${namespace}:portforward`, `create:serviceaccounts:${namespace}:token`];
}

/** Whoever asks what a restart does not reach looks at pods and at what they belong to. */
function lookingAround(namespace: string): readonly Right[] {
  const kinds = ["pods", "replicationcontrollers", "replicasets.apps", "jobs.batch", "cronjobs.batch"];
  return kinds.map((kind): Right => `list:${kind}:${namespace}:`);
}

/** Who has the chart installed is looked at alone: the change is made in Git. */
function readsInstaller({ kind, namespace }: { readonly kind: string; readonly namespace: string }): readonly Right[] {
  const resource = kind === "Application" ? "applications.argoproj.io" : "helmreleases.helm.toolkit.fluxcd.io";
  return [`get:${resource}:${namespace}:`];
}

/** Helm writes its release into a Secret, and all that the chart of the operator holds. */
function helmRights(namespace: string): readonly Right[] {
  const verbs = ["get", "create", "patch"] as const;
  const inside = ["deployments.apps", "serviceaccounts", "services", "roles.rbac.authorization.k8s.io"];
  const cluster = ["clusterroles.rbac.authorization.k8s.io", "customresourcedefinitions.apiextensions.k8s.io"];
  return [
    ...["list", "create", "update", "delete"].map((verb): Right => `${verb}:secrets:${namespace}:`),
    ...verbs.flatMap((verb) => [
      ...inside.map((one): Right => `${verb}:${one}:${namespace}:`),
      ...cluster.map((one): Right => `${verb}:${one}::`),
    ]),
  ];
}

/** What the commands of a step need. */
export function rightsToAct(step: ManualStep): readonly Right[] {
  switch (step.step) {
    case "approve-install-plan":
    case "raise-operator": {
      const { namespace } = step;
      const olm = (verb: string, kind: string): Right => `${verb}:${kind}.operators.coreos.com:${namespace}:`;
      return [
        olm("get", "subscriptions"),
        olm("list", "installplans"),
        olm("patch", "installplans"),
        ...(step.step === "raise-operator" ? [olm("patch", "subscriptions")] : []),
      ];
    }
    case "raise-chart":
      return step.installedBy ? readsInstaller(step.installedBy) : helmRights(step.namespace);
    case "drain-nodes":
      return [
        "list:nodes::",
        "patch:nodes::",
        "list:pods::",
        "create:pods::eviction",
        `delete:pods:${step.ztunnelNamespace}:`,
        `list:controllerrevisions.apps:${step.ztunnelNamespace}:`,
      ];
    case "restart-workloads":
      return [
        ...["deployments", "statefulsets", "daemonsets"].flatMap((kind): Right[] => [
          `list:${kind}.apps:${step.namespace}:`,
          `patch:${kind}.apps:${step.namespace}:`,
        ]),
        ...lookingAround(step.namespace),
      ];
    case "restart-gateway":
      return [`get:deployments.apps:${step.namespace}:`, `patch:deployments.apps:${step.namespace}:`];
    case "update-gateway":
      return [`get:deployments.apps:${step.namespace}:`];
    case "add-canary":
      return ["get", "create", "patch"].map((verb): Right => `${verb}:deployments.apps:${step.namespace}:`);
    case "remove-canary":
      return [`delete:deployments.apps:${step.namespace}:`];
    case "label-gateway":
      return [`patch:gateways.gateway.networking.k8s.io:${step.namespace}:`];
    case "delete-object":
      return [`delete:${step.resource}:${step.namespace ?? ""}:`];
    case "take-labels":
      return ["patch:namespaces::"];
    case "ask-owner":
    case "list-revisions":
    case "upgrade-cluster":
      return [];
  }
}
