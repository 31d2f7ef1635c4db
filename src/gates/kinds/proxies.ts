import type { KubernetesObject } from "../../mesh/mesh";
import { valueAt } from "../../objects/object-paths";
import type { Proxies } from "../../plan/checks";
import type { CheckKinds, Verdict } from "../kind";
import type { Answer, ExecQuery, GetQuery } from "../query";
import { proxiesOf, type SyncedProxy } from "../syncz";
import { workloadQuery } from "./fields";
import { waitForImages } from "./proxy-images";
import { imageVersion, isReady, proxiesIn } from "./proxy-pods";
import { linesOf, nameOf, statusOf } from "./proxy-status";
import { rolledOut } from "./rolled-out";

/** Proxies of waypoints, gateways and workloads: no object of Kubernetes says which version of Istio they run. */
export const proxyChecks: Pick<CheckKinds, "proxy-version" | "proxies-synced" | "ztunnel-workloads"> = {
  "proxy-version": {
    looksAt: ({ proxies }) => [podsOf(proxies), istiodQuery(proxies), ...deploymentOf(proxies)],
    holds: ({ proxies, version }, [pods, istiods, deployment]) => {
      const object = deployment?.objects[0];
      if (proxies.deployment !== undefined && !object) return `Deployment ${proxies.deployment} is not there`;
      const rolled = object ? rolledOut(object) : true;
      return rolled === true ? versionsHold(proxies, version, pods, istiods) : rolled;
    },
    command: ({ proxies, version }) => ({
      says: `the connected proxies of ${nameOf(proxies)} run ${version}`,
      // A namespace may have no sidecar that runs; but an istioctl that fails prints no line either, so its exit code is looked at first.
      run: `proxies=$(${statusOf(proxies)}) && printf '%s\\n' "$proxies" | ${linesOf(proxies)} | grep -oE ' [0-9]+\\.[0-9]+\\.[0-9]+[^ ]*' | tr -d ' ' | sort -u | awk '{ print } $1 != "${version}" { bad = 1 } END { if (${proxies.deployment === undefined ? "" : "NR == 0 || "}bad) exit 1 }'`,
      expect: `${version}, and no other line${proxies.deployment === undefined ? "; none at all where no sidecar runs" : ""}`,
    }),
    // By the tags alone: what proxies have told istiod is for those who may reach into its pods.
    container: ({ proxies: { namespace, deployment, except }, version }) => ({
      script: waitForImages({
        namespace,
        ...(deployment !== undefined && { deployment }),
        ...(except && { except }),
        versions: [version],
      }),
    }),
  },
  "proxies-synced": {
    looksAt: ({ proxies }) => [podsOf(proxies), istiodQuery(proxies)],
    holds: ({ proxies }, [pods, istiods]) => {
      const known = connected(proxiesIn(proxies, pods), istiods);
      if (typeof known === "string") return known;
      const stale = known.filter((one) => one.stale.length > 0);
      return stale.length === 0 || `${stale[0]?.name} has not taken ${stale[0]?.stale.join(", ")}`;
    },
    command: ({ proxies }) => ({
      says: `istiod has no news for the proxies of ${nameOf(proxies)}: all is SYNCED`,
      // From 1.27 on the columns that say SYNCED are shown on request only, and older ones do not know the option. Without a proxy there is no news for
      // one; but an istioctl that fails prints no line either, so its exit code is looked at first.
      run: `proxies=$(${statusOf(proxies)} --verbosity 1 2>/dev/null || ${statusOf(proxies)}) && printf '%s\\n' "$proxies" | ${linesOf(proxies)} | awk '/STALE|ERROR/ || !/SYNCED/ { print; bad = 1 } END { if (bad) exit 1; print "yes" }'`,
      expect: "yes",
    }),
    container: () => ({ impossible: "only istiod knows what it has sent" }),
  },
  "ztunnel-workloads": {
    looksAt: ({ ztunnelNamespace }) => [
      { ask: "istioctl", args: ["ztunnel-config", "workloads", "--namespace", ztunnelNamespace, "-o", "json"] },
    ],
    holds: ({ namespace }, [answer]) => {
      if (!answer || answer.failed) return answer?.failed ?? "ztunnel was not asked";
      const workloads = (parsed(answer.texts[0]) ?? []).filter((one) => valueAt(one, "namespace") === namespace);
      if (workloads.length === 0) return `ztunnel knows no workload of ${namespace}`;
      const plain = workloads.filter((one) => valueAt(one, "protocol") !== "HBONE" && !isGateway(one));
      return (
        plain.length === 0 ||
        `${plain.length} of ${workloads.length} are not reached by HBONE: ${valueAt(plain[0], "name")}`
      );
    },
    command: ({ namespace, ztunnelNamespace }) => ({
      says: `ztunnel knows the workloads of ${namespace}`,
      run: `istioctl ztunnel-config workloads --namespace ${ztunnelNamespace} | grep '^${namespace} '`,
      expect: "one line per pod; all but those of waypoints and other Gateways end in HBONE",
    }),
    container: () => ({ impossible: "only ztunnel knows, and istioctl reaches it through a port of the pod" }),
  },
};

/**
 * By the tags of the images that run, which is what really runs; where an image has none that names a version (digests), by what
 * the proxies have told istiod.
 */
function versionsHold(
  proxies: Proxies,
  version: string,
  pods: Answer | undefined,
  istiods: Answer | undefined,
): Verdict {
  const running = proxiesIn(proxies, pods);
  if (running.length === 0) return proxies.deployment === undefined || "no proxy runs";
  const came = isVersion(version, running, istiods);
  // A Deployment's rollout has been asked for; of the workloads of a namespace only the pods tell.
  const starting = proxies.deployment === undefined ? running.filter((pod) => !isReady(pod)) : [];
  if (came !== true || starting.length === 0) return came;
  return `${starting.length} of ${running.length} are not ready: ${starting[0]?.metadata.name}`;
}

function isVersion(version: string, running: readonly KubernetesObject[], istiods: Answer | undefined): Verdict {
  const tags = running.map(imageVersion);
  if (tags.every((tag) => tag !== undefined)) {
    const others = tags.filter((tag) => tag !== version);
    return others.length === 0 || `${others.length} of ${tags.length} run ${[...new Set(others)].sort().join(", ")}`;
  }
  const known = connected(running, istiods);
  if (typeof known === "string") return `their images name no version, and ${known}`;
  const others = known.filter((one) => one.version !== version);
  if (others.length > 0) return `${others[0]?.name} runs ${others[0]?.version}`;
  return known.length >= running.length || `${known.length} of ${running.length} are connected to istiod`;
}

/** What istiod says of these pods, or why it says nothing. */
function connected(pods: readonly KubernetesObject[], istiods: Answer | undefined): readonly SyncedProxy[] | string {
  const names = new Set(pods.map(({ metadata }) => `${metadata.name}.${metadata.namespace}`));
  const all = proxiesOf(istiods);
  return typeof all === "string" ? all : all.filter(({ name }) => names.has(name));
}

/** All pods of the namespace: which of them belong to the Deployment, their owners say. */
function podsOf({ namespace }: Proxies): GetQuery {
  return { ask: "get", resource: "pods", namespace };
}

function deploymentOf({ namespace, deployment }: Proxies): readonly GetQuery[] {
  return deployment === undefined ? [] : [workloadQuery({ kind: "Deployment", namespace, name: deployment })];
}

/** Every istiod knows its own proxies only. */
export function istiodQuery({ istioNamespace, revision }: Pick<Proxies, "istioNamespace" | "revision">): ExecQuery {
  return {
    ask: "exec",
    namespace: istioNamespace,
    selector: `app=istiod,istio.io/rev=${revision}`,
    container: "discovery",
    command: ["pilot-discovery", "request", "GET", "/debug/syncz"],
  };
}

function isGateway(workload: unknown): boolean {
  return (
    valueAt(workload, "waypoint") !== undefined ||
    /gateway|waypoint/.test(String(valueAt(workload, "workloadType") ?? ""))
  );
}

function parsed(text = ""): readonly unknown[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
