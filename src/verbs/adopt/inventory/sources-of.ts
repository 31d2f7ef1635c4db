import { join, resolve } from "node:path";
import { firstFew } from "../../../basics/first-few";
import type { InputError } from "../../../findings/input-error";
import { orElse } from "../../../findings/or-else";
import { isChart } from "../../../repository/engine-reads/paths";
import { readTextFile } from "../../../source/read-text";
import { chartTexts } from "../input/charts/chart-texts";
import { type AsApplied, asApplied } from "../input/engines/as-applied";
import { isForDefault } from "../input/helm-default";
import { inputFiles } from "../input/input-files";
import type { Unsure } from "../input/programs";

/**
 * The files behind all inputs, as they are applied; what has to be built and cannot be is left out, and told.
 * @param followed those that nobody has named
 * @throws InputError where that is an input itself
 */
export function sourcesOf(
  inputs: readonly string[],
  surroundings: Parameters<typeof asApplied>[1],
  followed: readonly string[] = [],
): AsApplied & { readonly forDefault: Set<string> } {
  const { io, onNote } = surroundings;
  const none = {
    folders: new Map<string, string>(),
    failed: new Map<string, InputError>(),
    unsure: new Map<string, readonly Unsure[]>(),
    assumed: new Map<string, string>(),
    empty: new Map<string, string>(),
  };
  const all = inputs.map((input) =>
    io.texts?.has(input) ? { files: [input], texts: io.texts, ...none } : inputFiles(input, io.cwd, onNote),
  );
  const read = {
    files: all.flatMap((one) => one.files),
    texts: new Map(all.flatMap((one) => [...one.texts])),
    folders: new Map(all.flatMap((one) => [...one.folders])),
    unsure: new Map(all.flatMap((one) => [...one.unsure])),
    failed: new Map(all.flatMap((one) => [...one.failed])),
  };
  const applied = asApplied(read, surroundings);
  const isAsRead = ([name]: readonly [name: string, note: string]) =>
    applied.texts.get(name) === read.texts.get(name) &&
    // Whoever installs it so has said of it all that there is to say.
    !applied.releases.has(name) &&
    applied.charts.get(name) !== "argocd";
  const assumed = all.flatMap((one) => [...one.assumed]).filter(isAsRead);
  for (const [, note] of assumed) onNote(note, "built");
  for (const [, note] of all.flatMap((one) => [...one.empty]).filter(isAsRead)) onNote(note);
  const idle: string[] = [];
  for (const [folder, error] of applied.failed) {
    if (inputs.includes(folder) && !followed.includes(folder)) throw error;
    if (isOfNoMesh(resolve(io.cwd, folder))) idle.push(folder);
    else for (const { message, hint } of error.problems) onNote(leftOut(message, hint), "unread");
  }
  if (idle.length > 0)
    onNote(
      `left out, as Helm cannot build ${idle.length > 1 ? "them" : "it"}, and nothing in there speaks of a mesh: ${firstFew(idle)}`,
      "unread",
    );
  const isPlaced = ([name]: readonly [name: string, note: string]) => isForDefault(String(read.texts.get(name)));
  return { ...applied, forDefault: new Set(assumed.filter(isPlaced).map(([name]) => name)) };
}

/** Whether it is a chart that says of nothing that a mesh is made of: most of those that a repository wraps. */
function isOfNoMesh(folder: string): boolean {
  if (!isChart(folder)) return false;
  const own = ["Chart.yaml", "values.yaml"].map((name) => orElse("", () => readTextFile(join(folder, name), name)));
  return ![...own, ...chartTexts(folder).values()].some((text) =>
    /istio|sail|mesh|gateway|waypoint|argoproj|fluxcd/i.test(text),
  );
}

/** What kustomize lacks is said before; a chart, and what an engine changes, have a command of their own. */
function leftOut(message: string, hint: string | undefined): string {
  return `${message}; left out${hint === undefined || hint.startsWith("kubectl ") ? "" : `: ${hint}`}`;
}
