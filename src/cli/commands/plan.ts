import { InputError } from "../../findings/input-error";
import { phaseOrders } from "../../render/phase-orders";
import { locating, placed } from "../../render/places";
import { isWritable, type RenderedMesh, renderMesh } from "../../render/render";
import { planMarkdown } from "../../snapshot/plan-md";
import { supersededPhases } from "../../verbs/catalog-updates/mesh-news";
import { loadStarted } from "../inputs";
import { type CliIo, type ExitCode, exitCodes } from "../io";
import { findingLines } from "../reporters/findings-text";
import { type MeshOrders, orderJson } from "../reporters/order-json";
import { orderTable } from "../reporters/order-table";
import { planJson } from "../reporters/plan-json";
import { planTable } from "../reporters/plan-table";
import { proofTable } from "../reporters/proof-table";
import { noteUpdates, readAsked } from "../updates";

export interface PlanOptions {
  readonly file: readonly string[];
  readonly out: string;
  readonly output: "table" | "json" | "markdown";
  readonly proof?: boolean;
  /** The phase whose order is wanted; `true` for all of them. */
  readonly order?: string | true;
  /** A catalogue or a bundle of the user's. */
  readonly checkUpdates?: string;
}

/** `meshstep plan`: prints the phases of every mesh, their proof, or the order in which an engine applies them; 1 when a finding stops one of them. */
export function plan(options: PlanOptions, io: CliIo): ExitCode {
  refuseContradictions(options);
  const { checkUpdates } = options;
  const theirs = readAsked(checkUpdates, io);
  const results = [...loadStarted(options.file, io, options.out)].map((source) => {
    const rendered = locating(source, () => renderMesh(source.mesh));
    const superseded = supersededPhases(rendered.plan, theirs, checkUpdates ?? "");
    noteUpdates(theirs, checkUpdates ?? "", source.mesh, io);
    return { ...rendered, findings: placed(source, [...rendered.findings, ...superseded]) };
  });
  if (options.output === "json")
    io.out(options.order ? orderJson(results.map((one) => ordersOf(one, options))) : planJson(results));
  else io.out(results.map((one) => printed(one, options)).join("\n"));
  if (options.output !== "json") io.err(findingLines(results.flatMap((one) => one.findings)));
  return results.every(isWritable) ? exitCodes.ok : exitCodes.findings;
}

function refuseContradictions({ output, proof, order }: PlanOptions): void {
  if (proof && order) throw InputError.of("--proof and --order print different tables; give one of them");
  if (proof && output !== "table") throw InputError.of("--proof prints a table; leave -o out");
  if (order && output === "markdown") throw InputError.of("--order prints a table or, with -o json, JSON");
}

function ordersOf(rendered: RenderedMesh, { order }: PlanOptions): MeshOrders {
  return { mesh: rendered.plan.mesh.name, phases: phaseOrders(rendered, order === true ? undefined : order) };
}

function printed(rendered: RenderedMesh, options: PlanOptions): string {
  const { output, proof, order } = options;
  if (order) return orderTable(ordersOf(rendered, options));
  if (output === "markdown") return planMarkdown(rendered.plan, rendered.findings);
  return proof ? proofTable(rendered.plan) : planTable(rendered.plan);
}
