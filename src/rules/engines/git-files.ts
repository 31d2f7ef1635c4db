/** A file that a Git generator finds, with what it says for each of its Applications. */
export interface GitFile {
  /** From where the repository begins. */
  readonly path: string;
  readonly values: readonly Readonly<Record<string, unknown>>[];
}

/** The files of a repository that begins at a folder, by the pattern of a generator; undefined where that cannot be told. */
export type FilesIn = (root: string, pattern: string) => readonly GitFile[] | undefined;
