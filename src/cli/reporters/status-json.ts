import type { Finding } from "../../findings/finding";
import { checkCommand } from "../../gates/command";
import type { ChangedInput } from "../../live/changed-inputs";
import type { Edit } from "../../live/standing";
import type { LiveStatus } from "../../live/status";
import type { Phase } from "../../plan/phase";

/** What `status -o json` prints; fields are only ever added. */
interface StatusReport {
  readonly version: 1;
  readonly mesh: string;
  readonly live: string;
  /** Hash of the plan. */
  readonly plan: string;
  readonly stands: "at-phase" | "empty" | "earlier-plan" | "edited";
  /** Folder name of the phase that the live folder is, byte for byte. */
  readonly phase: string | null;
  /** What `promote --next` would write. */
  readonly next: Pick<Phase, "dir" | "kind" | "title" | "reversible"> | null;
  /** The phase that `edited` is against. */
  readonly nearest: string | null;
  /** Paths below the live folder. */
  readonly edited: readonly Edit[];
  /** What the marker ConfigMap says. */
  readonly marker: { readonly mesh: string; readonly phase: string; readonly plan: string } | null;
  /** Where Git has the files of a folder that is empty here, as git checkout takes it. */
  readonly lost: string | null;
  /** What must hold before `next`. */
  readonly beforeNext: readonly string[];
  readonly phases: readonly string[];
  /** The version that the row leads to. */
  readonly target: string;
  /** The newest patch of its minor that the catalogue knows, when that is newer. */
  readonly newerPatch: string | null;
  /** The operator release that accepts the target and installs it no more. */
  readonly endOfLifeIn: string | null;
  /** What was edited since synth: keys of mesh.yaml, and files that it names. */
  readonly changedInputs: readonly ChangedInput[];
  /** With --ref: the phase there, and how many the folder here is ahead of it. */
  readonly merged: { readonly label: string; readonly phase: string | null; readonly ahead: number | null } | null;
  /** The one command to go on with. */
  readonly command: string;
  /** Errors of the plan, and SNAP001, as a warning, when the committed snapshot is stale. */
  readonly findings: readonly Omit<Finding, "path">[];
}

/** The status of a live folder for CI. */
export function statusJson(status: LiveStatus): string {
  const {
    mesh,
    live,
    plan,
    phases,
    standing,
    current,
    next,
    target,
    outlook,
    lost,
    changedInputs,
    merged,
    command,
    findings,
  } = status;
  const edits = standing.at === "no phase" ? standing.edits : [];
  const marker = standing.at === "nothing" ? undefined : standing.marker;
  const report: StatusReport = {
    version: 1,
    mesh,
    live,
    plan,
    stands: stands[standing.at],
    phase: current?.dir ?? null,
    next: next ? { dir: next.dir, kind: next.kind, title: next.title, reversible: next.reversible } : null,
    nearest: standing.at === "no phase" ? (phases[standing.nearest]?.dir ?? null) : null,
    edited: edits.map(({ file, what }) => ({ file, what })),
    marker: marker ? { mesh: marker.mesh, phase: marker.phase, plan: marker.plan } : null,
    lost: lost ?? null,
    beforeNext: current && next ? gatesOf(current) : [],
    phases: phases.map(({ dir }) => dir),
    target,
    newerPatch: outlook.newerPatch ?? null,
    endOfLifeIn: outlook.endOfLifeIn ?? null,
    changedInputs,
    merged: merged ? { label: merged.label, phase: merged.phase ?? null, ahead: merged.ahead ?? null } : null,
    command,
    findings: findings.map(({ path: _, ...rest }) => rest),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

const stands = { phase: "at-phase", nothing: "empty", "earlier plan": "earlier-plan", "no phase": "edited" } as const;

function gatesOf(phase: Phase): string[] {
  // The sentence of a check is the same for every client.
  return phase.gates.map((check) => checkCommand(check, "kubectl").says);
}
