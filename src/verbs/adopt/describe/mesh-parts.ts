import { InputError } from "../../../findings/input-error";
import { objectId } from "../../../mesh/mesh";
import { isMap, textAt, wordOf } from "../../../objects/object-paths";
import type { MeshChart } from "../../../rules/charts/mesh-chart";
import { isRevisionBased } from "../../../rules/revisions";
import type { Found } from "../input/found";
import { chartParts, cniOfChart, refuseChartParts, ztunnelChartNotes } from "../inventory/chart-parts";
import type { AdoptChoices } from "../inventory/choices";
import { chooseIstio } from "../inventory/choose-istio";
import type { Inventory } from "../inventory/inventory";
import { refuseForeignZtunnel, withoutForeign } from "../inventory/other-istios";
import { defaultNamespaces, podNamespace, singleton } from "../inventory/sail-parts";
import { isCniElsewhere } from "./cni-owner";
import { guessDataPlane } from "./data-plane";
import { guessOperator } from "./operator/operator";
import { adoptRevisions } from "./revisions";

/** One Istio, and the parts that serve it. */
export interface MeshParts {
  readonly istio: Found;
  /** Without what belongs to other Istios. */
  readonly inventory: Inventory;
  readonly plane: ReturnType<typeof guessDataPlane>;
  readonly ambient: boolean;
  readonly cni: Found | undefined;
  /** The chart of Istio that brings the CNI. */
  readonly cniChart: MeshChart | undefined;
  /** Whether another mesh or a chart moves the CNI. */
  readonly elsewhere: boolean;
  readonly ztunnel: Found | undefined;
  /** The namespaces that these run in. */
  readonly system: readonly string[];
  readonly notes: readonly string[];
}

/** @throws InputError where that is not one mesh which the operator runs */
export function meshParts(all: Inventory, choices: AdoptChoices): MeshParts {
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
  const system = [
    podNamespace(istio, defaultNamespaces.controlPlane),
    ...((cni && !elsewhere) || ambient ? [podNamespace(cni, defaultNamespaces.cni)] : []),
    ...(ambient ? [podNamespace(ztunnel, defaultNamespaces.ztunnel)] : []),
  ];
  return {
    istio,
    inventory,
    plane,
    ambient,
    cni,
    cniChart,
    elsewhere,
    ztunnel,
    system,
    notes: [...notes, ...ztunnelChartNotes(parts, all)],
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

/** A revision tells of a second version that the operator has to know, and a version that is left out is the operator's. */
export function operatorAndRevisions(
  { inventory, istio, cni, elsewhere, ztunnel, ambient }: MeshParts,
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
