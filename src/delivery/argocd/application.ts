import { mark } from "../../mesh/labels";
import type { Mesh } from "../../mesh/mesh";
import { lacksCluster } from "../../mesh/unknown-cluster";
import { type Delivery, deliveryOf, type Folder } from "../folders";
import { platformPrefix } from "../names";
import { fallbackNamespace, needsFallback } from "../permissions";
import type { PlatformFile } from "../platform-file";
import { lacksRepository, liveFolder, repositoryUrl } from "../repository";
import { applicationNamespace, destinationCluster, projectName } from "./settings";

/** What an Application of a delivery lets Argo CD do. */
interface Settings {
  readonly automated: { readonly prune: boolean; readonly allowEmpty?: boolean };
  readonly syncOptions: readonly string[];
  readonly why: readonly string[];
}

const shared = ["ServerSideApply=true", "FailOnSharedResource=true"];

/**
 * No ApplyOutOfSyncOnly: it leaves out the objects that are in sync, and with them the waiting for what has not settled. No Replace: it
 * would win over server-side apply.
 */
const settings: Readonly<Record<Delivery, Settings>> = {
  operator: {
    automated: { prune: false },
    syncOptions: shared,
    why: [
      "The operator's Subscription, apart from the mesh: an InstallPlan that waits for approval must not hold the mesh's waves.",
      "Nothing is pruned: a Subscription that vanished from Git by mistake would leave an operator that nobody updates.",
    ],
  },
  mesh: {
    automated: { prune: true },
    syncOptions: ["PruneLast=true", ...shared],
    why: [
      "The mesh, in waves. PruneLast: what has left Git goes when everything else has settled, not before.",
      "Objects of the Sail Operator are never pruned, by their own annotations.",
    ],
  },
  namespaces: {
    // The Jobs of one phase may be all that there is, and the next phase has none: without allowEmpty Argo CD would keep them and say OutOfSync.
    automated: { prune: true, allowEmpty: true },
    syncOptions: ["PruneLast=true", ...shared],
    why: [
      "Namespaces that are ours, and the Jobs that label those of others. Pruning takes away old Jobs; Namespaces are never pruned, by their own annotations.",
    ],
  },
};

const everywhere = [
  "ServerSideDiff: the API server fills defaults into HTTPRoutes, and without it they are OutOfSync for ever.",
  "retry: without a limit, and refresh takes the newest commit: a failed gate is tried again once its Job is deleted, and a fix is not kept waiting by what it fixes.",
  "No finalizer: deleting the Application leaves the mesh as it is.",
];

/** What {@link lacksRepository} means for the file that it stands in. */
export const repositoryMissing = [
  "CANNOT WORK YET: mesh.yaml has no spec.delivery.repository.url. The host below cannot exist; write the real one there and run meshstep synth.",
];

/** The same of {@link lacksCluster}. */
export const clusterMissing = [
  "CANNOT WORK YET: mesh.yaml does not say yet which cluster this is for. Write spec.delivery.argocd.destination there and run meshstep synth.",
];

/** One Application for each delivery that the row has. */
export function applications(mesh: Mesh, folders: readonly Folder[]): readonly PlatformFile[] {
  const used = new Set(folders.map(deliveryOf));
  return [...used].map((delivery) =>
    application(
      mesh,
      delivery,
      folders.filter((folder) => deliveryOf(folder) === delivery),
    ),
  );
}

function application(mesh: Mesh, delivery: Delivery, folders: readonly Folder[]): PlatformFile {
  const { automated, syncOptions, why } = settings[delivery];
  const name = `${platformPrefix(mesh)}-${delivery}`;
  return {
    path: `argocd/application-${name}.yaml`,
    why: [
      ...(lacksRepository(mesh) ? repositoryMissing : []),
      ...(lacksCluster(mesh) ? clusterMissing : []),
      ...why,
      ...everywhere,
    ],
    object: {
      apiVersion: "argoproj.io/v1alpha1",
      kind: "Application",
      metadata: {
        name,
        namespace: applicationNamespace(mesh),
        labels: { [mark.mesh]: mesh.name },
        annotations: { "argocd.argoproj.io/compare-options": "ServerSideDiff=true" },
      },
      spec: {
        project: projectName(mesh),
        source: {
          repoURL: repositoryUrl(mesh),
          targetRevision: mesh.delivery.repository.revision,
          path: liveFolder(mesh, delivery),
        },
        destination: {
          ...destinationCluster(mesh),
          // Only for objects that name none; a project permits no destination without one.
          namespace: needsFallback(folders) ? fallbackNamespace : mesh.controlPlane.namespace,
        },
        syncPolicy: {
          automated,
          retry: { limit: -1, backoff: { duration: "10s", factor: 2, maxDuration: "1m" }, refresh: true },
          syncOptions,
        },
      },
    },
  };
}
