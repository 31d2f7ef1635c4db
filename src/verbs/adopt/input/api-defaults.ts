import { isDeepStrictEqual } from "node:util";
import type { KubernetesObject } from "../../../mesh/mesh";
import { withoutNulls } from "../../../mesh/null-values";
import { apiGroup, kindOf } from "../../../objects/kubernetes-object";
import { isMap } from "../../../objects/object-paths";

/** A field that means the same when it is left out: path (`[]` stands for every item of a list) and value. */
type Default = readonly [path: string, value: unknown];

const group = "gateway.networking.k8s.io";

const parentRefs: readonly Default[] = [
  ["spec.parentRefs[].group", group],
  ["spec.parentRefs[].kind", "Gateway"],
];

/** Defaults of a backend, and of the backend that a filter mirrors to. */
function backends(at: string): readonly Default[] {
  return [
    [`${at}.backendRefs[].weight`, 1],
    ...reference(`${at}.backendRefs[]`),
    ...filters(`${at}.backendRefs[].filters[]`),
    ...filters(`${at}.filters[]`),
  ];
}

function reference(at: string): readonly Default[] {
  return [
    [`${at}.group`, ""],
    [`${at}.kind`, "Service"],
  ];
}

function filters(at: string): readonly Default[] {
  return [
    [`${at}.requestRedirect.statusCode`, 302],
    [`${at}.requestMirror.fraction.denominator`, 100],
    ...reference(`${at}.requestMirror.backendRef`),
    [`${at}.cors.maxAge`, 5],
  ];
}

/*
 * What the CRDs fill in, innermost first, so that a map which a step empties is dropped by the next one.
 * Sail's `profile: default` is no default of the API: the operator applies that profile in any case.
 */
const defaults: Readonly<Record<string, readonly Default[]>> = {
  "sailoperator.io/Istio": [
    ["spec.namespace", "istio-system"],
    ["spec.profile", "default"],
    ["spec.updateStrategy.type", "InPlace"],
    ["spec.updateStrategy.inactiveRevisionDeletionGracePeriodSeconds", 30],
    ["spec.updateStrategy.updateWorkloads", false],
    ["spec.updateStrategy", {}],
    ["spec.values", {}],
  ],
  "operators.coreos.com/OperatorGroup": [
    ["spec.upgradeStrategy", "Default"],
    ["spec", {}],
  ],
  "sailoperator.io/IstioCNI": [
    ["spec.namespace", "istio-cni"],
    ["spec.profile", "default"],
    ["spec.values", {}],
  ],
  "sailoperator.io/ZTunnel": [
    ["spec.namespace", "ztunnel"],
    ["spec.profile", "ambient"],
    ["spec.values", {}],
  ],
  "/Namespace": [
    ["spec.finalizers", ["kubernetes"]],
    ["spec", {}],
  ],
  [`${group}/Gateway`]: [
    ["spec.addresses[].type", "IPAddress"],
    ["spec.listeners[].allowedRoutes.kinds[].group", group],
    ["spec.listeners[].allowedRoutes.namespaces.from", "Same"],
    ["spec.listeners[].allowedRoutes.namespaces", {}],
    ["spec.listeners[].allowedRoutes", {}],
    ["spec.listeners[].tls.certificateRefs[].group", ""],
    ["spec.listeners[].tls.certificateRefs[].kind", "Secret"],
    ["spec.listeners[].tls.mode", "Terminate"],
  ],
  [`${group}/HTTPRoute`]: [
    ...parentRefs,
    ["spec.rules[].matches[].path", { type: "PathPrefix", value: "/" }],
    ["spec.rules[].matches[].headers[].type", "Exact"],
    ["spec.rules[].matches[].queryParams[].type", "Exact"],
    ["spec.rules[].matches", [{}]],
    ...backends("spec.rules[]"),
    ["spec.rules", [{}]],
  ],
  [`${group}/GRPCRoute`]: [
    ...parentRefs,
    ["spec.rules[].matches[].method.type", "Exact"],
    ["spec.rules[].matches[].headers[].type", "Exact"],
    ...backends("spec.rules[]"),
  ],
  [`${group}/TCPRoute`]: [...parentRefs, ...backends("spec.rules[]")],
  [`${group}/TLSRoute`]: [...parentRefs, ...backends("spec.rules[]")],
  [`${group}/UDPRoute`]: [...parentRefs, ...backends("spec.rules[]")],
};

/** The object without the fields that the API server would fill in with the very same values. */
export function withoutDefaults(object: KubernetesObject): KubernetesObject {
  const known = defaults[kindOf(object)];
  if (!known) return object;
  return known.reduce(
    (result, [path, value]) => strip(result, path.split("."), value),
    withoutNullValues(object) as unknown,
  ) as KubernetesObject;
}

/** A `null` under `spec.values` is never stored. */
function withoutNullValues(object: KubernetesObject): KubernetesObject {
  const { spec } = object;
  if (apiGroup(object) !== "sailoperator.io" || !isMap(spec) || !isMap(spec["values"])) return object;
  return { ...object, spec: { ...spec, values: withoutNulls(object.kind, spec["values"]) } };
}

/** A copy without the field at `path` where it has this value; everything else is shared with the original. */
function strip(at: unknown, [step = "", ...rest]: readonly string[], value: unknown): unknown {
  if (typeof at !== "object" || at === null || Array.isArray(at)) return at;
  const key = step.replace("[]", "");
  const inner = (at as Record<string, unknown>)[key];
  if (inner === undefined) return at;
  if (rest.length === 0) return isDeepStrictEqual(inner, value) ? dropped(at, key) : at;
  const stripped = step.endsWith("[]")
    ? Array.isArray(inner) &&
      same(
        inner,
        inner.map((item) => strip(item, rest, value)),
      )
    : strip(inner, rest, value);
  return stripped === inner || stripped === false ? at : { ...at, [key]: stripped };
}

/** The old list when nothing in it changed. */
function same(before: readonly unknown[], after: readonly unknown[]): readonly unknown[] {
  return after.every((item, index) => item === before[index]) ? before : after;
}

function dropped(at: object, key: string): object {
  return Object.fromEntries(Object.entries(at).filter(([name]) => name !== key));
}
