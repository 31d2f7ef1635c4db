import { type KubernetesObject, kindOf } from "../../objects/kubernetes-object";

/** What applies folders of Git to clusters, and whose words nobody here knows. */
const engines: Readonly<Record<string, string>> = {
  "fleet.cattle.io/GitRepo": "Rancher Fleet",
  "fleet.cattle.io/Bundle": "Rancher Fleet",
  "fleet.cattle.io/HelmOp": "Rancher Fleet",
  "configsync.gke.io/RootSync": "Config Sync",
  "configsync.gke.io/RepoSync": "Config Sync",
  "apps.open-cluster-management.io/Subscription": "Open Cluster Management",
  "kappctrl.k14s.io/App": "kapp-controller",
  "gitops.kluctl.io/KluctlDeployment": "Kluctl",
  "config.projectsveltos.io/ClusterProfile": "Sveltos",
  "config.projectsveltos.io/Profile": "Sveltos",
};

/** Whose an object is that tells such an engine what to apply; undefined for others. */
export function foreignEngine(object: KubernetesObject): string | undefined {
  return engines[kindOf(object)];
}

/** Whether a text may hold one. */
export const mayBeForeign = new RegExp(
  `\\b(?:${[...new Set(Object.keys(engines).map((kind) => kind.split("/")[0]?.replaceAll(".", "\\.")))].join("|")})/`,
);
