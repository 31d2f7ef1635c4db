import { join } from "node:path";
import { type Cluster, kubectl } from "../cluster";
import type { Repository } from "../repository";
import type { Engine } from "./engine";

const kustomizations = ["-n", "flux-system", "kustomizations.kustomize.toolkit.fluxcd.io"];
const sources = ["-n", "flux-system", "gitrepositories.source.toolkit.fluxcd.io"];

interface Kustomization {
  readonly metadata: { readonly name: string; readonly generation: number };
  readonly status?: {
    readonly lastAppliedRevision?: string;
    readonly conditions?: readonly { readonly type: string; readonly status: string; readonly message: string }[];
  };
}

/** Flux. */
export function flux(cluster: Cluster): Engine {
  let mesh = "";
  const all = async () => {
    const list = await kubectl(cluster, ["get", ...kustomizations, "-l", `meshstep.dev/mesh=${mesh}`, "-o", "json"]);
    return (JSON.parse(list) as { items: Kustomization[] }).items;
  };
  const ready = ({ status }: Kustomization) => status?.conditions?.find(({ type }) => type === "Ready");
  const says = (one: Kustomization) =>
    `${one.metadata.name}: Ready ${ready(one)?.status} at ${one.status?.lastAppliedRevision?.slice(-40, -33)}: ${ready(one)?.message}`;
  const annotate = async (what: readonly string[]) => {
    const now = `reconcile.fluxcd.io/requestedAt=${Date.now()}`;
    await kubectl(cluster, ["annotate", ...what, "-l", `meshstep.dev/mesh=${mesh}`, now, "--overwrite"]);
  };
  return {
    name: "flux",
    fieldManager: "kustomize-controller",
    point: async (repository: Repository) => {
      mesh = repository.mesh;
      await kubectl(cluster, ["apply", "-k", join(repository.folder, "out", mesh, "platform/flux")]);
    },
    poll: () => annotate(sources),
    doneWith: async (commit) => {
      const open = (await all()).find(
        (one) => ready(one)?.status !== "True" || !one.status?.lastAppliedRevision?.endsWith(commit),
      );
      return open ? says(open) : true;
    },
    says: async () => {
      const list = await all();
      const waits = (one: Kustomization) => /dependency/i.test(ready(one)?.message ?? "");
      const open = list.filter((one) => ready(one)?.status !== "True");
      return says(open.find((one) => !waits(one)) ?? open[0] ?? (list[0] as Kustomization));
    },
    setPrune: async (on) => {
      const patch = JSON.stringify({ spec: { prune: on } });
      for (const { metadata } of await all()) {
        if (metadata.name.endsWith("-operator")) continue;
        await kubectl(cluster, ["patch", ...kustomizations, metadata.name, "--type", "merge", "-p", patch]);
      }
    },
    giveUp: () => annotate(kustomizations),
  };
}
