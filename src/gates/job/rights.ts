import { oncePer } from "../../basics/once-per";
import type { Plan } from "../../plan/phase";
import { checkQueries } from "../command";
import { proxiedService } from "../prometheus";
import type { GetQuery, Query } from "../query";
import { gateEnds, jobChecks } from "./parts";

/** One kind of object that gates may read. */
export interface ReadRule {
  /** API group; empty for the core group. */
  readonly group: string;
  /** Plural name. */
  readonly resource: string;
  /** Only these. @default all in the namespace */
  readonly names?: readonly string[];
  readonly verbs: readonly string[];
}

/** What the gates of a plan may read, and no more: in one namespace, or of the cluster (no namespace). */
export interface ReadRights {
  readonly namespace: string | undefined;
  readonly rules: readonly ReadRule[];
}

const proxied = "services/proxy";

/** Read off what the containers of Jobs look at, over all phases: rights that never change while a row is walked. Sorted. */
export const gateRights = oncePer((plan: Plan): readonly ReadRights[] => {
  const asked = plan.phases.flatMap((phase) => gateEnds.flatMap((end) => jobChecks(plan, phase, end)));
  const queries = asked.flatMap(checkQueries).flatMap(readsOf);
  return grouped(queries, ({ namespace = "" }) => namespace).map(([namespace, members]) => ({
    namespace: namespace || undefined,
    rules: grouped(members, ({ resource }) => resource).map(([resource, same]) => ruleOf(resource, same)),
  }));
});

/** What the API server hands on is a subresource, named with the port. */
function readsOf(query: Query): readonly GetQuery[] {
  if (query.ask === "get") return [query];
  if (query.ask !== "prometheus") return [];
  const { namespace } = query.prometheus;
  return [{ ask: "get", resource: proxied, namespace, name: proxiedService(query.prometheus) }];
}

function ruleOf(resource: string, queries: readonly GetQuery[]): ReadRule {
  const [plural = "", ...group] = resource.split(".");
  const names = queries.flatMap(({ name }) => name ?? []);
  const all = names.length < queries.length;
  const verbs = resource === proxied ? ["get"] : ["get", "list", "watch"];
  return { group: group.join("."), resource: plural, ...(!all && { names: [...new Set(names)].sort() }), verbs };
}

function grouped(
  queries: readonly GetQuery[],
  keyOf: (query: GetQuery) => string,
): readonly (readonly [string, readonly GetQuery[]])[] {
  const groups = new Map<string, GetQuery[]>();
  for (const query of queries) groups.set(keyOf(query), [...(groups.get(keyOf(query)) ?? []), query]);
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
}
