import type { Finding } from "../../findings/finding";
import { listAt, textAt, valueAt, wordOf } from "../../objects/object-paths";
import { annotationsOf, objectsOf, sailObjects } from "../objects";
import { about, type CheckedObject, inShort, type ManifestSet } from "../rule";
import { type Workload, workloadsOf } from "../workloads";
import { podMembership, podSpec } from "./mesh-membership";

/** What every node says of itself in the same way, or each in its own. */
const ofAllNodes = /^(beta\.)?kubernetes\.io\/(os|arch)$/;

/**
 * ztunnel on some nodes only, while the CNI redirects pods on all of them and ambient pods may run on any (AMB002). Whether all nodes have the
 * labels is not in the manifests.
 */
export function nodesWithoutZtunnel(set: ManifestSet): readonly Finding[] {
  const cnis = sailObjects(set, ["IstioCNI"]);
  if (cnis.length === 0 || cnis.some((cni) => isBound(valueAt(cni.object, "spec", "values", "cni")))) return [];
  return sailObjects(set, ["ZTunnel"]).flatMap((one) => {
    const values = ["spec", "values", "ztunnel"];
    const asked = askedOf(valueAt(one.object, ...values));
    const open = ["nodeSelector", "affinity"].some((key) => set.writes?.(one, key));
    if (!asked || open) return [];
    const free = workloadsOf(set).filter(
      (it) => podMembership(set, it) === "ambient" && !isPlaced(set, it) && set.apart?.(it.one, one) !== true,
    );
    const { first, names } = inShort([...new Set(free.map((it) => it.one))]);
    if (!first) return [];
    return [
      about("AMB002", one, {
        at: [...values, asked.key],
        severity: "warning",
        message: `ztunnel runs only on nodes with ${asked.label}, and neither the CNI nor the ambient pods of ${names} are bound to them: on any other node there is no ztunnel, new pods do not start and none of their traffic gets through`,
        hint: "Leave it out, unless every node that takes ambient pods has the label.",
      }),
    ];
  });
}

interface Asked {
  readonly key: "nodeSelector" | "affinity";
  readonly label: string;
}

/** Labels that nodes have to have; what they must not have keeps virtual nodes away, and is right. */
function askedOf(values: unknown): Asked | undefined {
  const selector = Object.entries(Object(valueAt(values, "nodeSelector")) as Record<string, unknown>);
  const [own] = selector.filter(([key]) => !ofAllNodes.test(key));
  if (own) return { key: "nodeSelector", label: `${own[0]}=${wordOf(own[1])}` };
  const wanted = termsOf(values).map((term) =>
    listAt(term, "matchExpressions").find(
      (it) => ["In", "Exists"].includes(textAt(it, "operator") ?? "") && !ofAllNodes.test(textAt(it, "key") ?? ""),
    ),
  );
  // Terms are alternatives: one that asks for nothing takes every node.
  const [first] = wanted;
  return first === undefined || wanted.includes(undefined)
    ? undefined
    : { key: "affinity", label: textAt(first, "key") ?? "" };
}

function termsOf(spec: unknown): readonly unknown[] {
  return listAt(
    spec,
    "affinity",
    "nodeAffinity",
    "requiredDuringSchedulingIgnoredDuringExecution",
    "nodeSelectorTerms",
  );
}

/** Whether somebody has said on which nodes these pods run. */
function isBound(spec: unknown): boolean {
  const keys = Object.keys(Object(valueAt(spec, "nodeSelector")) as object);
  return keys.some((key) => !ofAllNodes.test(key)) || termsOf(spec).length > 0;
}

const byNamespace = ["openshift.io/node-selector", "scheduler.alpha.kubernetes.io/node-selector"];

function isPlaced(set: ManifestSet, workload: Workload): boolean {
  const { namespace } = workload.one.object.metadata;
  const home = objectsOf(set, "", "Namespace").find(({ object }: CheckedObject) => object.metadata.name === namespace);
  const annotations = home ? annotationsOf(home.object) : {};
  return (
    byNamespace.some((key) => annotations[key] !== undefined) ||
    isBound(valueAt(workload.one.object, ...podSpec(workload)))
  );
}
