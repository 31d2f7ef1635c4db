import type { Implied } from "./manifest-object";
import type { Start } from "./yaml-source";

/** A part of a file that can be read by itself: a document of a stream, or an item of a long List. */
export interface Piece {
  readonly text: string;
  /** Where it starts in the file. */
  readonly start: Start;
  /** What an item takes from its List when it does not say it itself. */
  readonly implied?: Implied;
}
