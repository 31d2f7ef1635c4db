import { resolve } from "node:path";
import { InputError } from "../../../../findings/input-error";
import { commandLine } from "../../../../gates/quote";
import { textAt } from "../../../../objects/object-paths";
import { chartFile } from "../../../../repository/engine-reads/chart-source";
import { isChart } from "../../../../repository/engine-reads/paths";
import { shownIn } from "../../../../source/folder-files";
import { ownValues } from "../own-values";
import type { BuiltText } from "../programs";
import { templated } from "./chart-build";
import { objectsIn } from "./chart-text";

/** What becomes of a chart that nobody says anything of, and what has to be said of that. */
export interface OwnChart {
  readonly built: BuiltText;
  readonly assumed?: string | undefined;
  /** Whether it holds nothing at all as it is. */
  readonly isEmpty: boolean;
}

export function isLibrary(folder: string): boolean {
  return isChart(folder) && textAt(chartFile(folder), "type") === "library";
}

/** @throws InputError where Helm is not there, or makes nothing of it */
export function ownChart(folder: string, cwd: string, namespace?: string): OwnChart {
  const file = shownIn(folder, "Chart.yaml");
  if (isLibrary(resolve(cwd, folder)))
    throw InputError.of(`${file}: a library for other charts, of which Helm makes nothing by itself`, {
      hint: "Name a chart that takes it.",
    });
  const template = `helm template NAME ${folder}`;
  const adopted = (...flags: readonly string[]) => `${[template, ...flags].join(" ")} | meshstep adopt -`;
  const built = templated(folder, cwd, namespace);
  if ("why" in built) {
    // What is not here comes over the network, which nobody asked for.
    const hint = /missing in charts\/ directory|helm dependency build/.test(built.why)
      ? `${commandLine("helm", "dependency", "build", folder)} brings them; then adopt once more`
      : adopted("--namespace", "NAMESPACE", "--values", "FILE");
    throw InputError.of(`${file}: a Helm chart, which has to be built first (${built.why})`, { hint });
  }
  if (objectsIn(built).length > 0) return { built, assumed: ownValues(folder, built.text, cwd), isEmpty: false };
  const assumed = `${file}: with its own values it is no object at all; ${adopted("--namespace", "NAMESPACE", "--values", "FILE")} takes others`;
  return { built, assumed, isEmpty: true };
}
