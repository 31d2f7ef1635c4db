import { oncePer } from "../../basics/once-per";
import { textAt, valueAt } from "../../objects/object-paths";
import { sourcesIn } from "../engines/application-sources";
import { appliedBy } from "../engines/readers";
import { inNamespaces, objectsOf } from "../objects";
import type { ManifestSet } from "../rule";
import { slipOf } from "../slips";
import type { NoAccount } from "./accounts";

/**
 * Why a namespace that a policy names for callers is none: another one is nearly called so, or has the very account and is the policy's own under
 * a longer name, as a kustomization that moves a base leaves it. Any other namespace that is not here is somebody else's.
 */
export function noHome(
  set: ManifestSet,
  own: string | undefined,
  namespace: string,
  account: string,
): NoAccount | undefined {
  if (namesHere(set).has(namespace) || destinations(set).has(namespace)) return undefined;
  const declared = objectsOf(set, "", "Namespace").map(({ object }) => object.metadata.name);
  const near = slipOf(namespace, declared);
  const isMoved =
    own !== undefined &&
    declared.includes(own) &&
    (own.startsWith(`${namespace}-`) || own.endsWith(`-${namespace}`)) &&
    inNamespaces(set, "", "ServiceAccount").get(own)?.has(account) === true;
  const meant = isMoved ? own : near;
  if (meant === undefined) return undefined;
  return {
    why: `namespace ${namespace} is not among these manifests, and ${meant} is${isMoved ? `, with a ServiceAccount ${account}` : ""}`,
    hint: `Did you mean ns/${meant}/sa/${account}?`,
  };
}

/** Every namespace that something here is, stands in or is applied to. */
const namesHere = oncePer(
  (set: ManifestSet): ReadonlySet<string> =>
    new Set(
      set.objects.flatMap(({ object }) => [
        ...(object.kind === "Namespace" ? [object.metadata.name] : []),
        ...[object.metadata.namespace, textAt(object, "spec", "targetNamespace")].filter((it) => it !== undefined),
      ]),
    ),
);

/** Namespaces to which an Application brings what is not all seen here: of plain manifests its own is only for what names none. */
const destinations = oncePer(
  (set: ManifestSet): ReadonlySet<string | undefined> =>
    new Set(
      set.objects.flatMap((one) => {
        const { object } = one;
        const isChart = sourcesIn(object).some((at) => ["chart", "helm"].some((key) => valueAt(object, ...at, key)));
        const isSeen = !isChart && appliedBy(set, one).length > 0;
        return isSeen ? [] : [textAt(object, "spec", "destination", "namespace")];
      }),
    ),
);
