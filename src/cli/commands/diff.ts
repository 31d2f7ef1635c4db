import { InputError } from "../../findings/input-error";
import { manifestsOf, unifiedDiff } from "../../workflow/phase-diff";
import { locating } from "../../workflow/places";
import { type RenderedMesh, renderMesh, treeOf } from "../../workflow/render";
import { formatChange, objectChanges } from "../../workflow/summary";
import { type CliIo, type ExitCode, exitCodes } from "../io";
import { loadInputs } from "./plan";

export interface DiffOptions {
  readonly file: readonly string[];
  readonly output: "unified" | "summary";
}

/** `meshstep diff [from] [to]`: 0 when nothing differs, 1 when something does. */
export function diff(from: string | undefined, to: string | undefined, options: DiffOptions, io: CliIo): ExitCode {
  let differs = false;
  for (const source of loadInputs(options.file, io)) {
    const rendered = locating(source, () => renderMesh(source.mesh));
    for (const [before, after] of pairs(rendered, from, to)) {
      const text = options.output === "summary" ? summary(rendered, before, after) : unified(rendered, before, after);
      differs ||= text !== "";
      io.err(`${rendered.plan.mesh.name}: ${dirOf(rendered, before)} -> ${dirOf(rendered, after)}\n`);
      io.out(text);
    }
  }
  return differs ? exitCodes.findings : exitCodes.ok;
}

/** The pairs of phases to compare, by number. */
function pairs(
  rendered: RenderedMesh,
  from: string | undefined,
  to: string | undefined,
): (readonly [number, number])[] {
  const last = rendered.plan.phases.length - 1;
  if (from === undefined) return Array.from({ length: last }, (_, index) => [index, index + 1] as const);
  const first = phaseNumber(rendered, from);
  return [[first, to === undefined ? phaseNumber(rendered, String(first + 1)) : phaseNumber(rendered, to)]];
}

/** A phase by its number, or by its folder's name. */
export function phaseNumber({ plan }: RenderedMesh, name: string): number {
  const index = /^\d+$/.test(name) ? Number(name) : plan.phases.findIndex((phase) => phase.dir === name);
  if (plan.phases[index]) return index;
  throw InputError.of(`${plan.mesh.name} has no phase ${name}`, {
    hint: `It has 0 to ${plan.phases.length - 1}: ${plan.phases.map((phase) => phase.dir).join(", ")}.`,
  });
}

function dirOf({ plan }: RenderedMesh, index: number): string {
  return plan.phases[index]?.dir ?? "";
}

function unified(rendered: RenderedMesh, before: number, after: number): string {
  const tree = treeOf(rendered);
  return unifiedDiff(manifestsOf(tree, dirOf(rendered, before)), manifestsOf(tree, dirOf(rendered, after)));
}

function summary({ snapshots }: RenderedMesh, before: number, after: number): string {
  const objects = (index: number) => (snapshots[index]?.entries ?? []).map((entry) => entry.object);
  return objectChanges(objects(before), objects(after))
    .map((change) => `${formatChange(change)}\n`)
    .join("");
}
