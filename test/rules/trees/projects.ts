import type { Edit, State } from "./breakages";
import type { NearMiss } from "./near-misses/near-miss";

const root = "clusters/prod/root.yaml";
const list = "  clusterResourceWhitelist:\n";
const denied = (schedule: string): Edit => [
  root,
  list,
  `  syncWindows:\n    - kind: deny\n      schedule: ${schedule}\n      duration: 24h\n      applications: ["*"]\n${list}`,
];
const inAnother: Edit = [
  root,
  '  name: namespaces\n  namespace: openshift-gitops\n  annotations:\n    argocd.argoproj.io/sync-wave: "2"\nspec:\n  project: platform\n',
  '  name: namespaces\n  namespace: openshift-gitops\n  annotations:\n    argocd.argoproj.io/sync-wave: "2"\nspec:\n  project: platform-tenants\n',
];

/** AppProjects that let nothing through, or are not there. */
export const projectStates: readonly State[] = [
  ["DEL014", "window that never closes", "tenants", denied('"* * * * *"')],
  ["DEL014", "project called after another one, and not there", "tenants", inAnother],
];

export const nearProjects: readonly NearMiss[] = [
  ["DEL014", "window that never closes", "on one day of the week", [[root, '"* * * * *"', '"0 0 * * 6"']]],
  [
    "DEL014",
    "project called after another one, and not there",
    "of other words",
    [[root, "platform-tenants", "shops"]],
  ],
];
