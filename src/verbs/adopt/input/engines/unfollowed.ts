import type { InputError } from "../../../../findings/input-error";
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
