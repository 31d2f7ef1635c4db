import { oncePer } from "../../basics/once-per";
import { kindOf } from "../../objects/kubernetes-object";
import { textAt, valueAt } from "../../objects/object-paths";
import { objectsOf } from "../objects";
import { rootNamespaces } from "../root-namespaces";
import type { CheckedObject, ManifestSet } from "../rule";
import { isAttached } from "../targets";
import { actionOf } from "./action";
import { hasSelector, mtlsOfNamespace } from "./peer-authentication";

/**
 * What becomes of traffic without a policy that is gone, as the end of a sentence; empty where nothing is known to become otherwise.
 * @param set the state without it
 */
export function lossOfPolicy(set: ManifestSet, one: CheckedObject): string {
  switch (kindOf(one.object)) {
    case "security.istio.io/AuthorizationPolicy":
      return ofAuthorization(set, one);
    case "security.istio.io/PeerAuthentication":
      return ofMtls(set, one);
    case "security.istio.io/RequestAuthentication":
      return ", and the tokens that it checked are checked no more";
    default:
      return "";
  }
}

const refused = ", and what it refused is let through";

/** One more that allows opens nothing where another one for everybody allows less: only what it let in is lost. */
function ofAuthorization(set: ManifestSet, one: CheckedObject): string {
  if (actionOf(one) === "AUDIT") return "";
  return isOneOfSeveral(set, one) ? ", and what it alone let in is refused" : refused;
}

/** Whether a policy allows something where another one, for everybody there, allows less or nothing. */
export function isOneOfSeveral(set: ManifestSet, one: CheckedObject): boolean {
  if (one.object.kind !== "AuthorizationPolicy" || actionOf(one) !== "ALLOW" || isAttached(one)) return false;
  const homes = [one.object.metadata.namespace, ...rootNamespaces(set)];
  return allowingAll(set).some((other) => other !== one && homes.includes(other.object.metadata.namespace));
}

/** What allows something for everybody in its namespace. */
const allowingAll = oncePer((set: ManifestSet) =>
  objectsOf(set, "security.istio.io", "AuthorizationPolicy").filter(
    (one) => actionOf(one) === "ALLOW" && !hasSelector(one) && !isAttached(one),
  ),
);

/** What holds instead is what is said for the namespace, or the mesh. */
function ofMtls(set: ManifestSet, { object }: CheckedObject): string {
  const ports = Object.values(Object(valueAt(object, "spec", "portLevelMtls")) as Record<string, unknown>);
  const modes = [textAt(object, "spec", "mtls", "mode"), ...ports.map((port) => textAt(port, "mode"))];
  const isStrict = mtlsOfNamespace(set, object.metadata.namespace)?.mode === "STRICT";
  if (isStrict) return modes.some(isOpen) ? ", and the plain text that it let in is refused" : "";
  return modes.includes("STRICT") ? ", and the plain text that it refused is let through" : "";
}

function isOpen(mode: string | undefined): boolean {
  return mode === "PERMISSIVE" || mode === "DISABLE";
}
