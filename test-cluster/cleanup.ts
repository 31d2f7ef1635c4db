/** What must be undone however this ends: by itself, by an error or by Ctrl-C. */
const open = new Map<() => Promise<void>, Promise<void> | undefined>();

/** Remembers it until it was done; what is returned does it now, once. */
export function undoLater(undo: () => Promise<void>): () => Promise<void> {
  open.set(undo, undefined);
  return () => once(undo);
}

export async function undoAll(): Promise<void> {
  await Promise.allSettled([...open.keys()].map(once));
}

async function once(undo: () => Promise<void>): Promise<void> {
  const begun = open.get(undo) ?? (open.has(undo) ? undo() : Promise.resolve());
  if (open.has(undo)) open.set(undo, begun);
  await begun;
  open.delete(undo);
}
