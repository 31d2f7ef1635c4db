import { isDeepStrictEqual } from "node:util";
import { dnsLabel } from "../../../mesh/scalars";
import type { MeshNamespace } from "../../../mesh/schema";
import { kindOf } from "../../../objects/kubernetes-object";
import { annotationsOf, labelsOf } from "../../../rules/objects";
import { isDelivery } from "../delivery/annotations";
import type { Found } from "../input/found";
import type { Inventory } from "../inventory/inventory";

/** Namespaces that something of the mesh needs before carried objects come: those of its parts, its waypoints and its operator. */
export interface Homes {
  readonly names: ReadonlySet<string>;
  /** The OperatorGroup beside the operator's Subscription, where `spec.operator.subscription` can say it. */
  readonly group?: Found;
}

/**
 * @param system where istiod, the CNI and ztunnel run
 * @param operator where the Subscription of the mesh's operator stands; undefined where it is not in the input
 */
export function homesOf(
  { waypoints, others }: Inventory,
  system: readonly string[],
  operator: string | undefined,
): Homes {
  const groups = others.filter(
    ({ object }) =>
      kindOf(object) === "operators.coreos.com/OperatorGroup" && object.metadata.namespace === operator && operator,
  );
  const [group] = groups;
  // A Namespace that is ours brings an OperatorGroup: one that says more stays, and so does the Namespace.
  const isPlain = group !== undefined && groups.length === 1 && isPlainGroup(group);
  return {
    names: new Set([
      ...system,
      ...waypoints.flatMap(({ object }) => object.metadata.namespace ?? []),
      ...(isPlain && operator !== undefined ? [operator] : []),
    ]),
    ...(isPlain && { group }),
  };
}

/** What says the same: the strategy is the default of OLM, and the console of OpenShift writes it down. */
const plainBodies = [{}, { spec: {} }, { spec: { upgradeStrategy: "Default" } }];

/** For all namespaces, and nothing else: what the mesh writes itself. */
function isPlainGroup({ object, live }: Found): boolean {
  const { apiVersion: _, kind: __, metadata, ...body } = object;
  return (
    !live &&
    plainBodies.some((one) => isDeepStrictEqual(body, one)) &&
    Object.keys(labelsOf(object)).length === 0 &&
    Object.keys(annotationsOf(object)).every(isDelivery) &&
    dnsLabel.safeParse(metadata.name).success
  );
}

/** Whether a whole Namespace of the input is one that `spec.namespaces` can hold. */
export function isHome({ object, live }: Found, { names }: Homes): boolean {
  return !live && names.has(object.metadata.name);
}

/** Whether the Namespace of an OperatorGroup is ours: then the mesh writes the group, too. */
export function ownsNamespaceOf(
  group: Found | undefined,
  entries: readonly Pick<MeshNamespace, "name" | "ownership">[],
): boolean {
  return entries.some(({ name, ownership }) => ownership === "owned" && name === group?.object.metadata.namespace);
}
