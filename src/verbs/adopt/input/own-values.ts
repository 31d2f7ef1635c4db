import { resolve } from "node:path";
import { shownIn } from "../../../source/folder-files";
import { chartTexts } from "./charts/chart-texts";
import { isForDefault } from "./helm-default";

/**
 * What a chart was built with that nobody said anything of: its own values, and Helm's namespace. Undefined where its templates ask for neither.
 * @param folder the chart, as the user would write it
 * @param text what Helm made of it
 */
export function ownValues(folder: string, text: string, cwd: string): string | undefined {
  const isPlaced = isForDefault(text);
  const isFilled = asksForValues(folder, cwd);
  if (!isPlaced && !isFilled) return undefined;
  const how = [...(isPlaced ? ["for namespace default"] : []), ...(isFilled ? ["with its own values alone"] : [])];
  const words = [...(isPlaced ? ["--namespace", "NAMESPACE"] : []), ...(isFilled ? ["--values", "FILE"] : [])];
  const takes = how.length > 1 ? "others" : isPlaced ? "another" : "others";
  return `${shownIn(folder, "Chart.yaml")}: built ${how.join(" and ")}; helm template NAME ${folder} ${words.join(" ")} | meshstep adopt - takes ${takes}`;
}

function asksForValues(folder: string, cwd: string): boolean {
  return [...chartTexts(resolve(cwd, folder)).values()].some((text) => text.includes(".Values"));
}
