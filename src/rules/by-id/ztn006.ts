import type { Finding } from "../../findings/finding";
import { listAt, textAt, valueAt } from "../../objects/object-paths";
import { sameClusterName } from "../cluster-names";
import { eastWestFindings } from "../multi-network";
import { labelsOf, objectsOf, podNamespace, sailObjects } from "../objects";
import { about, type CheckedObject, type ManifestSet, type Rule } from "../rule";
import { workloadsOf } from "../workloads";

/** What both have to say alike: where it stands in Istio, in ZTunnel, what ztunnel takes without it, and what comes of a difference. */
const pairs = [
  {
    istio: ["global", "multiCluster", "clusterName"],
    ztunnel: ["ztunnel", "multiCluster", "clusterName"],
    standard: "Kubernetes",
    result: "istiod refuses a ztunnel of another cluster, and no pod of it gets ready",
    severity: "error",
  },
  {
    istio: ["global", "network"],
    ztunnel: ["ztunnel", "network"],
    standard: "",
    result: "workloads of one cluster are then taken for those of two networks",
    severity: "warning",
  },
] as const;

export const ztn006: Rule = {
  id: "ZTN006",
  state: (set) => {
    const [istio, second] = sailObjects(set, ["Istio"]);
    if (!istio || second) return sameClusterName(set);
    return [
      ...sameClusterName(set),
      ...sailObjects(set, ["ZTunnel"]).flatMap((ztunnel) => differences(istio, ztunnel)),
      ...otherLabel(set, istio),
      ...otherPods(set, istio),
      ...eastWestFindings(set, istio),
    ];
  },
};

/** The namespace of the control plane says the network of the cluster, too. */
function otherLabel(set: ManifestSet, istio: CheckedObject): readonly Finding[] {
  const network = textAt(istio.object, "spec", "values", "global", "network");
  const label = "topology.istio.io/network";
  const home = objectsOf(set, "", "Namespace").find(({ object }) => object.metadata.name === podNamespace(istio));
  const own = home && labelsOf(home.object)[label];
  if (!home || own === undefined || network === undefined || own === network) return [];
  const at = ["metadata", "labels", label];
  return [
    about("ZTN006", home, {
      at,
      message: `${label} is ${own}, and spec.values.global.network of Istio/${istio.object.metadata.name} is ${network}: workloads of one cluster are taken for those of two networks`,
      fix: [{ at, value: network }],
    }),
  ];
}

/** Pods, and Services in front of pods, that say another network than the cluster is in. */
function otherPods(set: ManifestSet, istio: CheckedObject): readonly Finding[] {
  const network = textAt(istio.object, "spec", "values", "global", "network");
  if (network === undefined || network === "") return [];
  const key = "topology.istio.io/network";
  const services = objectsOf(set, "", "Service").flatMap((one) =>
    valueAt(one.object, "spec", "selector") === undefined ? [] : [{ one, at: ["metadata", "labels", key] }],
  );
  const pods = workloadsOf(set).flatMap(({ one, metadata }) => [
    { one, at: [...metadata, "labels", key] },
    ...listAt(one.object, ...metadata.slice(0, -1), "spec", "containers").flatMap((container, index) =>
      listAt(container, "env").flatMap((entry, which) =>
        textAt(entry, "name") === "ISTIO_META_REQUESTED_NETWORK_VIEW"
          ? [{ one, at: [...metadata.slice(0, -1), "spec", "containers", index, "env", which, "value"] }]
          : [],
      ),
    ),
  ]);
  return [...services, ...pods].flatMap(({ one, at }) => {
    const own = textAt(one.object, ...at);
    if (own === undefined || own === "" || own.split(",").includes(network)) return [];
    const message = `it says network ${own}, and spec.values.global.network of Istio/${istio.object.metadata.name} is ${network}: other clusters do not come in by it`;
    return [about("ZTN006", one, { at, severity: "warning", message })];
  });
}

function differences(istio: CheckedObject, ztunnel: CheckedObject): readonly Finding[] {
  // The operator takes what is left out from the control plane that is named.
  if (valueAt(ztunnel.object, "spec", "targetRef") !== undefined) return [];
  return pairs.flatMap((pair) => {
    const wanted = textAt(istio.object, "spec", "values", ...pair.istio) || pair.standard;
    const at = ["spec", "values", ...pair.ztunnel];
    const own = textAt(ztunnel.object, ...at) ?? textAt(ztunnel.object, "spec", "values", ...pair.istio);
    if ((own || pair.standard) === wanted) return [];
    const said = own === undefined ? `${at.join(".")} is left out` : `${at.join(".")} is ${own}`;
    return [
      about("ZTN006", ztunnel, {
        at,
        severity: pair.severity,
        message: `${said}, and spec.values.${pair.istio.join(".")} of Istio/${istio.object.metadata.name} is ${wanted || "left out"}: ${pair.result}`,
        fix: wanted === "" ? [] : [{ at, value: wanted }],
      }),
    ];
  });
}
