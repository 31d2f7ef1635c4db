import { kindOf } from "../../objects/kubernetes-object";
import { listAt, textAt, valueAt, wordOf } from "../../objects/object-paths";
import { changedObjects } from "../changed";
import { objectsOf } from "../objects";
import { type CheckedObject, fewOf, type Step } from "../rule";
import { isWaypoint } from "../waypoints";
import { workloadsOf } from "../workloads";
import { letsNobodyElseOut } from "./registry-only";

interface Loss {
  /** As the end of a sentence. */
  readonly end: string;
  readonly hint: string;
}

const beside = "Bring the new one beside it, move DNS over, and take this one away in a step of its own.";

/** What of traffic goes with a Gateway, its Service, its pods or an entry for a host outside; undefined where nothing is known to go. */
export function lossOfTraffic(step: Step, one: CheckedObject): Loss | undefined {
  const { object } = one;
  switch (kindOf(object)) {
    case "gateway.networking.k8s.io/Gateway": {
      // With an address of its own it stands for pods that somebody else deploys.
      const isManual = listAt(object, "spec", "addresses").length > 0;
      const isIstio = textAt(object, "spec", "gatewayClassName") === "istio";
      if (isWaypoint(one) || isManual || !isIstio) return undefined;
      const heir = heirOf(step, one);
      const other = heir ? `; ${heir} has hosts of it, and gets an address of its own` : "";
      return { end: `, and with it its pods, its Service and the address of that${other}`, hint: beside };
    }
    case "/Service": {
      const isOutside = textAt(object, "spec", "type") === "LoadBalancer";
      return isOutside ? { end: ", and with it the load balancer and its address", hint: beside } : undefined;
    }
    case "apps/Deployment": {
      const isGateway = workloadsOf(step.before).some(
        (it) => it.one === one && it.annotations["inject.istio.io/templates"] === "gateway",
      );
      if (!isGateway) return undefined;
      return { end: ", and with it the pods of a gateway: what is bound to them takes no traffic", hint: beside };
    }
    case "networking.istio.io/ServiceEntry":
      return closedOutside(step, one);
    default:
      return undefined;
  }
}

/** A Gateway that comes in the same step and listens for the same hosts. */
function heirOf(step: Step, one: CheckedObject): string | undefined {
  const hosts = (it: CheckedObject) =>
    listAt(it.object, "spec", "listeners").map((listener) => textAt(listener, "hostname") ?? "*");
  const came = changedObjects(step).flatMap(({ before, after }) =>
    !before && after && kindOf(after.object) === kindOf(one.object) ? [after] : [],
  );
  const heir = came.find((it) => hosts(it).some((host) => hosts(one).includes(host)));
  return heir && `Gateway ${heir.object.metadata.name}`;
}

/** Where the mesh lets requests out only to what is entered. */
function closedOutside({ after }: Step, { object }: CheckedObject): Loss | undefined {
  const left = objectsOf(after, "networking.istio.io", "ServiceEntry").flatMap((it) =>
    listAt(it.object, "spec", "hosts"),
  );
  const lost = listAt(object, "spec", "hosts")
    .filter((host) => !left.includes(host))
    .map(wordOf);
  if (!letsNobodyElseOut(after) || lost.length === 0 || valueAt(object, "spec") === undefined) return undefined;
  return {
    end: `, and the mesh lets nobody out to ${fewOf(lost).shown} any more (REGISTRY_ONLY)`,
    hint: "Keep it as long as somebody asks for these hosts.",
  };
}
