/** What is noted of one mesh. */
interface Noted {
  readonly label: string;
  readonly notes: readonly string[];
}

/**
 * The notes of meshes as they stand in their files, without those on what could not be judged there and was, as overlays build it: the release of an
 * operator that only a patch names.
 * @param built the same meshes as overlays make them
 */
export function withoutJudgedLater(plain: readonly Noted[], built: readonly Noted[]): readonly string[] {
  return plain.flatMap(({ label, notes }) => {
    const later = built.filter((one) => one.label === label);
    return notes.filter(
      (note) => !note.startsWith("not judged: ") || later.length === 0 || later.some((one) => one.notes.includes(note)),
    );
  });
}
