import type { Finding } from "../../findings/finding";
import { listAt, textAt, valueAt } from "../../objects/object-paths";
import { isInjectedGateway, isOpened } from "../gateway-pods";
import { labelsOf, objectsOf } from "../objects";
import { rootNamespaces } from "../root-namespaces";
import { about, type CheckedObject, inShort, type ManifestSet } from "../rule";
import { isAttached } from "../targets";
import { isWhole } from "../unseen";
import { selects, workloadsOf } from "../workloads";
import { actionOf, isDryRun } from "./action";

/** What takes requests from outside of the mesh, and the labels by which policies find it. */
interface Door {
  readonly one: CheckedObject;
  readonly labels: Readonly<Record<string, unknown>>;
}

/**
 * Gateways that let nobody in: a policy of the whole mesh allows nothing, and none allows anything at the gateway (POL003). Callers from outside
 * have no identity, so that each gateway takes a policy of its own.
 */
export function closedGateways(set: ManifestSet): readonly Finding[] {
  const [root, ...others] = [...new Set(rootNamespaces(set))];
  if (root === undefined || others.length > 0) return [];
  const allowing = objectsOf(set, "security.istio.io", "AuthorizationPolicy").filter(
    (one) => actionOf(one) === "ALLOW",
  );
  const wide = allowing.filter(({ object }) => object.metadata.namespace === root);
  const closing = wide.find((one) => allowsNothing(one));
  if (!closing) return [];
  const closed = doorsOf(set).filter(({ one, labels }) => {
    const home = one.object.metadata.namespace;
    const opens = [...wide, ...allowing.filter(({ object }) => object.metadata.namespace === home)].some(
      (policy) => listAt(policy.object, "spec", "rules").length > 0 && isFor(policy, one, labels),
    );
    return !opens && home !== undefined && isWhole(set, home) && set.apart?.(closing, one) !== true;
  });
  const { first, names } = inShort(closed.map(({ one }) => one));
  if (!first) return [];
  return [
    about("POL003", closing, {
      at: ["spec"],
      severity: "warning",
      message: `it allows nothing in the whole mesh, and no policy here allows anything at ${names}: every request from outside gets 403`,
      hint: `Add a policy to namespace ${first.object.metadata.namespace} that allows what may come in there.`,
    }),
  ];
}

/** A policy for everybody that has no rules, and is not only tried. */
export function allowsNothing(one: CheckedObject): boolean {
  return isForAll(one) && !isDryRun(one) && listAt(one.object, "spec", "rules").length === 0;
}

/** Whether a policy is for all pods of its namespace, or of the mesh. */
export function isForAll(one: CheckedObject): boolean {
  const labels = valueAt(one.object, "spec", "selector", "matchLabels");
  return Object.keys(Object(labels)).length === 0 && !isAttached(one);
}

/** Whether a policy is for a gateway: by its name or its class, or by the labels of its pods. */
function isFor(policy: CheckedObject, { object }: CheckedObject, labels: Door["labels"]): boolean {
  if (!isAttached(policy)) return selects(valueAt(policy.object, "spec", "selector", "matchLabels"), labels);
  const refs = [...listAt(policy.object, "spec", "targetRefs"), valueAt(policy.object, "spec", "targetRef")];
  return refs.some((ref) => {
    const kind = textAt(ref, "kind");
    return kind === "GatewayClass" || (kind === object.kind && textAt(ref, "name") === object.metadata.name);
  });
}

function doorsOf(set: ManifestSet): readonly Door[] {
  const injected = workloadsOf(set).filter((it) => isInjectedGateway(it) && isOpened(set, it.labels));
  const deployed = objectsOf(set, "gateway.networking.k8s.io", "Gateway").filter(
    // Parameters may give the pods labels of their own.
    ({ object }) =>
      textAt(object, "spec", "gatewayClassName") === "istio" &&
      listAt(object, "spec", "addresses").length === 0 &&
      valueAt(object, "spec", "infrastructure", "parametersRef") === undefined,
  );
  return [...injected, ...deployed.map((one) => ({ one, labels: labelsOfPods(one) }))];
}

/** What istiod labels the pods of a Gateway with. */
function labelsOfPods({ object }: CheckedObject): Door["labels"] {
  const { name } = object.metadata;
  return {
    ...labelsOf(object),
    ...(Object(valueAt(object, "spec", "infrastructure", "labels")) as Door["labels"]),
    "gateway.networking.k8s.io/gateway-name": name,
    "istio.io/gateway-name": name,
    "gateway.istio.io/managed": "istio.io-gateway-controller",
    "service.istio.io/canonical-name": `${name}-istio`,
  };
}
