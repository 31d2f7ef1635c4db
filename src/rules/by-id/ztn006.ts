import type { Finding } from "../../findings/finding";
import { textAt, valueAt } from "../../objects/object-paths";
import { sameClusterName, unnamedCluster } from "../clusters/cluster-names";
import { closedGatewayPorts } from "../clusters/gateway-ports";
import { otherNetworks } from "../clusters/networks";
import { remoteClusters } from "../clusters/remote-injection";
import { strangeTrustDomains } from "../clusters/trust-domains";
import { sailObjects } from "../objects";
import { about, type CheckedObject, type Rule } from "../rule";

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
    const ofMany = [
      ...remoteClusters(set),
      ...sameClusterName(set),
      ...strangeTrustDomains(set),
      ...closedGatewayPorts(set),
    ];
    if (!istio || second) return ofMany;
    return [
      ...ofMany,
      ...unnamedCluster(set),
      ...sailObjects(set, ["ZTunnel"]).flatMap((ztunnel) => differences(istio, ztunnel)),
      ...otherNetworks(set, istio),
    ];
  },
};

function differences(istio: CheckedObject, ztunnel: CheckedObject): readonly Finding[] {
  const isNamed = valueAt(ztunnel.object, "spec", "targetRef") !== undefined;
  return pairs.flatMap((pair) => {
    const wanted = textAt(istio.object, "spec", "values", ...pair.istio) || pair.standard;
    const places = [pair.ztunnel, pair.istio].map((path) => ["spec", "values", ...path]);
    // The value of the chart wins over that for all charts.
    const at = places.find((path) => textAt(ztunnel.object, ...path)) ?? ["spec", "values", ...pair.ztunnel];
    const own = textAt(ztunnel.object, ...at);
    if ((own || pair.standard) === wanted) return [];
    // The operator takes what is left out from the control plane that is named; what is written wins over that.
    if (isNamed && !own) return [];
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
