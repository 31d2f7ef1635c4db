import { checkQueries, judgeCheck, seenBy } from "../../gates/command";
import type { Answer, Query } from "../../gates/query";
import type { Check } from "../../plan/checks";
import { askApi, askInside, type Probe } from "./answers";
import type { Client } from "./client";

/** What became of a check in one round. */
export type Outcome =
  | { readonly is: "holds" /** What was measured. */; readonly saw?: string }
  /** Not yet, or not at all. */
  | { readonly is: "missing"; readonly why: string }
  /** Nobody answers the question. */
  | { readonly is: "unasked"; readonly why: string }
  /** The user has left it out. */
  | { readonly is: "skipped" };

const notAsked: Answer = { objects: [], texts: [], failed: "not asked yet" };

/** Asks and judges checks once: first what the API server knows, which is often enough, then inside pods. */
export async function askRound(
  client: Client,
  checks: readonly Check[],
  probe: Probe | undefined,
): Promise<readonly Outcome[]> {
  const queries = checks.map(checkQueries);
  const known = await askApi(client, queries.flat());
  const outcomes: Outcome[] = [];
  for (const [index, check] of checks.entries()) {
    outcomes.push(await judge(client, check, queries[index] ?? [], known, probe));
  }
  return outcomes;
}

async function judge(
  client: Client,
  check: Check,
  queries: readonly Query[],
  known: ReadonlyMap<Query, Answer>,
  probe: Probe | undefined,
): Promise<Outcome> {
  const refused = queries.map((query) => known.get(query)?.failed).find((why) => why !== undefined);
  const early = queries.map((query) => known.get(query) ?? notAsked);
  if (judgeCheck(check, early) === true) return holds(check, early);
  if (refused !== undefined) return { is: "unasked", why: refused };
  const answers: Answer[] = [];
  for (const query of queries) {
    answers.push(query.ask === "get" ? (known.get(query) ?? notAsked) : await askInside(client, query, probe));
  }
  const verdict = judgeCheck(check, answers);
  if (verdict === true) return holds(check, answers);
  const silent = answers.find(({ failed }) => failed !== undefined && verdict.includes(failed));
  return silent ? { is: "unasked", why: verdict } : { is: "missing", why: verdict };
}

function holds(check: Check, answers: readonly Answer[]): Outcome {
  const saw = seenBy(check, answers);
  return saw ? { is: "holds", saw } : { is: "holds" };
}
