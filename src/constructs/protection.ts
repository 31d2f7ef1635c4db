/*
 * Annotations that tell both engines how to treat an object. They are always set for both: a snapshot does not
 * depend on which engine applies it, and moving from one engine to the other must not open a gap.
 */

const argoSyncOptions = "argocd.argoproj.io/sync-options";

/** Pruning the Istio object would delete istiod although it is in use; the CRD comes from OLM and may not be there at the dry run. */
export const sailProtection: Readonly<Record<string, string>> = {
  [argoSyncOptions]: "Prune=false,Delete=false,SkipDryRunOnMissingResource=true",
  "kustomize.toolkit.fluxcd.io/prune": "disabled",
};

/** A Namespace that is ours as a whole. */
export const ownedNamespaceProtection: Readonly<Record<string, string>> = {
  [argoSyncOptions]: "Prune=false,Delete=false",
  "kustomize.toolkit.fluxcd.io/prune": "disabled",
};

export const syncWave = "argocd.argoproj.io/sync-wave";

/** Adds one Argo CD sync option to what a user's own object already asks for. */
export function withSyncOption(annotations: Readonly<Record<string, string>>, option: string): Record<string, string> {
  const options = (annotations[argoSyncOptions] ?? "").split(",").filter(Boolean);
  const [key] = option.split("=");
  if (options.some((one) => one.trim().split("=")[0] === key)) return { ...annotations };
  return { ...annotations, [argoSyncOptions]: [...options, option].join(",") };
}

/** The sync options that an object asks for, for example `Prune` to `false`. */
export function syncOptions(annotations: Readonly<Record<string, string>> = {}): ReadonlyMap<string, string> {
  const options = (annotations[argoSyncOptions] ?? "").split(",").filter(Boolean);
  return new Map(options.map((option) => option.trim().split("=", 2) as [string, string]));
}
