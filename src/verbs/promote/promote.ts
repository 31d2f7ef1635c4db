import { resolve, sep } from "node:path";
import { InputError } from "../../findings/input-error";
import type { Refusal } from "../../findings/refusal";
import { nearestFolder } from "../../git/folder";
import type { GitState } from "../../git/state";
import type { LiveFolder } from "../../live/folder";
import type { LiveMesh } from "../../live/mesh";
import { leftBehind } from "../../live/way-on";
import type { Phase } from "../../plan/phase";
import { phaseNumber } from "../../plan/phase-number";
import { isWritable } from "../../render/render";
import type { ManifestFiles } from "../../snapshot/write/manifest-files";
import { type Replaced, replaceFolder } from "../../snapshot/write/replace";
import type { TreeChange } from "../../snapshot/write/tree";
import { refusedByGit, repositoryAround } from "./branches";
import { type CommitStep, commitSteps } from "./commit";
import { commitMessage } from "./message";
import { type Existing, existingBranches, leftOver, movedBranches } from "./own-branches";
import { type Accepted, type Move, routeTo, type Target } from "./route";
import { refusedByLoss, refusedByStanding } from "./standing";

/** What promote is asked to do. */
export interface PromoteRequest {
  readonly to: Target;
  readonly accepted: Accepted;
  /** `folder`: the files alone. `commit`: on what is checked out. `branch`: on a branch of its own for each phase. */
  readonly record: "folder" | "commit" | "branch";
  /** @default `meshstep/<mesh>/<phase>` */
  readonly branch?: string | undefined;
  /** Where the user runs it, absolute. */
  readonly cwd: string;
  /** The output folder, as the user gave it; for messages. */
  readonly out: string;
}

/** One phase written to the live folder. */
export interface Promoted {
  readonly from: Phase | undefined;
  readonly to: Phase;
  readonly isBack: boolean;
  readonly change: TreeChange;
  readonly branch: string | undefined;
  /** The commit that the branch had before, when it has another one now. */
  readonly was?: string | undefined;
}

/** What promote did, or why it does not. */
export type PromoteResult =
  | { readonly refused: Refusal }
  | {
      readonly promoted: readonly Promoted[];
      /** Branches of earlier rows that are of no use any more. */
      readonly leftOver: readonly string[];
    };

/**
 * Replaces the live folder by the manifests of another phase, all or nothing, and commits it when asked.
 * @param prepared what {@link prepare} found just now @default it is looked at again
 * @throws InputError for an unknown phase, a folder that cannot be written, and with the words of Git
 */
export function promote(one: LiveMesh, request: PromoteRequest, prepared = prepare(one, request)): PromoteResult {
  if ("refused" in prepared) return prepared;
  const { live, rendered } = one;
  const { mesh, phases } = rendered.plan;
  const { moves, steps, repository, existing } = prepared;
  if (moves.length === 0) return { promoted: [], leftOver: [] };
  const replaced =
    request.record === "folder" || !repository
      ? steps.map(({ before, after }) => replaceFolder(live.path, before, after))
      : commitSteps(live, repository, steps, existing.own, request.to === "last");
  const moved = repository ? movedBranches(repository, existing) : new Map<string, string>();
  return {
    promoted: moves.map((move, index) => ({
      ...promotedBy(phases, move, replaced[index], steps[index]),
      was: moved.get(steps[index]?.branch ?? ""),
    })),
    leftOver: repository && request.to === "last" ? leftOver(repository, mesh.name, branchesIn(steps)) : [],
  };
}

function branchesIn(steps: readonly CommitStep[]): readonly string[] {
  return steps.flatMap(({ branch }) => branch ?? []);
}

/** What promote is about to do. */
interface Prepared {
  readonly moves: readonly Move[];
  readonly steps: readonly CommitStep[];
  readonly repository?: GitState | undefined;
  readonly existing: Existing;
}

/**
 * The moves of a promotion, or why there are none; nothing is written.
 * @throws InputError as {@link promote} does
 */
export function prepare(one: LiveMesh, request: PromoteRequest): Prepared | { readonly refused: Refusal } {
  const { live, rendered, standing, stale } = one;
  const { mesh, phases } = rendered.plan;
  assertOfItsOwn(live, request);
  if (!isWritable(rendered)) {
    const message = `the plan of ${mesh.name} has errors; nothing of it is promoted`;
    return { refused: { message, hint: "See the findings above." } };
  }
  const target = typeof request.to === "string" ? request.to : phaseNumber(rendered.plan, request.to.phase);
  if (stale.length > 0) {
    const message = `only what was reviewed is promoted, and ${request.out}/${mesh.name} is not what synth makes of mesh.yaml now`;
    // An edit of anything but the target is laid out from what the folder holds.
    const isEdited = standing.at === "no phase" && mesh.upgrade === undefined;
    const run = isEdited ? leftBehind(one) : "meshstep synth";
    return { refused: { message, hint: `Run ${run}, review what changed, and commit it.` } };
  }
  if (standing.at === "no phase") return { refused: refusedByStanding(one, standing, request.out) };
  const lost = refusedByLoss(one, target);
  if (lost) return { refused: lost };
  const route = routeTo(target, standing, phases, live.shown, request.accepted);
  if ("refused" in route) return route;
  if (route.moves.length === 0) return { moves: [], steps: [], existing: { own: new Map(), others: [] } };

  const repository = repositoryAround(live, request.record !== "folder");
  const steps = route.moves.map((move) => stepOf(one, move, request));
  const branches = branchesIn(steps);
  const existing: Existing =
    repository && branches.length > 0
      ? existingBranches(repository, mesh.name, branches)
      : { own: new Map(), others: [] };
  const refused = repository && refusedByGit(live, repository, steps, request.record, existing);
  return refused ? { refused } : { moves: route.moves, steps, repository, existing };
}

function stepOf({ live, rendered, phases }: LiveMesh, move: Move, request: PromoteRequest): CommitStep {
  const { plan } = rendered;
  const filesOf = (index: number): ManifestFiles => phases[index]?.files ?? new Map();
  return {
    before: move.from === undefined ? live.files : filesOf(move.from),
    after: filesOf(move.to),
    message: commitMessage(plan, move),
    branch:
      request.record === "branch"
        ? (request.branch ?? `meshstep/${plan.mesh.name}/${plan.phases[move.to]?.dir}`)
        : undefined,
  };
}

function promotedBy(
  phases: readonly Phase[],
  { from, to }: Move,
  replaced: Replaced | undefined,
  step: CommitStep | undefined,
): Promoted {
  return {
    from: from === undefined ? undefined : phases[from],
    to: phases[to] as Phase,
    isBack: from !== undefined && to < from,
    change: replaced?.change ?? { added: [], changed: [], removed: [], unchanged: 0 },
    branch: step?.branch,
  };
}

/** The folder is replaced as a whole, so nothing else may live in it or be it. */
function assertOfItsOwn({ path, shown }: LiveFolder, { cwd, out }: PromoteRequest): void {
  const isIn = (inner: string, outer: string): boolean => `${inner}${sep}`.startsWith(`${outer}${sep}`);
  if (isIn(nearestFolder(cwd).folder, path)) {
    // A shell would be left in a folder that is gone.
    throw InputError.of(`${shown}: promote replaces this folder, and you are in it`, {
      hint: "Run it from a folder outside.",
    });
  }
  const output = nearestFolder(resolve(cwd, out));
  if (output.missing.length === 0 && isIn(path, output.folder)) {
    throw InputError.of(`${shown}: part of the output folder ${out}, which only synth writes`, {
      hint: "A live folder is a folder of its own.",
    });
  }
}
