import { resolve } from "node:path";
import { firstFew } from "../../../../basics/first-few";
import { InputError } from "../../../../findings/input-error";
import { commandLine } from "../../../../gates/quote";
import { nameIn } from "../charts/chart-text";
import type { Found } from "../found";
import { adopting } from "./changes";
import type { SeenEngines } from "./seen-engines";
import type { Sources } from "./sources";

/** What an engine makes something else of that nobody here can follow: no part of a mesh is taken from there. */
export interface Unfollowed {
  readonly isOf: (found: Found) => boolean;
  readonly error: InputError;
}

/** @throws InputError for parts of a mesh of which the files do not say what runs */
export function refuseUnfollowed(parts: readonly Found[], unfollowed: readonly Unfollowed[]): void {
  const first = unfollowed.find(({ isOf }) => parts.some(isOf));
  if (first) throw first.error;
}

/** Whether an object stands in one of some files. */
export function isIn(files: readonly string[]): Unfollowed["isOf"] {
  const names = new Set(files);
  return ({ place, live }) => !live && names.has(place.file);
}

/** Of what tools made: the objects that may be others where they run. */
export function unsureIn(sources: Sources, { changes, open }: SeenEngines, cwd: string): readonly Unfollowed[] {
  return sources.files.flatMap((file) =>
    (sources.unsure?.get(file) ?? []).map(({ names, by }): Unfollowed => {
      const folder = sources.folders.get(file) ?? file;
      const readers = [...changes, ...open].filter((one) => one.folder === resolve(cwd, folder));
      const isIt = isIn([file]);
      const shown = firstFew([...names].map((one) => one.slice(one.indexOf("/") + 1).replace(" ", "/")));
      const error = refusalOf(
        `${shown} of ${folder} ${names.size > 1 ? "are there or not, or differ," : "is there or not, or differs,"} by ${by}, so what is built here may not be what runs`,
        readers.length > 0
          ? readers.map(({ bring }) => bring)
          : [adopting(commandLine("helm", "get", "manifest", "NAME", "-n", "NAMESPACE"))],
      );
      return { isOf: (found) => isIt(found) && names.has(nameIn(found.object)), error };
    }),
  );
}

/** @param commands what brings what runs, any of them */
export function refusalOf(message: string, commands: readonly string[]): InputError {
  return InputError.of(message, { hint: firstFew([...new Set(commands)]) });
}
