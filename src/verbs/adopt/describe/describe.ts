import type { MeshSpecInput } from "../../../mesh/schema";
import { textAt } from "../../../objects/object-paths";
import { sortedOut } from "../carry/belonging";
import type { Uncarried } from "../carry/uncarried";
import type { Found } from "../input/found";
import { cniChartNote } from "../inventory/chart-parts";
import type { AdoptChoices } from "../inventory/choices";
import type { Inventory } from "../inventory/inventory";
import { heldBack } from "../inventory/other-istios";
import { assertSeen, isTagInPlace } from "../inventory/revision-traces";
import { defaultNamespaces, podNamespace, valuesOf } from "../inventory/sail-parts";
import { specOf } from "./adopted-spec";
import { sharedCni } from "./cni-owner";
import type { Guess } from "./guesses";
import { guessesOf } from "./guesses";
import { homesOf, ownsNamespaceOf } from "./homes";
import { injectedGateways } from "./injected-gateways";
import { leftRevisions } from "./left-revisions";
import { meshParts, operatorAndRevisions } from "./mesh-parts";
import { describeNamespaces } from "./namespaces";
import { adoptHelm } from "./operator/helm";
import type { OperatorGuess } from "./operator/operator";
import { type PartVersions, partVersions } from "./part-versions";
import { adoptSubscription, carriedGroup, inNamespace, withGroup } from "./subscription";

/** One Istio and what belongs to it, as mesh.yaml would say it. */
export interface Description {
  readonly spec: MeshSpecInput;
  readonly guesses: readonly Guess[];
  /** What a reader should know beside the file. */
  readonly notes: readonly string[];
  /** The input objects that the mesh renders itself. */
  readonly described: readonly Found[];
  /** The input objects that it carries. */
  readonly carried: readonly Found[];
  /** Those that are no part of the mesh, and stay with whoever delivers them. */
  readonly left: readonly Found[];
  /** What it can do neither with. */
  readonly uncarried: readonly Uncarried[];
  readonly operator: OperatorGuess;
}

/**
 * Describes the Istio that the user chose, or the only one.
 * @throws InputError when there is none or more than one, or nothing says which operator runs it
 */
export function describe(all: Inventory, choices: AdoptChoices): Description {
  const parts = meshParts(all, choices);
  const { istio, inventory, plane, ambient, cni, cniChart, elsewhere, ztunnel, system } = parts;
  const { operator, revisions } = operatorAndRevisions(parts, choices);
  const subscription = inventory.subscriptions.find(
    ({ object }) => textAt(object, "spec", "name") === operator.distribution.package,
  );
  const helm = adoptHelm(inventory, operator, choices);
  const read = subscription && adoptSubscription(subscription.object, operator.distribution, subscription.live);
  const homes = homesOf(inventory, system, read?.subscription.namespace);
  const namespaces = describeNamespaces(inventory, {
    dataPlane: plane.dataPlane,
    istio: istio.object.metadata.name,
    system,
    homes,
    values: valuesOf(istio.object),
    ...(revisions && { revisions }),
  });
  const group = ownsNamespaceOf(homes.group, namespaces.entries) ? homes.group : undefined;
  const adopted = read && group ? withGroup(read, group, operator.distribution) : read;
  if (revisions)
    assertSeen(inventory, [...system, ...inventory.subscriptions.map(({ object }) => object.metadata.namespace)]);
  // A revision is called after the version that Istio asks for: that one stays, and another part shows in the comparison.
  const versions: PartVersions = revisions
    ? { version: operator.version }
    : partVersions(operator.version, {
        ambient,
        elsewhere,
        cni: cni?.object,
        ztunnel: ztunnel?.object,
        ztunnelPods: inventory.ztunnelPods.get(podNamespace(ztunnel, defaultNamespaces.ztunnel)) ?? [],
      });
  const isInjected = ({ name, dataPlane }: (typeof namespaces.entries)[number]) =>
    plane.dataPlane === "sidecar" && (dataPlane ?? (system.includes(name) ? "none" : "sidecar")) === "sidecar";
  const rest = [
    ...inventory.subscriptions.filter((one) => one !== subscription),
    ...namespaces.carried,
    ...inventory.others.filter((one) => one !== group),
  ];
  // In a folder of phases everything is what somebody has said that the mesh carries.
  const isPhase = inventory.markedMesh !== undefined || inventory.ownObjects > 0;
  const sorted = isPhase
    ? { carried: rest, left: [] }
    : sortedOut(rest, {
        system,
        homes: homes.names,
        injected: namespaces.entries.filter(isInjected).map(({ name }) => name),
        subscription: subscription?.object,
        waypoints: inventory.waypoints.filter((one) => namespaces.described.includes(one)),
      });
  // InPlace no phase moves a tag, and mesh.yaml has no key for one.
  const tags = revisions ? [] : inventory.revisions.filter((one) => isTagInPlace(istio.object.metadata.name, one));
  const gateways = injectedGateways(sorted.carried, revisions && namespaces.asking);
  return {
    spec: specOf({
      istio,
      cni,
      elsewhere,
      ztunnel,
      dataPlane: plane.dataPlane,
      operator,
      subscription: adopted,
      helm,
      versions,
      revisions,
      namespaces,
      gateways: gateways.entries,
      engine: inventory.engine,
    }),
    operator,
    guesses: [
      ...guessesOf({
        operator,
        plane,
        versions,
        revisions,
        engine: inventory.engine,
        parts: { controlPlane: istio, ...(cni && !elsewhere && { cni }), ...(ztunnel && { ztunnel }) },
        forDefault: all.forDefault,
      }),
      ...(adopted?.guesses ?? []),
      ...(helm?.guesses ?? []),
      ...namespaces.guesses,
      ...gateways.guesses,
    ],
    notes: [
      ...parts.notes,
      ...sharedCni(all, elsewhere),
      ...(cniChart ? [cniChartNote(cniChart, versions.version)] : []),
      ...heldBack(
        all.istios.filter((one) => one !== istio),
        operator.distribution,
      ),
      ...carriedGroup(homes.group, group),
      ...namespaces.notes,
      ...gateways.notes,
      ...(revisions?.notes ?? []),
    ],
    described: [
      istio,
      ...(elsewhere ? [] : inventory.cnis),
      // Beside others it may be the ZTunnel of one of them.
      ...(ambient || all.istios.length === 1 ? inventory.ztunnels : []),
      ...(subscription ? [inNamespace(subscription, adopted?.subscription.namespace)] : []),
      ...(group ? [group] : []),
      ...namespaces.described,
      ...(revisions?.described ?? []),
    ],
    carried: [...sorted.carried, ...tags],
    left: sorted.left,
    uncarried: leftRevisions(
      { ...inventory, revisions: inventory.revisions.filter((one) => !tags.includes(one)) },
      revisions,
    ),
  };
}
