import { posix, resolve } from "node:path";
import { orElse } from "../../../../findings/or-else";
import { filesBelow, shownIn } from "../../../../source/folder-files";
import { writtenBelow } from "../written";
import { localDependencies } from "./dependencies";

/** The charts below a folder that stand in no other chart, as the user would write their folders. */
export function chartsBelow(folder: string, cwd: string): readonly string[] {
  const isOurs = writtenBelow(folder, cwd);
  const names = orElse([], () => [...filesBelow(resolve(cwd, folder), folder, /^Chart\.yaml$/)]);
  const folders = names.flatMap((name) => (isOurs(name) ? [] : [posix.dirname(name)]));
  const isHeld = (one: string) => folders.some((other) => one.startsWith(posix.join(other, "charts/")));
  return folders.filter((one) => !isHeld(one)).map((one) => (one === "." ? folder : shownIn(folder, one)));
}

/** The folders of charts, absolute, that others below the same folder take by their folders: a part of those, and installed by them. */
export function partsOfCharts(folder: string, cwd: string): readonly string[] {
  return chartsBelow(folder, cwd).flatMap((one) => localDependencies(resolve(cwd, one)).map((each) => each.folder));
}
