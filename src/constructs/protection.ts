import { isLeftToCluster } from "../mesh/left-to-cluster";
import { protectedKind } from "../mesh/protected-kinds";
import { argoCompareOptions, argoSyncOptions } from "../order/argocd/annotations";

/*
 * Annotations that tell both engines how to treat an object. They are always set for both: a snapshot does not
 * depend on which engine applies it, and moving from one engine to the other must not open a gap.
 */

const fluxPrune = "kustomize.toolkit.fluxcd.io/prune";

type Annotations = Readonly<Record<string, string>>;

/**
 * The annotations of an object with those that keep engines from pruning it, where the table of kinds asks for them.
 * What the annotations say of an option already stays as it is: a choice of the user's, which DEL004 reports.
 */
export function protect(
  object: { readonly apiVersion: string; readonly kind: string },
  annotations: Annotations = {},
): Record<string, string> {
  const row = protectedKind(object);
  if (!row && !isLeftToCluster(object)) return { ...annotations };
  const options = [
    "Prune=false",
    "Delete=false",
    ...(row?.crdFromOperator ? ["SkipDryRunOnMissingResource=true"] : []),
  ];
  return { [fluxPrune]: "disabled", ...options.reduce(withSyncOption, annotations) };
}

/**
 * The annotations of an object without those that keep engines from deleting it.
 * @param more sync options that go with them
 */
export function unprotect(annotations: Annotations = {}, more: readonly string[] = []): Record<string, string> {
  const { [fluxPrune]: prune, [argoSyncOptions]: options = "", ...rest } = annotations;
  const others = options.split(",").filter((one) => !["Prune=false", "Delete=false", "", ...more].includes(one.trim()));
  return {
    ...rest,
    ...(prune !== undefined && prune !== "disabled" && { [fluxPrune]: prune }),
    ...(others.length > 0 && { [argoSyncOptions]: others.join(",") }),
  };
}

/**
 * The annotations of an object that leaves Git with the next commit and stays in the cluster, whatever they have said so far; Argo CD does not count it as
 * out of sync then.
 */
export function leftToCluster(annotations: Annotations = {}): Record<string, string> {
  const { [fluxPrune]: _, ...rest } = annotations;
  const others = (rest[argoSyncOptions] ?? "").split(",").filter((one) => !/^(Prune|Delete)=/.test(one.trim()));
  const options = [...others.filter(Boolean), "Prune=false", "Delete=false"].join(",");
  return {
    ...rest,
    [fluxPrune]: "disabled",
    [argoSyncOptions]: options,
    [argoCompareOptions]: withIgnored(rest[argoCompareOptions]),
  };
}

const ignored = "IgnoreExtraneous";

function withIgnored(options = ""): string {
  const own = options.split(",").filter(Boolean);
  return (own.some((one) => one.trim() === ignored) ? own : [...own, ignored]).join(",");
}

/** The annotations of an object that was about to leave Git, without what kept it from being counted as out of sync. */
export function withoutIgnored({ [argoCompareOptions]: options = "", ...rest }: Annotations): Record<string, string> {
  const others = options.split(",").filter((one) => one && one.trim() !== ignored);
  return { ...rest, ...(others.length > 0 && { [argoCompareOptions]: others.join(",") }) };
}

/** A Namespace that is ours as a whole. */
export const ownedNamespaceProtection: Annotations = protect({ apiVersion: "v1", kind: "Namespace" });

/** Adds one Argo CD sync option to what an object already asks for. */
function withSyncOption(annotations: Annotations, option: string): Annotations {
  const options = (annotations[argoSyncOptions] ?? "").split(",").filter(Boolean);
  const [key] = option.split("=");
  if (options.some((one) => one.trim().split("=")[0] === key)) return annotations;
  return { ...annotations, [argoSyncOptions]: [...options, option].join(",") };
}
