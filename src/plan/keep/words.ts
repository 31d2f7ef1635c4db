import type { ValuesKind } from "../../ledger/subject";
import type { PhaseWords } from "../in-place/draft";
import type { BehaviourChange } from "./behaviour-change";

const rolls: Readonly<Record<ValuesKind, string>> = {
  Istio:
    "istiod restarts, and what it sends to proxies can be another thing from then on. Waypoints and gateways that istiod deploys are replaced only where the change is part of their pods.",
  IstioCNI: "istio-cni-node restarts node by node; a pod that starts meanwhile waits until it is ready again.",
  ZTunnel: "ztunnel restarts node by node. A connection that outlives the grace period of the old ztunnel is reset.",
};

/** What is said of a phase that lets a new behaviour in. */
export function changeWords({ kind, rows }: BehaviourChange): PhaseWords {
  const [only] = rows;
  const since = [...new Set(rows.map((row) => row.since))].join(", ");
  return {
    title:
      rows.length === 1 && only
        ? `New behaviour: ${only.title}`
        : rows.length > 1
          ? `New behaviour of Istio ${since}`
          : "Let go of what was kept",
    why: `No version moves. The versions came with what keeps their old behaviour, and here ${
      rows.length === 0
        ? "a value goes of which the ledger does not say what it brings to this mesh"
        : `this is let in: ${rows.map(({ title }) => title).join("; ")}`
    }. It is the only change, so that what it does can be seen, and taken back, by itself. To keep it for good, write the value under values in mesh.yaml.`,
    disruption: [rolls[kind], ...reach(rows), "This follows from the charts and was not run."].join(" "),
  };
}

function reach(rows: BehaviourChange["rows"]): readonly string[] {
  if (rows.some(({ reaches }) => reaches === "running pods"))
    return ["Pods that run feel it: treat it as touching traffic."];
  return rows.some(({ reaches }) => reaches === "new pods")
    ? ["Pods that run keep what they have until they restart."]
    : [];
}

/** What pods took on with a change does not leave them when the value comes back. */
export function staysInPods({ rows }: BehaviourChange): boolean {
  return rows.some(({ reaches }) => reaches !== undefined);
}
