/** Something for a person to do: what, and the commands with the mesh's own names. */
export interface ManualCommands {
  readonly says: string;
  /** Each one a whole command, which may have several lines. */
  readonly run: readonly string[];
}
