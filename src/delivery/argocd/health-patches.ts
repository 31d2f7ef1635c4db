import type { Mesh } from "../../mesh/mesh";
import type { PlatformFile } from "../platform-file";
import { sailGroup, sailHealthLua, sailKinds } from "./health-lua";
import { argocdNamespace } from "./settings";

const meaning = [
  "Health of the Sail Operator's objects: for display, and so that building a cluster from nothing goes in order. It is no gate: the operator says Ready",
  "while ZTunnel still rolls. Kinds of others are left as they are.",
];

/**
 * The same health checks in the two places that Argo CD reads them from. They belong to the Argo CD instance, not to one mesh, and are merged
 * into what is there.
 */
export function healthPatches(mesh: Mesh): readonly PlatformFile[] {
  const namespace = argocdNamespace(mesh);
  return [
    {
      path: "argocd/health/argocd-cm.yaml",
      patch: true,
      why: ["For an Argo CD of its own; OpenShift GitOps overwrites this ConfigMap.", ...meaning],
      object: {
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: { name: "argocd-cm", namespace },
        data: Object.fromEntries(
          sailKinds.map((kind) => [`resource.customizations.health.${sailGroup}_${kind}`, sailHealthLua]),
        ),
      },
    },
    {
      path: "argocd/health/argocd.yaml",
      patch: true,
      why: [
        "For an Argo CD that the argocd-operator or OpenShift GitOps runs. Merging replaces the whole list: where spec.resourceHealthChecks holds checks of",
        "others already, add these five to them instead.",
        ...meaning,
      ],
      object: {
        apiVersion: "argoproj.io/v1beta1",
        kind: "ArgoCD",
        metadata: { name: namespace, namespace },
        spec: { resourceHealthChecks: sailKinds.map((kind) => ({ group: sailGroup, kind, check: sailHealthLua })) },
      },
    },
  ];
}
