import { revisionLabel } from "../../mesh/istiod";
import type { Proxies } from "../../plan/checks";
import { quote } from "../quote";

/**
 * istioctl looks into istio-system unless it is told otherwise, and newer ones take the revision that the tag `default` names, or `default`,
 * for the only one: they find no istiod of another name.
 */
export function statusOf({ istioNamespace, revision }: Pick<Proxies, "istioNamespace" | "revision">): string {
  const namespace = istioNamespace === "istio-system" ? "" : ` -i ${istioNamespace}`;
  const label = revisionLabel(revision);
  return `istioctl${namespace} proxy-status${label === undefined ? "" : ` --revision ${label}`}`;
}

/** What Kubernetes keeps of the name of a ReplicaSet in those of its pods; its hash takes 10 characters at most. */
const keptOfReplicaSet = 58;

const keptOfDeployment = keptOfReplicaSet - "-1234567890-".length;

/** The lines of `istioctl proxy-status` for these proxies. Its columns are others from 1.27 on, so a version is found by its form. */
export function linesOf({ namespace, deployment, except = [] }: Proxies): string {
  if (deployment !== undefined) return `grep -E ${quote(`^${podsNamed(deployment)}\\.${namespace} `)}`;
  const others = except.map((one) => ` | grep -vE ${quote(`^${podsNamed(one)}\\.${namespace} `)}`);
  return [`grep -E ${quote(`\\.${namespace} `)}`, ...others].join("");
}

/** The names of a Deployment's pods, as an expression. */
function podsNamed(deployment: string): string {
  return deployment.length > keptOfDeployment
    ? `${deployment.slice(0, keptOfDeployment)}[^.]*`
    : `${deployment}-[^-]+-[^-]+`;
}

export function nameOf({ namespace, deployment, except = [] }: Proxies): string {
  const others = except.length > 0 ? `, but for ${except.join(", ")}` : "";
  return deployment === undefined ? `namespace ${namespace}${others}` : `Deployment ${namespace}/${deployment}`;
}
