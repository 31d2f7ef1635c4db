import { firstFew } from "../../../../basics/first-few";
import { InputError } from "../../../../findings/input-error";
import type { Found } from "../found";

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

/** @param commands what brings what runs, any of them */
export function refusalOf(message: string, commands: readonly string[]): InputError {
  return InputError.of(message, { hint: firstFew([...new Set(commands)]) });
}
