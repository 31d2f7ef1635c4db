import type { Finding } from "../../findings/finding";
import { textAt, valueAt } from "../../objects/object-paths";
import { pairs } from "../changed";
import { isInjectedGateway } from "../gateway-pods";
import { annotationsOf, objectsOf } from "../objects";
import { about, type CheckedObject, type ManifestSet, type Rule, type Step } from "../rule";
import { selectedIn } from "../workloads";

export const gtw004: Rule = {
  id: "GTW004",
  // Phases of ours carry what mesh.yaml names, unchanged.
  step: (step) => (step.kind === undefined ? [...ofServices(step), ...ofGateways(step)] : []),
};

const outside = ["LoadBalancer", "NodePort"];

/** The Service in front of gateways that injection makes. */
function ofServices(step: Step): readonly Finding[] {
  return pairs(step, (set) => objectsOf(set, "", "Service").filter((one) => isGateways(set, one))).flatMap(
    ({ before, after }) => {
      const [from, to] = [typeOf(before), typeOf(after)];
      const moved = ["loadBalancerIP", "loadBalancerClass"].filter(
        (key) => textAt(before.object, "spec", key) !== textAt(after.object, "spec", key),
      );
      if (from !== to && outside.includes(from))
        return [said(after, ["spec", "type"], `type goes from ${from} to ${to}`)];
      return moved.map((key) =>
        said(
          after,
          ["spec", key],
          `${key} goes from ${textAt(before.object, "spec", key) ?? "nothing"} to ${textAt(after.object, "spec", key) ?? "nothing"}`,
        ),
      );
    },
  );
}

function typeOf({ object }: CheckedObject): string {
  return textAt(object, "spec", "type") ?? "ClusterIP";
}

function isGateways(set: ManifestSet, { object }: CheckedObject): boolean {
  const selector = valueAt(object, "spec", "selector");
  if (selector === undefined) return false;
  return selectedIn(set, object.metadata.namespace, selector).some(isInjectedGateway);
}

const serviceType = "networking.istio.io/service-type";

/** The annotation by which a Gateway of the Gateway API says the same. */
function ofGateways(step: Step): readonly Finding[] {
  return pairs(step, (set) => objectsOf(set, "gateway.networking.k8s.io", "Gateway")).flatMap(({ before, after }) => {
    const [from, to] = [before, after].map(({ object }) => annotationsOf(object)[serviceType] ?? "LoadBalancer");
    if (
      from === undefined ||
      from === to ||
      !outside.includes(from) ||
      textAt(after.object, "spec", "gatewayClassName") !== "istio"
    )
      return [];
    return [said(after, ["metadata", "annotations", serviceType], `${serviceType} goes from ${from} to ${to}`)];
  });
}

function said(one: CheckedObject, at: readonly string[], change: string): Finding {
  const message = `${change}: the gateway loses the address that clients and DNS know`;
  return about("GTW004", one, { at, message });
}
