import { nearest } from "../../basics/nearest";
import type { Finding } from "../../findings/finding";
import { textAt } from "../../objects/object-paths";
import { objectsOf } from "../objects";
import { rootNamespaces } from "../root-namespaces";
import { about, type ManifestSet } from "../rule";
import type { Target } from "../targets";

const api = "gateway.networking.k8s.io";
/** The class of waypoints that istiod makes, and the controller that such classes name. */
const waypointClass = "istio-waypoint";
const waypointController = "istio.io/mesh-controller";
/** Istio's other classes: of gateways, which take policies by their own names. */
const gatewayClasses: readonly string[] = ["istio", "istio-east-west", "istio-remote"];

/** By how many letters a slip is longer or shorter. */
const mostLetters = 2;

/** A policy for every waypoint, by their class (TGT001): it counts in the root namespace alone, and for classes of waypoints. */
export function classTargets(set: ManifestSet, all: readonly Target[]): readonly Finding[] {
  const targets = all.filter(({ one, kind }) => kind === `${api}/GatewayClass` && !one.object.kind.endsWith("Route"));
  return targets.length === 0 ? [] : [...outsideRoot(set, targets), ...targets.flatMap((one) => otherClass(set, one))];
}

function outsideRoot(set: ManifestSet, targets: readonly Target[]): readonly Finding[] {
  const roots = rootNamespaces(set);
  if (roots.length === 0) return [];
  return targets.flatMap(({ one, at }) => {
    const home = one.object.metadata.namespace;
    if (home === undefined || roots.includes(home)) return [];
    return [
      about("TGT001", one, {
        at,
        message: `a policy for a GatewayClass counts in the root namespace of the mesh alone (${roots.join(", ")}): in ${home} it has no effect`,
        hint: "Move it there, or attach it to the Gateway.",
      }),
    ];
  });
}

function otherClass(set: ManifestSet, { one, at, name }: Target): readonly Finding[] {
  if (name === waypointClass) return [];
  const own = objectsOf(set, api, "GatewayClass").find(({ object }) => object.metadata.name === name);
  const controller = own && textAt(own.object, "spec", "controllerName");
  const isForGateways =
    gatewayClasses.includes(name) || (controller !== undefined && controller !== waypointController);
  if (isForGateways) {
    const message = `${one.object.kind} is attached to GatewayClass ${name}, which is no class of waypoints: it has no effect`;
    const hint = `Name ${waypointClass}, or attach it to a Gateway of ${name}.`;
    return [about("TGT001", one, { at, message, hint })];
  }
  const isUsed = objectsOf(set, api, "Gateway").some(
    ({ object }) => textAt(object, "spec", "gatewayClassName") === name,
  );
  const near = nearest(name, [waypointClass]);
  // Classes of somebody else's have names of their own; only a slip is near.
  if (own || isUsed || near === undefined || Math.abs(near.length - name.length) > mostLetters) return [];
  const message = `${one.object.kind} is attached to GatewayClass ${name}, which is not among these manifests: it has no effect`;
  return [about("TGT001", one, { at, message, hint: `Did you mean ${near}?`, fix: [{ at, value: near }] })];
}
