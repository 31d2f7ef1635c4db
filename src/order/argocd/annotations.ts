/** The annotation with the wave in which Argo CD applies an object. @default 0 */
export const syncWave = "argocd.argoproj.io/sync-wave";

/** The annotation with the sync options of one object. */
export const argoSyncOptions = "argocd.argoproj.io/sync-options";

/** The annotation that tells Argo CD how to compare an object. */
export const argoCompareOptions = "argocd.argoproj.io/compare-options";

/** The sync options that an object asks for, for example `Prune` to `false`. */
export function syncOptions(annotations: Readonly<Record<string, string>> = {}): ReadonlyMap<string, string> {
  const written = annotations[argoSyncOptions];
  if (written === undefined) return none;
  const options = written.split(",").filter(Boolean);
  return new Map(options.map((option) => option.trim().split("=", 2) as [string, string]));
}

const none: ReadonlyMap<string, string> = new Map();
