import { InputError } from "../../../findings/input-error";
import { objectId } from "../../../mesh/mesh";
import type { MeshSpecInput } from "../../../mesh/schema";
import { isMap } from "../../../mesh/settings/setting";
import { textAt, wordOf } from "../../../objects/object-paths";
import { isRevisionBased } from "../../../rules/revisions";
import { sortedOut } from "../carry/belonging";
import type { Uncarried } from "../carry/uncarried";
import type { Found } from "../input/found";
import { chartParts, cniChartNote, cniOfChart, refuseChartParts, ztunnelChartNotes } from "../inventory/chart-parts";
import type { AdoptChoices } from "../inventory/choices";
import { chooseIstio } from "../inventory/choose-istio";
import type { Inventory } from "../inventory/inventory";
import { heldBack, refuseForeignZtunnel, withoutForeign } from "../inventory/other-istios";
import { assertSeen, isTagInPlace } from "../inventory/revision-traces";
import { defaultNamespaces, podNamespace, singleton, valuesOf } from "../inventory/sail-parts";
import { specOf } from "./adopted-spec";
import { isCniElsewhere, sharedCni } from "./cni-owner";
import { guessDataPlane } from "./data-plane";
import type { Guess } from "./guesses";
import { guessesOf } from "./guesses";
import { homesOf, ownsNamespaceOf } from "./homes";
import { injectedGateways } from "./injected-gateways";
import { leftRevisions } from "./left-revisions";
import { describeNamespaces } from "./namespaces";
import { guessOperator, type OperatorGuess } from "./operator/operator";
import { type PartVersions, partVersions } from "./part-versions";
import { adoptRevisions } from "./revisions";
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
  const istio = chooseIstio(all, choices);
  refuseStrangeSpecs([istio, ...all.cnis, ...all.ztunnels]);
  const { inventory, notes } = withoutForeign(all, istio);
  const plane = guessDataPlane(inventory, istio.object, choices);
  const ambient = plane.dataPlane === "ambient";
  const parts = chartParts(all, istio, choices.deliveries);
  if (ambient) refuseChartParts(parts, all);
  const cniChart = inventory.cnis.length === 0 ? parts.find(({ chart }) => chart === "cni") : undefined;
  const cni = cniChart ? cniOfChart(cniChart) : singleton(inventory.cnis);
  const elsewhere = cniChart !== undefined || isCniElsewhere(all, istio, ambient);
  const ztunnel = ambient ? singleton(inventory.ztunnels) : undefined;
  refuseForeignZtunnel(ztunnel, istio, all);
  const { operator, revisions } = operatorAndRevisions(inventory, { istio, cni, elsewhere, ztunnel, ambient }, choices);
  const subscription = inventory.subscriptions.find(
    ({ object }) => textAt(object, "spec", "name") === operator.distribution.package,
  );
  const read = subscription && adoptSubscription(subscription.object, operator.distribution, subscription.live);
  const system = [
    podNamespace(istio, defaultNamespaces.controlPlane),
    ...((cni && !elsewhere) || ambient ? [podNamespace(cni, defaultNamespaces.cni)] : []),
    ...(ambient ? [podNamespace(ztunnel, defaultNamespaces.ztunnel)] : []),
  ];
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
      ...namespaces.guesses,
      ...gateways.guesses,
    ],
    notes: [
      ...notes,
      ...sharedCni(all, elsewhere),
      ...(cniChart ? [cniChartNote(cniChart, versions.version)] : []),
      ...ztunnelChartNotes(parts, all),
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

/** @throws InputError for parts of the mesh of which nothing can be read */
function refuseStrangeSpecs(parts: readonly Found[]): void {
  const problems = parts.flatMap(({ object, place }) => {
    const { spec = {} } = object;
    return isMap(spec) ? [] : [{ message: `${objectId(object)}: spec is ${wordOf(spec)}, and has to be a map`, place }];
  });
  if (problems.length > 0) throw new InputError(problems);
}

interface Sail {
  readonly istio: Found;
  readonly cni: Found | undefined;
  readonly elsewhere: boolean;
  readonly ztunnel: Found | undefined;
  readonly ambient: boolean;
}

/** A revision tells of a second version that the operator has to know, and a version that is left out is the operator's. */
function operatorAndRevisions(
  inventory: Inventory,
  { istio, cni, elsewhere, ztunnel, ambient }: Sail,
  choices: AdoptChoices,
) {
  const adopting = (version: string) =>
    isRevisionBased(istio) ? adoptRevisions(istio.object, version, inventory) : undefined;
  const written = textAt(istio.object, "spec", "version");
  const said = written === undefined ? undefined : adopting(written);
  const mesh = {
    istio: istio.object,
    ztunnel: ztunnel?.object,
    cni: cni?.object,
    elsewhere,
    ambient,
    ...(said?.beside && { beside: said.beside.version }),
  };
  const operator = guessOperator(inventory, mesh, choices);
  return { operator, revisions: said ?? adopting(operator.version) };
}
