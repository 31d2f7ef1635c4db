import type { Finding } from "../../findings/finding";
import { objectId } from "../../mesh/mesh";
import { canonicalJson } from "../../objects/canonical-json";
import { listAt, textAt } from "../../objects/object-paths";
import { isAmbientMesh } from "../ambient";
import { pairs } from "../changed";
import { memberOf } from "../membership";
import { namespaceLabels, objectsOf } from "../objects";
import { goesPast, type PodMembership, podMembership } from "../pods/mesh-membership";
import { about, type CheckedObject, type ManifestSet, type Step } from "../rule";
import { type ClientTls, clientTls, servicesMeant } from "../traffic/client-tls";
import type { Workload } from "../workloads";
import { podsBehind, targetPort } from "../workloads";
import { asksForIdentity } from "./identity";
import { type MtlsMode, mtlsOfNamespace, mtlsOfPods, selecting } from "./peer-authentication";

/** DestinationRules by which clients open what the other side does not take (POL004). */
export function mtlsConflicts(set: ManifestSet): readonly Finding[] {
  return conflictsIn(set).map(({ finding }) => finding);
}

/** What is said of a DestinationRule, and whether that is known of pods that are here. */
interface Conflict {
  readonly finding: Finding;
  readonly isSeen: boolean;
}

function conflictsIn(set: ManifestSet): readonly Conflict[] {
  return objectsOf(set, "networking.istio.io", "DestinationRule").flatMap((one) =>
    clientTls(one).flatMap((tls) => {
      const found = refusal(set, one, tls);
      if (found === undefined) return [];
      const host = textAt(one.object, "spec", "host");
      const message = `tls.mode ${tls.mode} ${sends[tls.mode]} to ${host}, and ${found.why}`;
      const hint = "Leave tls out: Istio finds out by itself who takes mTLS.";
      const finding = about("POL004", one, { at: tls.at, severity: "warning", message, hint });
      return [{ finding, isSeen: found.isSeen }];
    }),
  );
}

/**
 * The same that come in a step: until then requests went through. Where the DestinationRule itself says another word, that may be because
 * they did not, of pods that are not here.
 */
export function newConflicts({ before, after }: Step): readonly Finding[] {
  const modes = (one: CheckedObject) => canonicalJson(clientTls(one).map(({ mode, at }) => [mode, at]));
  const stood = pairs({ before, after }, (set) => objectsOf(set, "networking.istio.io", "DestinationRule"));
  const same = new Map(
    stood.map((pair) => [objectId(pair.after.object), modes(pair.before) === modes(pair.after)] as const),
  );
  const known = new Set(mtlsConflicts(before).map(({ object }) => object));
  return conflictsIn(after)
    .filter(({ finding: { object = "" }, isSeen }) => {
      const isSame = same.get(object);
      return isSame !== undefined && (isSame || isSeen) && !known.has(object);
    })
    .map(({ finding }) => ({ ...finding, severity: "error" as const }));
}

/** MUTUAL is left out: some give it the mesh's own certificates. */
const sends: Readonly<Record<string, string>> = {
  DISABLE: "sends plain text",
  SIMPLE: "sends TLS without a certificate of the mesh",
  ISTIO_MUTUAL: "sends mTLS",
};

/** Why one of the Services does not take what a DestinationRule sends. */
function refusal(
  set: ManifestSet,
  one: CheckedObject,
  tls: ClientTls,
): { readonly why: string; readonly isSeen: boolean } | undefined {
  if (sends[tls.mode] === undefined) return undefined;
  for (const { namespace, service } of servicesMeant(set, one)) {
    const ports = listAt(service?.object, "spec", "ports").filter((it) => tls.holdsFor(Number(textAt(it, "port"))));
    const pods = (service ? podsBehind(set, service) : []).filter(({ labels }) => isSubset(tls.subset, labels));
    const whys =
      pods.length > 0
        ? pods.flatMap((it) => ports.map((port) => ofPods(set, tls.mode, it, port)))
        : [ofUnseen(set, tls.mode, namespace)];
    const why = whys.find((it) => it !== undefined);
    if (why !== undefined) return { why, isSeen: pods.length > 0 };
  }
  return undefined;
}

function isSubset(subset: unknown, labels: Workload["labels"]): boolean {
  return Object.entries(Object(subset)).every(([key, value]) => labels[key] === value);
}

function ofPods(set: ManifestSet, mode: string, workload: Workload, port: unknown): string | undefined {
  const membership = podMembership(set, workload);
  const target = targetPort(port, workload);
  const { kind, metadata } = workload.one.object;
  const pods = `pods of ${kind} ${metadata.namespace}/${metadata.name}`;
  if (mode === "ISTIO_MUTUAL" && membership === "none") return `${pods} are in no mesh: requests get 503`;
  // What goes to ztunnel takes its way whatever is said here, and ports that go past the proxy are the application's.
  if (goesPast(workload, target)) {
    // Which ports go past is known, and which port this is may not be.
    const isSure = mode === "ISTIO_MUTUAL" && membership === "sidecars" && target !== undefined;
    return isSure ? `port ${target} of the ${pods} goes past their sidecars: requests get 503` : undefined;
  }
  const holds = asMember(set, membership, metadata.namespace, mtlsOfPods(set, workload, target));
  const why = contradiction(mode, holds);
  if (why !== undefined || mode === "ISTIO_MUTUAL" || membership !== "sidecars") return why;
  const policy = asksForIdentity(set, { namespace: metadata.namespace, pods: workload, port: target });
  if (!policy) return undefined;
  return `AuthorizationPolicy ${policy.object.metadata.namespace}/${policy.object.metadata.name} lets in by identity alone, which plain text has none of: requests get 403`;
}

/** Pods that are not here are judged by what holds for all of their namespace. */
function ofUnseen(set: ManifestSet, mode: string, namespace: string | undefined): string | undefined {
  if (namespace === undefined || selecting(set, namespace).length > 0) return undefined;
  const known = namespaceLabels(set, namespace);
  const membership = memberOf(known.labels) ?? (known.complete ? "none" : "unknown");
  return contradiction(mode, asMember(set, membership, namespace, mtlsOfNamespace(set, namespace)));
}

/** A mode holds for who has a sidecar. Where that is not said, a policy of the namespace's own says it, in a mesh of sidecars. */
function asMember(
  set: ManifestSet,
  membership: PodMembership,
  namespace: string | undefined,
  holds: MtlsMode | undefined,
): MtlsMode | undefined {
  const isOwn = holds?.by.object.metadata.namespace === namespace && !isAmbientMesh(set);
  return membership === "sidecars" || (membership === "unknown" && isOwn) ? holds : undefined;
}

function contradiction(mode: string, holds: MtlsMode | undefined): string | undefined {
  const refused = mode === "ISTIO_MUTUAL" ? "DISABLE" : "STRICT";
  if (holds?.mode !== refused) return undefined;
  const { namespace, name } = holds.by.object.metadata;
  const port = holds.at[1] === "portLevelMtls" ? ` for port ${holds.at[2]}` : "";
  const end = mode === "ISTIO_MUTUAL" ? "requests get 503" : "connections are reset";
  return `PeerAuthentication ${namespace}/${name} is ${refused}${port}: ${end}`;
}
