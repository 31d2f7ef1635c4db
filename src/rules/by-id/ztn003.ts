import type { Finding } from "../../findings/finding";
import { textAt } from "../../objects/object-paths";
import { untrustedZtunnels } from "../charts/ztunnel-trust";
import { podNamespace, sailObjects } from "../objects";
import { about, type CheckedObject, type ManifestSet, type Rule } from "../rule";

/** Where istiod expects ztunnel: the namespaces, and how that came about. */
interface Trust {
  readonly namespaces: readonly string[];
  readonly because: string;
  /** The value that says so, or would. */
  readonly at: readonly string[];
}

const pilotPath = ["spec", "values", "pilot"];

export const ztn003: Rule = {
  id: "ZTN003",
  state: (set) => [...untrusted(set), ...untrustedZtunnels(set)],
};

function untrusted(set: ManifestSet): readonly Finding[] {
  const [ztunnel] = sailObjects(set, ["ZTunnel"]);
  if (!ztunnel) return [];
  const runsIn = podNamespace(ztunnel);
  return sailObjects(set, ["Istio"]).flatMap((istio) => {
    const { namespaces, because, at } = trustOf(set, istio);
    if (namespaces.includes(runsIn)) return [];
    return [
      about("ZTN003", istio, {
        at,
        message: `${because}, and ZTunnel runs in ${runsIn}`,
        hint: `Set spec.values.pilot.trustedZtunnelNamespace to ${runsIn}.`,
        // The environment variable may hold more that somebody needs.
        fix: at.includes("env") ? [] : [{ at, value: runsIn }],
      }),
    ];
  });
}

function trustOf({ distribution }: ManifestSet, istio: CheckedObject): Trust {
  const pilot = (...path: string[]) => textAt(istio.object, ...pilotPath, ...path);
  // The chart lets the environment variable win over the value that replaced it.
  const accounts = pilot("env", "CA_TRUSTED_NODE_ACCOUNTS");
  if (accounts !== undefined) {
    const namespaces = accounts.split(",").map((account) => account.trim().split("/")[0] ?? "");
    const at = [...pilotPath, "env", "CA_TRUSTED_NODE_ACCOUNTS"];
    return { namespaces, at, because: `pilot.env.CA_TRUSTED_NODE_ACCOUNTS is ${accounts}` };
  }
  const at = [...pilotPath, "trustedZtunnelNamespace"];
  const set = pilot("trustedZtunnelNamespace");
  if (set) return { namespaces: [set], at, because: `pilot.trustedZtunnelNamespace is ${set}` };
  const platform = textAt(istio.object, "spec", "values", "global", "platform");
  const onOpenShift = platform === undefined ? distribution.name === "openshift" : platform === "openshift";
  const standard = onOpenShift ? "kube-system" : podNamespace(istio);
  const where = onOpenShift ? "its default on OpenShift" : "its default, the control plane's namespace";
  return {
    namespaces: [standard],
    at,
    because: `pilot.trustedZtunnelNamespace is not set and so is ${standard} (${where})`,
  };
}
