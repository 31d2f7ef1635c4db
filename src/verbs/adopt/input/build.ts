import { relative, resolve } from "node:path";
import { builtOn } from "../../../repository/kustomizations/built-on";
import { inflatedCharts } from "../../../repository/kustomizations/inflated-charts";
import { kustomizationFiles, reach } from "../../../repository/kustomizations/kustomization-files";
import { chartTexts } from "./charts/chart-texts";
import { unsureOfBuild } from "./charts/unsure";
import { type Built, firstOf } from "./programs";

/**
 * What kustomize makes of a folder, in memory; whichever of the two programs is there. Charts that stand here it has Helm render; for others it would ask their
 * registries, which nobody asked for.
 */
export function kustomized(folder: string, cwd: string): Built {
  const charts = chartsOf(folder, cwd);
  if (charts.length === 0 || charts.some(({ isHere }) => !isHere)) return kustomizedAs(folder, resolve(cwd, folder));
  const run = (): Built => {
    const built = kustomizedAs(folder, resolve(cwd, folder), ["--enable-helm"]);
    // Charts beside the folder are built only where somebody tells kustomize so; what it reads there is in the repository all the same.
    const isBeside = "why" in built && built.why.includes("is not in or below");
    const all = ["--enable-helm", "--load-restrictor", "LoadRestrictionsNone"];
    return isBeside ? kustomizedAs(folder, resolve(cwd, folder), all) : built;
  };
  const built = run();
  if ("why" in built) return built;
  const texts = new Map(
    charts.flatMap((one) => [...chartTexts(one.folder)].map(([path, text]) => [`${one.folder}/${path}`, text])),
  );
  return unsureOfBuild(built, texts, run);
}

/** The same of a folder that was written for this, which has another name in messages. */
export function kustomizedAs(name: string, path: string, flags: readonly string[] = []): Built {
  const words = ["", ...flags].join(" ");
  return firstOf([
    { program: "kustomize", args: ["build", ...flags, path], name: `kustomize build${words} ${name}` },
    { program: "kubectl", args: ["kustomize", ...flags, path], name: `kubectl kustomize${words} ${name}` },
  ]);
}

/** The charts that a kustomization renders, and those that it builds on. */
function chartsOf(folder: string, cwd: string) {
  const path = resolve(cwd, folder);
  const shown = relative(cwd, path) || ".";
  const files = kustomizationFiles([shown, ...builtOn([shown], cwd)], cwd);
  const one = files.find((each) => each.folder === path);
  const reached = one ? reach(one, new Map(files.map((each) => [each.folder, each]))) : [];
  return reached.flatMap(({ folder: at, source }) => inflatedCharts(at, source.value));
}
