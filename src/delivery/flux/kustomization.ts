import { managedGateways } from "../../mesh/gateways";
import type { KubernetesObject, Mesh } from "../../mesh/mesh";
import { deliveryOf, type Folder } from "../folders";
import { platformPrefix } from "../names";
import type { PlatformFile } from "../platform-file";
import { liveFolder } from "../repository";
import { healthCheckExprs } from "./cel";
import { folderHealth } from "./health-checks";
import { fluxMetadata } from "./metadata";
import { sourceRef } from "./source";

/** A longer one would keep a newer commit waiting: Flux takes none up while it waits for health. After it, Flux tries again, and waits again. */
const timeout = "5m";
const retryInterval = "1m";
const interval = "1h";

/** Folders whose truth is a Job: what is waited for is that, whatever it is called in a phase. */
const judgedByJobs = [
  "mesh/05-precheck",
  "mesh/65-before-restarts",
  "mesh/70-restarts",
  "mesh/90-verify",
  "mesh/92-requests",
  "namespaces",
];
/** What stands beside a Job there. Each is current at once, so waiting for all of them is waiting for the Job. */
const besideJobs = [
  "ConfigMap",
  "ServiceAccount",
  "Role",
  "RoleBinding",
  "ClusterRole",
  "ClusterRoleBinding",
  "Namespace",
];

/** One Kustomization for each layer, each held until the one before it is ready; and one for each other delivery, which waits for nobody. */
export function kustomizations(mesh: Mesh, folders: readonly Folder[]): readonly PlatformFile[] {
  const layers = folders.filter((folder) => deliveryOf(folder) === "mesh");
  return folders.map((folder) => kustomization(mesh, folder, layers[layers.indexOf(folder) - 1]));
}

function kustomization(mesh: Mesh, folder: Folder, before: Folder | undefined): PlatformFile {
  const name = nameOf(mesh, folder);
  const path = `./${liveFolder(mesh, folder.path)}`;
  const { wait, why } = waiting(mesh, folder);
  const pruned = deliveryOf(folder) !== "operator";
  return {
    path: `flux/kustomization-${name}.yaml`,
    why: [...why, ...(pruned ? [] : [unpruned])],
    object: {
      apiVersion: "kustomize.toolkit.fluxcd.io/v1",
      kind: "Kustomization",
      metadata: fluxMetadata(mesh, name, path),
      spec: {
        ...(before && { dependsOn: [{ name: nameOf(mesh, before) }] }),
        sourceRef: sourceRef(mesh),
        path,
        interval,
        retryInterval,
        timeout,
        prune: pruned,
        deletionPolicy: "Orphan",
        ...wait,
        ...reach(mesh),
      },
    },
  };
}

/** To which cluster, and as whom. */
function reach({ delivery: { flux } }: Mesh): Readonly<Record<string, unknown>> {
  const { kubeConfig, serviceAccountName } = flux;
  return { ...(kubeConfig && { kubeConfig }), ...(serviceAccountName !== undefined && { serviceAccountName }) };
}

const unpruned =
  "Nothing is pruned: a Subscription that vanished from Git by mistake would leave an operator that nobody updates.";

interface Waiting {
  readonly wait: Readonly<Record<string, unknown>>;
  readonly why: readonly string[];
}

/** `wait: true` overrides healthChecks, and takes an operator's word for it: so it is one or the other. */
function waiting(mesh: Mesh, folder: Folder): Waiting {
  if (isJudgedByJobs(folder)) {
    return { wait: { wait: true }, why: ["Ready when the Job of the phase is complete."] };
  }
  if (folder.ever.length === 0) {
    return {
      wait: { wait: false },
      why: ["The mesh has nothing here; the folder is in the live folder all the same."],
    };
  }
  const { checks, notes } = folderHealth(mesh, folder, managedGateways(mesh));
  if (checks.length === 0)
    return { wait: { wait: false }, why: [...notes, "Ready when it is applied: nothing in it can be waited for."] };
  return {
    wait: { wait: false, healthChecks: checks, healthCheckExprs: healthCheckExprs(checks) },
    why: [
      ...notes,
      "healthChecks: the order matters, children first. wait stays false: true would ignore them, and passes while the rollout has not begun.",
    ],
  };
}

function isJudgedByJobs({ path, ever }: Folder): boolean {
  const isJob = ({ kind }: KubernetesObject) => kind === "Job";
  return (
    judgedByJobs.includes(path) && ever.some(isJob) && ever.every((one) => isJob(one) || besideJobs.includes(one.kind))
  );
}

function nameOf(mesh: Mesh, { path }: Folder): string {
  return `${platformPrefix(mesh)}-${path.slice(path.lastIndexOf("/") + 1)}`;
}
