import { grouped } from "../../basics/grouped";
import { oncePer } from "../../basics/once-per";
import { listAt, textAt, valueAt, wordOf } from "../../objects/object-paths";
import { objectsOf } from "../objects";
import { rootNamespaces } from "../root-namespaces";
import type { CheckedObject, ManifestSet } from "../rule";
import { isAttached } from "../targets";
import { selects, type Workload } from "../workloads";
import { actionOf, isDryRun } from "./action";

/** Whom policies are asked for. */
interface Asked {
  readonly namespace: string | undefined;
  /** @default they are not here: what holds in their namespace counts */
  readonly pods?: Workload;
  /** Of the pods, where what is said of others does not count. @default all that is said counts */
  readonly port?: string | undefined;
}

/** A policy by which pods take nobody who has no identity, which is what mTLS brings: all that allow something ask for one. */
export function asksForIdentity(set: ManifestSet, asked: Asked): CheckedObject | undefined {
  const rules = rulesFor(set, asked);
  return rules.every(({ rule }) => byIdentity(rule)) ? rules[0]?.policy : undefined;
}

/** A policy that lets somebody in by an identity who is not let in without one: what others let everybody in for is a part of the requests. */
export function letsInByIdentity(set: ManifestSet, asked: Asked): CheckedObject | undefined {
  const rules = rulesFor(set, asked);
  const open = rules.filter(({ rule }) => !byIdentity(rule));
  return rules.find(({ rule }) => byIdentity(rule) && !open.some((it) => mayCover(it.rule, rule)))?.policy;
}

interface LettingIn {
  readonly policy: CheckedObject;
  readonly rule: unknown;
}

/** The rules that let requests in. */
function rulesFor(set: ManifestSet, { namespace, pods, port }: Asked): readonly LettingIn[] {
  const known = pods && ofPods(set).get(pods);
  const rules = known ?? findRules(set, namespace, pods);
  if (pods && !known) ofPods(set).set(pods, rules);
  return port === undefined ? rules : rules.filter(({ rule }) => mayBeFor(rule, port));
}

/** Each port of some pods asks. */
const ofPods = oncePer((_: ManifestSet) => new Map<Workload, readonly LettingIn[]>());

function findRules(set: ManifestSet, namespace: string | undefined, pods: Workload | undefined): readonly LettingIn[] {
  const homes = new Set([namespace, ...rootNamespaces(set)]);
  return [...homes]
    .flatMap((home) => allowing(set).get(home ?? "") ?? [])
    .filter(({ object }) => !pods || selects(valueAt(object, "spec", "selector", "matchLabels"), pods.labels))
    .flatMap((policy) => listAt(policy.object, "spec", "rules").map((rule) => ({ policy, rule })));
}

/** The ports of some pods that what lets requests in says something of. */
export function namedPorts(set: ManifestSet, pods: Workload): readonly string[] {
  return rulesFor(set, { namespace: pods.one.object.metadata.namespace, pods }).flatMap(({ rule }) =>
    listAt(rule, "to").flatMap((it) => listAt(it, "operation", "ports").map(wordOf)),
  );
}

function mayBeFor(rule: unknown, port: string): boolean {
  const operations = listAt(rule, "to");
  const ports = operations.map((it) => listAt(it, "operation", "ports").map(wordOf));
  return operations.length === 0 || ports.some((some) => some.length === 0 || some.includes(port));
}

/** Whether a rule may let in all that another one does, as far as that is told from what both say of operations. */
function mayCover(open: unknown, rule: unknown): boolean {
  const [all, some] = [open, rule].map((it) => listAt(it, "to").map((to) => valueAt(to, "operation")));
  if (!all?.length) return true;
  return (some ?? []).length > 0 && (some ?? []).every((one) => all.some((wide) => isWithin(one, wide)));
}

function isWithin(operation: unknown, wide: unknown): boolean {
  return Object.keys(Object(wide)).every((key) => {
    const [few, many] = [listAt(operation, key), listAt(wide, key)].map((list) => list.map(wordOf));
    // Patterns, and what is said of all but some, are not compared.
    if (key.startsWith("not") || many?.some((one) => one.includes("*"))) return true;
    return few !== undefined && few.length > 0 && few.every((one) => many?.includes(one));
  });
}

const allowing = oncePer((set: ManifestSet) =>
  grouped(
    objectsOf(set, "security.istio.io", "AuthorizationPolicy").filter(
      (one) => actionOf(one) === "ALLOW" && !isDryRun(one) && !isAttached(one),
    ),
    ({ object }) => object.metadata.namespace ?? "",
  ),
);

/** Whether a rule asks who somebody is. */
function byIdentity(rule: unknown): boolean {
  return isFrom(rule) || isWhen(rule);
}

function isFrom(rule: unknown): boolean {
  const sources = listAt(rule, "from");
  const isKnown = (source: unknown) =>
    ["principals", "namespaces", "serviceAccounts"].some((key) => listAt(source, "source", key).length > 0);
  return sources.length > 0 && sources.every(isKnown);
}

function isWhen(rule: unknown): boolean {
  return listAt(rule, "when").some(
    (condition) =>
      ["source.principal", "source.namespace", "source.serviceAccount"].includes(textAt(condition, "key") ?? "") &&
      listAt(condition, "values").length > 0,
  );
}
