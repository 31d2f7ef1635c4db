import type { CheckedObject } from "../../rules/rule";

/** An object and the file that it stands in. */
export interface FileObject extends CheckedObject {
  /** Absolute path. */
  readonly file: string;
  /** The same as the user gave it. */
  readonly shown: string;
  /** The namespace that it bears in its file, of a kind that has none: kustomize goes by it. @default none */
  readonly bears?: string;
}
