import type { Finding } from "../../findings/finding";
import { objectId } from "../../mesh/mesh";
import { kindOf } from "../../objects/kubernetes-object";
import { textAt } from "../../objects/object-paths";
import { syncWave } from "../../order/argocd/annotations";
import { chartsInEarlyWaves } from "../charts/order";
import { applicationsTooEarly } from "../engines/application-waves";
import { halfRead, readApart, readersOf } from "../engines/readers";
import { isWave, waveOf, writtenWave } from "../engines/waves";
import { isMarker, objectsOf, podNamespace, sailObjects } from "../objects";
import { about, type CheckedObject, type ManifestSet, type Rule } from "../rule";
import { targetsOf } from "../targets";
import { isWaypoint } from "../waypoints";

export const wav001: Rule = {
  id: "WAV001",
  state: (set) => {
    const wrong = unreadable(set);
    // Waves hold inside of one Application.
    const needs = needsIn(set);
    const early = [...needs.filter(isEarly), ...beforeTheirNamespace(set), ...beforeTheirGateway(set)].filter(
      (it) => isReadable(it.one) && !readApart(set, it.one, it.needed) && !isByHand(set, it),
    );
    return [
      ...wrong,
      ...worst(early).map((it) => tooEarlyFor(set, it)),
      ...applicationsTooEarly(set, needs),
      ...chartsInEarlyWaves(set),
    ];
  },
};

const at = ["metadata", "annotations", syncWave];

function unreadable({ objects }: ManifestSet): readonly Finding[] {
  return objects.flatMap((one) => {
    const text = writtenWave(one.object);
    if (text === undefined || isWave(text)) return [];
    return [
      about("WAV001", one, {
        at,
        message: `sync wave "${text}" is no whole number: Argo CD takes it for 0`,
        fix: isWave(text.trim().replace(/\.0+$/, "")) ? [{ at, value: text.trim().replace(/\.0+$/, "") }] : [],
      }),
    ];
  });
}

/** What has to be there before what. Kinds in one wave are in an order of Argo CD's own, which asks for no health. */
const needs: readonly (readonly [kind: string, needs: string, why: string])[] = [
  ["sailoperator.io/Istio", "operators.coreos.com/Subscription", "brings the operator"],
  ["sailoperator.io/IstioCNI", "operators.coreos.com/Subscription", "brings the operator"],
  ["sailoperator.io/ZTunnel", "operators.coreos.com/Subscription", "brings the operator"],
  ["sailoperator.io/IstioRevisionTag", "sailoperator.io/Istio", "makes the revision"],
  ["sailoperator.io/ZTunnel", "sailoperator.io/Istio", "gives ztunnel its certificates"],
  ["sailoperator.io/ZTunnel", "sailoperator.io/IstioCNI", "redirects traffic to ztunnel"],
  ["waypoint", "sailoperator.io/Istio", "deploys the waypoint"],
  ["waypoint", "sailoperator.io/ZTunnel", "carries its traffic"],
];

/** An object, and what should come before it. */
interface Early {
  readonly one: CheckedObject;
  readonly needed: CheckedObject;
  readonly why: string;
}

/** One wave is wrong for one reason: that of the part which comes last. */
function worst(all: readonly Early[]): readonly Early[] {
  const byObject = new Map<CheckedObject, Early>();
  for (const early of all) {
    const other = byObject.get(early.one);
    if (!other || waveOf(early.needed.object) > waveOf(other.needed.object)) byObject.set(early.one, early);
  }
  return [...byObject.values()];
}

/** An operator of no wave that no Application of a tree applies, while one applies the mesh, is somebody else's to install. */
function isByHand(set: ManifestSet, { one, needed }: Early): boolean {
  const isOperator = kindOf(needed.object) === subscription && writtenWave(needed.object) === undefined;
  return isOperator && readersOf(set, needed).length === 0 && readersOf(set, one).length > 0;
}

function isReadable({ object }: CheckedObject): boolean {
  const text = writtenWave(object);
  return text === undefined || isWave(text);
}

/** The operator cannot install into a namespace that is not there. */
function beforeTheirNamespace(set: ManifestSet): readonly Early[] {
  // Snapshots of ours begin where the mesh runs already, and bring Namespaces of its own first.
  if (set.objects.some(({ object }) => isMarker(object))) return [];
  const namespaces = new Map(
    objectsOf(set, "", "Namespace")
      .filter(({ assumed }) => !assumed)
      .map((one) => [one.object.metadata.name, one]),
  );
  return sailObjects(set, ["Istio", "IstioCNI", "ZTunnel"]).flatMap((one) => {
    const needed = namespaces.get(podNamespace(one));
    return needed && waveOf(one.object) < waveOf(needed.object) ? [{ one, needed, why: "it runs in" }] : [];
  });
}

function isEarly({ one, needed }: Early): boolean {
  return waveOf(one.object) < waveOf(needed.object);
}

/** Every part of the mesh with what has to be there before it. */
function needsIn({ objects, distribution }: ManifestSet): readonly Early[] {
  const byRole = new Map<string, CheckedObject[]>();
  for (const one of objects) {
    const role = roleOf(one);
    if (role === subscription && textAt(one.object, "spec", "name") !== distribution.package) continue;
    const others = byRole.get(role);
    if (others) others.push(one);
    else byRole.set(role, [one]);
  }
  return needs.flatMap(([role, needed, why]) => {
    return (byRole.get(role) ?? []).flatMap((one) =>
      (byRole.get(needed) ?? []).map((other) => ({ one, needed: other, why })),
    );
  });
}

const subscription = "operators.coreos.com/Subscription";

function roleOf(one: CheckedObject): string {
  const kind = kindOf(one.object);
  return kind === "gateway.networking.k8s.io/Gateway" && isWaypoint(one) ? "waypoint" : kind;
}

function tooEarlyFor(set: ManifestSet, { one, needed, why }: Early): Finding {
  return about("WAV001", one, {
    at,
    // Who applies the other one is not seen here: it may be another Application.
    ...(halfRead(set, one, needed) && { severity: "warning" as const }),
    message: `wave ${waveOf(one.object)} is before wave ${waveOf(needed.object)} of ${objectId(needed.object)}, which ${why}`,
  });
}

/** A route that no Gateway accepts is Progressing for ever, and Argo CD waits for it before it applies the Gateway. */
function beforeTheirGateway(set: ManifestSet): readonly Early[] {
  const gateways = new Map(
    objectsOf(set, "gateway.networking.k8s.io", "Gateway").map((one) => [objectId(one.object), one]),
  );
  return targetsOf(set).flatMap(({ one, kind, name, namespace }) => {
    if (!one.object.kind.endsWith("Route") || kind !== "gateway.networking.k8s.io/Gateway") return [];
    const gateway = gateways.get(["Gateway", namespace, name].filter(Boolean).join("/"));
    if (!gateway || waveOf(one.object) >= waveOf(gateway.object)) return [];
    return [{ one, needed: gateway, why: "it waits for" }];
  });
}
