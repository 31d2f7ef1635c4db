import { type KeptValues, keptPath } from "../../src/ledger/kept";
import type { ValuesKind } from "../../src/ledger/subject";

/** Fields to what they say; undefined where they are gone. `PodDisruptionBudget/istiod *` is the whole object. */
export type Said = Readonly<Record<string, string | undefined>>;

const discovery = "Deployment/istiod spec.template.spec.containers[discovery].env";
const agent = "DaemonSet/istio-cni-node spec.template.spec";
const cniConfig = "ConfigMap/istio-cni-config data";

const ambient: Readonly<Record<string, (value: string) => Said>> = {
  dnsCapture: (value) => ({ [`${cniConfig}.AMBIENT_DNS_CAPTURE`]: value }),
  reconcileIptablesOnStartup: (value) => ({ [`${cniConfig}.AMBIENT_RECONCILE_POD_RULES_ON_STARTUP`]: value }),
  // In the namespace of the host the agent need not switch to it, and asks the cluster's DNS by name all the same.
  shareHostNetworkNamespace: () => ({
    [`${agent}.hostNetwork`]: "true",
    [`${agent}.dnsPolicy`]: "ClusterFirstWithHostNet",
    [`${agent}.containers[install-cni].env[ALLOW_SWITCH_TO_HOST_NS].name`]: undefined,
    [`${agent}.containers[install-cni].env[ALLOW_SWITCH_TO_HOST_NS].value`]: undefined,
  }),
};

/**
 * Where a value takes effect in what the chart of its object renders, written down from what rows say and not from what charts do.
 * Throws for a value that nobody has said that of yet.
 */
export function shownBy(path: string, value: KeptValues[string]): Said {
  const { kind, keys } = keptPath(path);
  const [first = "", second = "", third = ""] = keys;
  const text = String(value);
  if (kind === "Istio" && first === "pilot" && second === "env") return variable(`${discovery}[${third}]`, third, text);
  if (kind === "Istio" && first === "meshConfig")
    return { [`ConfigMap/istio data.mesh.${keys.slice(1).join(".")}`]: text };
  if (path === "Istio.spec.values.global.defaultPodDisruptionBudget.enabled")
    return { "PodDisruptionBudget/istiod *": undefined };
  if (kind === "IstioCNI" && first === "cni" && second === "env")
    return {
      [`${cniConfig}.${third}`]: text,
      ...variable(`${agent}.containers[install-cni].env[${third}]`, third, text),
    };
  const said = kind === "IstioCNI" && second === "ambient" ? ambient[third]?.(text) : undefined;
  if (!said) throw new Error(`test-cluster/charts/shown.ts does not say where ${path} shows`);
  return said;
}

function variable(at: string, name: string, value: string): Said {
  return { [`${at}.name`]: name, [`${at}.value`]: value };
}

/**
 * The chart of istiod also hands on values as they are: for injection templates, and for people and tools that ask what it was rendered with.
 * They stand there as they were given, once more without their first key, and what belongs to the CNI below `pilot`, where the chart looks for it.
 */
export function copiesOf(kind: ValuesKind, kept: KeptValues): Said {
  if (kind !== "Istio") return {};
  const places = [
    "ConfigMap/istio-sidecar-injector data.values",
    "ConfigMap/values data.original-values",
    "ConfigMap/values data.merged-values",
  ];
  return Object.fromEntries(
    Object.entries(kept).flatMap(([path, value]) => {
      const { keys } = keptPath(path);
      return places.flatMap((place) =>
        [keys, keys.slice(1), ["pilot", ...keys]].map((at) => [`${place}.${at.join(".")}`, String(value)] as const),
      );
    }),
  );
}
