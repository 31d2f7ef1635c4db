import type { CheckedObject } from "../../rules/rule";

/** An object and the file that it stands in. */
export interface FileObject extends CheckedObject {
  /** Absolute path. */
  readonly file: string;
  /** The same as the user gave it. */
  readonly shown: string;
}
