import { word } from "../../gates/quote";
import type { LiveStatus } from "../../live/status";

/** Where a live folder stands, what was edited, and what comes next. */
export function statusText(status: LiveStatus, out: string): string {
  const lines = [
    `${status.mesh}: ${where(status)}`,
    ...whatIsMerged(status),
    ...edited(status),
    ...whatNext(status, out),
    ...outlook(status),
    ...inputs(status),
    `go on with: ${status.command}`,
  ];
  return lines.map((line) => `${line}\n`).join("");
}

function where({ live, standing, phases, lost }: LiveStatus): string {
  const dir = (index: number) => phases[index]?.dir ?? "";
  if (phases.length === 0) return "the plan has no phases";
  switch (standing.at) {
    case "phase":
      return `${live} stands at ${dir(standing.phase)}`;
    case "nothing":
      return `${live} is empty or missing${lost === undefined ? "" : ", and Git has what it held"}`;
    case "earlier plan": {
      const { phase, marker } = standing;
      return `${live} stands at ${dir(phase)}, as ${marker.phase} of an earlier plan left it; only the marker, its gates and comments are to be written`;
    }
    case "no phase": {
      const { nearest, edits } = standing;
      const count = edits.length === 1 ? "1 file differs" : `${edits.length} files differ`;
      return `${live} stands at no phase; nearest is ${dir(nearest)}, from which ${count}`;
    }
  }
}

function whatIsMerged({ merged }: LiveStatus): string[] {
  if (!merged) return [];
  const { label, phase, ahead } = merged;
  if (phase === undefined) return [`${label} stands at no phase of this plan`];
  const phases = Math.abs(ahead ?? 0) === 1 ? "1 phase" : `${Math.abs(ahead ?? 0)} phases`;
  const distance = !ahead
    ? ""
    : ahead > 0
      ? `: ${phases} here ${ahead === 1 ? "is" : "are"} not merged yet`
      : `, ${phases} further: merged since`;
  return [`${label} stands at ${phase}${distance}`];
}

function inputs({ changedInputs }: LiveStatus): string[] {
  return changedInputs.map(({ input, what }) => `${what} since synth: ${input}`);
}

function outlook({ live, target, outlook: { newerPatch, endOfLifeIn } }: LiveStatus): string[] {
  return [
    ...(newerPatch === undefined
      ? []
      : [
          `the catalogue knows ${newerPatch}, a newer patch than ${target}: meshstep rebase --live ${word(live)} --to ${newerPatch}`,
        ]),
    ...(endOfLifeIn === undefined ? [] : [`${target} is end of life from operator release ${endOfLifeIn} on`]),
  ];
}

function edited({ live, standing, mesh, plan, phases, lineEnds }: LiveStatus): string[] {
  if (standing.at !== "no phase" || phases.length === 0) return [];
  const { edits, marker } = standing;
  const notes = [
    lineEnds && `only the ends of lines differ: write "${live}/** -text" into .gitattributes`,
    marker &&
      marker.mesh !== mesh &&
      `its marker names mesh ${marker.mesh}, and a mesh keeps its name: write metadata.name: ${marker.mesh} again, or name its own mesh.yaml with -f`,
    marker?.mesh === mesh && marker.plan !== plan && `its marker names ${marker.phase} of another plan`,
  ];
  return [
    ...edits.map(({ file, what }) => `${what.padEnd(7)}  ${live}/${file}`),
    ...notes.filter((note) => typeof note === "string"),
  ];
}

function whatNext({ mesh, current, next, phases, standing, lost }: LiveStatus, out: string): string[] {
  if (standing.at === "no phase" || phases.length === 0) return [];
  if (lost !== undefined) return [];
  if (!next) return ["next: nothing, this is the last phase"];
  const checks = current?.gates.length ?? 0;
  const page = `${out}/${mesh}/phases/${current?.dir}/PHASE.md`;
  return [
    `next: ${next.dir} (${next.title}; ${next.reversible})`,
    ...(checks > 0 ? [`before that: ${checks === 1 ? "the check" : `the ${checks} checks`} in ${page}`] : []),
  ];
}
