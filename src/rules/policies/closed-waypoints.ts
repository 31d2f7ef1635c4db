import type { Finding } from "../../findings/finding";
import { objectId } from "../../mesh/mesh";
import { takesKey } from "../../mesh/waypoint-uses";
import { kindOf } from "../../objects/kubernetes-object";
import { listAt, wordOf } from "../../objects/object-paths";
import { memberOf } from "../membership";
import { labelsOf, namespaceLabels, objectsOf } from "../objects";
import { rootNamespaces } from "../root-namespaces";
import { about, type CheckedObject, type ManifestSet, type Step } from "../rule";
import { isAttached } from "../targets";
import { gatewaysNamed, isWaypoint, type WaypointUse, waypointName, waypointUses } from "../waypoints";
import { accountsOf } from "./accounts";
import { actionOf, isDryRun } from "./action";

type Path = readonly (string | number)[];

/** Whom a waypoint sends as: `edge/waypoint`. */
type Accounts = readonly string[];

/**
 * Namespaces and Services that go to another waypoint, while the policies of their pods let in the account of the one before alone (POL003):
 * ztunnel asks who sends, and that is the waypoint.
 */
export function closedToWaypoints({ before, after }: Step): readonly Finding[] {
  const was = new Map(waypointUses(before).map((use) => [objectId(use.user.object), use]));
  return waypointUses(after).flatMap((use) => {
    const earlier = was.get(objectId(use.user.object));
    if (!earlier || waypointName(earlier) === waypointName(use) || !isMoved(after, use)) return [];
    const [old, now] = [accountsAs(before, earlier), accountsAs(after, use)];
    if (old.length === 0 || now.length === 0 || old.some((one) => now.includes(one))) return [];
    return closing(after, use, old, now);
  });
}

/** Whether all that the label is for takes the new way, through ztunnel. */
function isMoved(set: ManifestSet, { user, from = "" }: WaypointUse): boolean {
  if (memberOf(namespaceLabels(set, from).labels) !== "ambient") return false;
  if (kindOf(user.object) === "/Service") return true;
  return (
    kindOf(user.object) === "/Namespace" &&
    !objectsOf(set, "", "Service").some(
      ({ object }) => object.metadata.namespace === from && labelsOf(object)["istio.io/use-waypoint"] !== undefined,
    )
  );
}

function accountsAs(set: ManifestSet, use: WaypointUse): Accounts {
  return gatewaysNamed(set, use)
    .filter((one) => isWaypoint(one) && ["service", "all"].includes(labelsOf(one.object)[takesKey] ?? "service"))
    .flatMap((one) => accountsOf(one).map((account) => `${one.object.metadata.namespace ?? use.namespace}/${account}`));
}

function closing(set: ManifestSet, use: WaypointUse, old: Accounts, now: Accounts): readonly Finding[] {
  const homes = [use.from, ...rootNamespaces(set)];
  const allowing = objectsOf(set, "security.istio.io", "AuthorizationPolicy").filter(
    (one) =>
      homes.includes(one.object.metadata.namespace) && actionOf(one) === "ALLOW" && !isDryRun(one) && !isAttached(one),
  );
  // Which pods each of them is for is left open: one that lets the new waypoint in may be for all.
  if (allowing.some((one) => listAt(one.object, "spec", "rules").some((rule) => letsIn(one, rule, now)))) return [];
  const found = allowing.flatMap((one) => entriesFor(one, old).map((at) => ({ one, at })));
  const [first] = found;
  if (!first) return [];
  const { kind, metadata } = use.user.object;
  return [
    about("POL003", first.one, {
      at: first.at,
      message: `${kind} ${metadata.name} goes to waypoint ${waypointName(use)} with this step, and the policy lets in the one before: ztunnel refuses what the new one sends on`,
      hint: `Let in its service account as well, a step before: ${now.join(" or ")}.`,
    }),
  ];
}

/** Whether a rule may let in one of some accounts: where it asks for anything else, nobody can tell. */
function letsIn(one: CheckedObject, rule: unknown, accounts: Accounts): boolean {
  const sources = listAt(rule, "from");
  return (
    sources.length === 0 ||
    sources.some((source) => {
      const named = entriesOf(source);
      return (
        named.length === 0 || named.some(({ list, text }) => text.includes("*") || isMeant(one, list, text, accounts))
      );
    })
  );
}

const lists = ["principals", "serviceAccounts"] as const;
type List = (typeof lists)[number];

function entriesOf(source: unknown): readonly { readonly list: List; readonly index: number; readonly text: string }[] {
  return lists.flatMap((list) =>
    listAt(source, "source", list).map((entry, index) => ({ list, index, text: wordOf(entry) })),
  );
}

/** Where a policy names one of some accounts, written as `namespace/name`. */
export function entriesFor(one: CheckedObject, accounts: Accounts): readonly Path[] {
  return listAt(one.object, "spec", "rules").flatMap((rule, which) =>
    listAt(rule, "from").flatMap((source, at) =>
      entriesOf(source).flatMap(({ list, index, text }) =>
        isMeant(one, list, text, accounts) ? [["spec", "rules", which, "from", at, "source", list, index]] : [],
      ),
    ),
  );
}

/** Whether an entry is one of some accounts, whatever the trust domain. */
function isMeant({ object }: CheckedObject, list: List, text: string, accounts: Accounts): boolean {
  if (list === "serviceAccounts") {
    const full = text.includes("/") ? text : `${object.metadata.namespace}/${text}`;
    return accounts.includes(full);
  }
  return accounts.some((account) => text.endsWith(`/ns/${account.replace("/", "/sa/")}`));
}
