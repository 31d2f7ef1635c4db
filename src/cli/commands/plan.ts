import { InputError } from "../../findings/input-error";
import { planMarkdown } from "../../snapshot/plan-md";
import { locating, placed } from "../../workflow/synth/places";
import { isWritable, type RenderedMesh, renderMesh } from "../../workflow/synth/render";
import { loadInputs } from "../inputs";
import { type CliIo, type ExitCode, exitCodes } from "../io";
import { findingLines } from "../reporters/findings-text";
import { planJson } from "../reporters/plan-json";
import { planTable } from "../reporters/plan-table";
import { proofTable } from "../reporters/proof-table";

export interface PlanOptions {
  readonly file: readonly string[];
  readonly output: "table" | "json" | "markdown";
  readonly proof?: boolean;
}

/** `meshstep plan`: prints the phases of every mesh; 1 when a finding stops one of them. */
export function plan(options: PlanOptions, io: CliIo): ExitCode {
  if (options.proof && options.output !== "table") throw InputError.of("--proof prints a table; leave -o out");
  const results = [...loadInputs(options.file, io)].map((source) => {
    const rendered = locating(source, () => renderMesh(source.mesh));
    return { ...rendered, findings: placed(source, rendered.findings) };
  });
  if (options.output === "json") io.out(planJson(results));
  else io.out(results.map((one) => printed(one, options)).join("\n"));
  if (options.output !== "json") io.err(findingLines(results.flatMap((one) => one.findings)));
  return results.every(isWritable) ? exitCodes.ok : exitCodes.findings;
}

function printed(rendered: RenderedMesh, { output, proof }: PlanOptions): string {
  if (output === "markdown") return planMarkdown(rendered.plan, rendered.findings);
  return proof ? proofTable(rendered.plan) : planTable(rendered.plan);
}
