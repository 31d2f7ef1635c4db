import { isMap, listAt, textAt } from "../../../objects/object-paths";
import type { Client } from "../../verify/client";
import { argoConfigs } from "./engines/argo-settings";

/** What of a cluster says who applies its mesh, and what could not be read of it. */
export interface ClusterEngines {
  readonly texts: readonly string[];
  readonly notes: readonly string[];
}

const engineKinds: readonly string[] = [
  ...["applications", "applicationsets", "appprojects", "argocds"].map((name) => `${name}.argoproj.io`),
  "kustomizations.kustomize.toolkit.fluxcd.io",
  "helmreleases.helm.toolkit.fluxcd.io",
];

/**
 * The engines' objects of a cluster that serves them, and how its Argo CD knows what it applies. Who may not read them is told: the mesh is read all the same, with
 * the marks of those that apply it.
 * @param served the resources that the cluster has
 */
export async function clusterEngines(client: Client, served: readonly string[]): Promise<ClusterEngines> {
  const wanted = engineKinds.filter((one) => served.includes(one));
  if (wanted.length === 0) return { texts: [], notes: [] };
  const found = await client.kubectl(["get", wanted.join(","), "-A", "-o", "json"]);
  if (found.code !== 0) return { texts: [], notes: [unread(wanted.join(", "), found.stderr)] };
  if (!wanted.some((one) => one.endsWith(".argoproj.io"))) return { texts: [found.stdout], notes: [] };
  const labelled = ["-l", "app.kubernetes.io/part-of=argocd"];
  const configs = await client.kubectl(["get", "configmaps", "-A", ...labelled, "-o", "json"]);
  return configs.code === 0
    ? { texts: [found.stdout, settingsIn(configs.stdout)], notes: [] }
    : { texts: [found.stdout], notes: [unread("configmaps (argocd-cm)", configs.stderr)] };
}

/** Of its ConfigMaps those that say how Argo CD is set up; others hold keys and rights. */
function settingsIn(text: string): string {
  const list: unknown = JSON.parse(text);
  const items = listAt(list, "items").filter((one) => argoConfigs.includes(textAt(one, "metadata", "name") ?? ""));
  return JSON.stringify({ ...(isMap(list) && list), items });
}

function unread(what: string, stderr: string): string {
  const why = stderr.trim().split("\n").at(-1) || "kubectl said nothing";
  return `${what} of the cluster could not be read (${why}): who applies the mesh is told by what they have left on its objects alone`;
}
