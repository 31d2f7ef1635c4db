import { join } from "node:path";
import { type Cluster, kubectl, tryKubectl } from "../cluster";
import type { Repository } from "../repository";
import type { Engine } from "./engine";

interface Application {
  readonly metadata: { readonly name: string };
  readonly status?: {
    readonly sync?: { readonly status?: string; readonly revision?: string };
    readonly operationState?: {
      readonly phase?: string;
      readonly message?: string;
      readonly syncResult?: {
        readonly revision?: string;
        readonly resources?: readonly {
          readonly kind: string;
          readonly name: string;
          readonly message?: string;
          readonly hookPhase?: string;
        }[];
      };
    };
  };
}

/**
 * Argo CD.
 * @param home where the Applications stand
 */
export function argocd(cluster: Cluster, home = "argocd"): Engine {
  let mesh = "";
  const applications = ["-n", home, "applications.argoproj.io"];
  const main = () => `${mesh}-mesh`;
  const all = async () => {
    const list = await kubectl(cluster, ["get", ...applications, "-l", `meshstep.dev/mesh=${mesh}`, "-o", "json"]);
    return (JSON.parse(list) as { items: Application[] }).items;
  };
  const says = ({ metadata, status }: Application) => {
    const { phase, message, syncResult } = status?.operationState ?? {};
    const jobs = (syncResult?.resources ?? []).filter(({ kind }) => kind === "Job");
    const gates = jobs.map((one) => `${one.name} ${one.hookPhase}: ${one.message}`).join(", ");
    return `${metadata.name}: ${status?.sync?.status} at ${status?.sync?.revision?.slice(0, 7)}, last sync of ${syncResult?.revision?.slice(0, 7)} ${phase}: ${message} [${gates}]`;
  };
  return {
    name: "argocd",
    fieldManager: "argocd-controller",
    point: async (repository: Repository) => {
      mesh = repository.mesh;
      const platform = join(repository.folder, "out", mesh, "platform/argocd");
      const health = join(platform, "health/argocd-cm.yaml");
      await kubectl(cluster, [
        "patch",
        "configmap",
        "argocd-cm",
        "-n",
        "argocd",
        "--type",
        "merge",
        "--patch-file",
        health,
      ]);
      await kubectl(cluster, ["apply", "-k", platform]);
    },
    poll: async () => {
      const now = ["argocd.argoproj.io/refresh=normal", "--overwrite"];
      await kubectl(cluster, ["annotate", ...applications, "-l", `meshstep.dev/mesh=${mesh}`, ...now]);
    },
    doneWith: async (commit) => {
      const open = (await all()).find(
        ({ status }) =>
          status?.sync?.status !== "Synced" ||
          status.sync.revision !== commit ||
          // An Application of a folder without objects has nothing to sync, and never does.
          (status.operationState?.phase ?? "Succeeded") !== "Succeeded",
      );
      return open ? says(open) : true;
    },
    says: async () => {
      const list = await all();
      return says(list.find(({ metadata }) => metadata.name === main()) ?? (list[0] as Application));
    },
    setPrune: async (on) => {
      const patch = JSON.stringify({ spec: { syncPolicy: { automated: { prune: on } } } });
      for (const { metadata } of await all()) {
        await kubectl(cluster, ["patch", ...applications, metadata.name, "--type", "merge", "-p", patch]);
      }
    },
    giveUp: async () => {
      const patch = '{"status":{"operationState":{"phase":"Terminating"}}}';
      await tryKubectl(cluster, ["patch", ...applications, main(), "--type", "merge", "-p", patch]);
    },
  };
}
