import { listAt, textAt } from "../../objects/object-paths";
import { annotationsOf, labelsOf, objectsOf } from "../objects";
import { type AboutDetails, about, type CheckedObject, type Rule } from "../rule";
import { gatewayClass, isHbone, isWaypoint } from "../waypoints";

export const wpt005: Rule = {
  id: "WPT005",
  state: (set) =>
    objectsOf(set, "gateway.networking.k8s.io", "Gateway").flatMap((one) =>
      faults(one).map((details) => about("WPT005", one, details)),
    ),
};

const forLabel = "istio.io/waypoint-for";
const traffic: readonly string[] = ["service", "workload", "all", "none"];

function faults(one: CheckedObject): readonly AboutDetails[] {
  const listeners = listAt(one.object, "spec", "listeners");
  const asks = labelsOf(one.object)[forLabel];
  const wrongWord: readonly AboutDetails[] =
    asks === undefined || traffic.includes(asks)
      ? []
      : [
          {
            at: ["metadata", "labels", forLabel],
            message: `${forLabel} is ${asks}; it takes ${traffic.join(", ")}`,
          },
        ];
  if (isWaypoint(one)) return [...wrongWord, ...misplaced(one), ...listenerFaults(listeners)];
  const carriesHbone = listeners.some((listener) => textAt(listener, "protocol") === "HBONE");
  // An east-west gateway speaks HBONE as well, and so does the one of another cluster.
  const isOfNetwork = labelsOf(one.object)["topology.istio.io/network"] !== undefined;
  const isRemote = gatewayClass(one) === "istio-remote" && (isOfNetwork || "addresses" in Object(one.object["spec"]));
  const isEastWest = /east-?west/.test(gatewayClass(one));
  if (isRemote || isEastWest || (!carriesHbone && asks === undefined)) return wrongWord;
  const found = `gatewayClassName is ${gatewayClass(one) || "left out"}`;
  if (asks === undefined && isBetweenNetworks(one)) {
    return [
      ...wrongWord,
      {
        at: ["spec", "gatewayClassName"],
        message: `${found}, and the rest is that of a gateway between networks: nobody listens on port 15008`,
        hint: "Such a one has gatewayClassName istio-east-west.",
      },
    ];
  }
  const message = `${found}, and the rest is that of a waypoint: istiod deploys none`;
  return [
    ...wrongWord,
    {
      at: ["spec", "gatewayClassName"],
      message,
      hint: "A waypoint has gatewayClassName istio-waypoint.",
      // With ports for anything else it may be a gateway that was given the wrong label.
      fix: listeners.every(isHbone) ? [{ at: ["spec", "gatewayClassName"], value: "istio-waypoint" }] : [],
    },
  ];
}

/** Whether a Gateway with an HBONE listener shows that it is for other clusters. */
function isBetweenNetworks({ object }: CheckedObject): boolean {
  const own = { ...labelsOf(object), ...annotationsOf(object) };
  const names = [object.metadata.name, ...listAt(object, "spec", "listeners").map((one) => textAt(one, "name") ?? "")];
  return (
    ["topology.istio.io/network", "istio.io/expose-istiod"].some((key) => own[key] !== undefined) ||
    names.some((name) => /east-?west|cross-?network/.test(name))
  );
}

/** Without the label a waypoint takes what goes to Services. */
function misplaced({ object }: CheckedObject): readonly AboutDetails[] {
  if (labelsOf(object)[forLabel] !== undefined || annotationsOf(object)[forLabel] === undefined) return [];
  return [
    {
      at: ["metadata", "annotations", forLabel],
      message: `${forLabel} is a label; as an annotation Istio does not read it`,
      hint: "Move it to metadata.labels.",
    },
  ];
}

const hbone = [
  { at: ["spec", "listeners", 0, "port"], value: 15008 },
  { at: ["spec", "listeners", 0, "protocol"], value: "HBONE" },
];

function listenerFaults(listeners: readonly unknown[]): readonly AboutDetails[] {
  if (listeners.some(isHbone)) return [];
  const [first] = listeners;
  const found = first === undefined ? "no listener" : `${textAt(first, "protocol")} on port ${textAt(first, "port")}`;
  return [
    {
      at: ["spec", "listeners", 0],
      message: `a waypoint with ${found}: ztunnel reaches it by HBONE on port 15008 and nothing else`,
      hint: "Write { name: mesh, port: 15008, protocol: HBONE }.",
      fix: listeners.length === 1 ? hbone : [],
    },
  ];
}
