import { InputError } from "../../findings/input-error";
import type { GetQuery } from "../../gates/query";
import { mark } from "../../mesh/labels";
import type { Mesh } from "../../mesh/mesh";
import type { Check, CheckKindName } from "../../plan/checks";
import type { Probe } from "./answers";
import { afterRound, type Calm, tooEarly } from "./calm";
import type { Client } from "./client";
import { readObjects } from "./objects";
import { ClusterAway } from "./refusal";
import { askRound, type Outcome } from "./round";
import { untilChange } from "./wake";

export type { Outcome } from "./round";

/** What is asked, and how long. */
export interface VerifyRequest {
  readonly mesh: Mesh;
  readonly checks: readonly Check[];
  /** Milliseconds until it gives up; 0 asks once. */
  readonly wait: number;
  /** Kinds of checks that the user leaves out. */
  readonly skip: readonly CheckKindName[];
  /** Makes a pod for requests where none of the account runs. @default none is made */
  readonly probe?: Probe | undefined;
}

/** Where a verification stands after a round. */
export interface VerifyState {
  /** One for each check, in their order. */
  readonly outcomes: readonly Outcome[];
  /** Milliseconds since the start. */
  readonly elapsed: number;
  /** What the cluster's silence sounds like, when it does not answer. */
  readonly away?: string;
}

/**
 * Asks a cluster until all checks hold, or time is up. Reads only.
 * @param onRound called after each round
 * @throws InputError when no answer can come, and for the cluster of another mesh
 */
export async function verify(
  client: Client,
  { mesh, checks, wait, skip, probe }: VerifyRequest,
  onRound: (state: VerifyState) => void,
): Promise<VerifyState> {
  const start = Date.now();
  const outcomes: Outcome[] = checks.map((check) =>
    skip.includes(check.check) ? { is: "skipped" } : { is: "unasked", why: "not asked yet" },
  );
  let sure = false;
  let calm: Calm = { sawRollout: false };
  const early = (check: Check) => (wait === 0 ? undefined : tooEarly(check, calm, Date.now() - start));
  for (let round = 1; ; round++) {
    // Each has held once: whether all of them do at the same time is asked at the end.
    const isLast = !outcomes.some(isOpen);
    const asked = checks.flatMap((check, index) => {
      const { is } = outcomes[index] as Outcome;
      return is !== "skipped" && (isLast || is !== "holds") && early(check) === undefined ? [{ check, index }] : [];
    });
    let away: string | undefined;
    try {
      if (!sure) await assertOurs(client, mesh);
      sure = true;
      const members = asked.map(({ check }) => check);
      const found = await askRound(client, members, probe);
      asked.forEach(({ index }, at) => {
        outcomes[index] = found[at] as Outcome;
      });
    } catch (error) {
      if (!(error instanceof ClusterAway)) throw error;
      away = error.message;
    }
    const elapsed = Date.now() - start;
    if (away === undefined) calm = afterRound(calm, restHolds(checks, outcomes), elapsed);
    checks.forEach((check, index) => {
      const why = early(check);
      if (why !== undefined && outcomes[index]?.is !== "skipped") outcomes[index] = { is: "missing", why };
    });
    const state = { outcomes: [...outcomes], elapsed, ...(away !== undefined && { away }) };
    onRound(state);
    const open = checks.filter((_, index) => isOpen(outcomes[index]));
    if (open.length === 0 && away === undefined) {
      if (round === 1 || isLast) return state;
      continue;
    }
    if (Date.now() - start >= wait) return state;
    await untilChange(client, open, start + wait);
  }
}

/** Whether all holds that is not measured. */
function restHolds(checks: readonly Check[], outcomes: readonly Outcome[]): boolean {
  return checks.every(({ check }, index) => check === "slo" || !isOpen(outcomes[index]));
}

function isOpen(outcome: Outcome | undefined): boolean {
  return outcome?.is === "missing" || outcome?.is === "unasked";
}

/** A marker of another mesh, and none of this one: the wrong cluster. */
async function assertOurs(client: Client, { name, controlPlane }: Mesh): Promise<void> {
  const query: GetQuery = { ask: "get", resource: "configmaps", namespace: controlPlane.namespace };
  const answer = (await readObjects(client, [query])).get(query);
  const meshes = (answer?.objects ?? []).flatMap(({ metadata }) => metadata.labels?.[mark.mesh] ?? []);
  const [other] = meshes;
  if (other === undefined || meshes.includes(name)) return;
  throw InputError.of(
    `this is the cluster of mesh ${other}: its marker in namespace ${controlPlane.namespace} says so`,
    {
      hint: `Name the context of ${name}'s cluster with --context, or the mesh.yaml of ${other} with -f.`,
    },
  );
}

/** 0 all hold, 1 something does not, 2 it could not be asked. */
export function verdictOf({ outcomes, away }: VerifyState): 0 | 1 | 2 {
  if (away === undefined && outcomes.some((one) => one.is === "missing")) return 1;
  return away !== undefined || outcomes.some((one) => one.is === "unasked") ? 2 : 0;
}
