import type { MeshSpecInput } from "../../../../mesh/schema";
import { type ChartInstall, chartInstalls, onlyInstall } from "../../../../repository/objects/chart-installs";
import { chartOwner } from "../../../../rules/versions/charts";
import type { AdoptChoices } from "../../inventory/choices";
import type { Inventory } from "../../inventory/inventory";
import type { Guess } from "../guesses";
import type { OperatorGuess } from "./operator";

/** `spec.operator.helm`, and what it was taken from. */
export interface AdoptedHelm {
  readonly helm: NonNullable<MeshSpecInput["operator"]["helm"]>;
  readonly guesses: readonly Guess[];
}

/**
 * How Helm installs the operator: as what was read says, else as what stands nearest to it. Nothing where OLM installs it, where the release is not the one
 * that is named there, or where several say something else.
 */
export function adoptHelm(
  inventory: Inventory,
  { distribution, passedOver }: OperatorGuess,
  { around }: AdoptChoices,
): AdoptedHelm | undefined {
  const isOlms = inventory.subscriptions.length > 0 || inventory.installed.some(({ isCsv }) => isCsv);
  if (distribution.name !== chartOwner().name || isOlms) return undefined;
  const read = [...chartInstalls(inventory.deliveries.map(({ object }) => object)), ...inventory.charts];
  const found = read.length > 0 ? onlyInstall(read) : passedOver === undefined ? around?.chart : undefined;
  return found && { helm: described(found), guesses: [{ path: ["spec", "operator", "helm"], because: found.from }] };
}

function described({ namespace, name, installedBy }: ChartInstall): AdoptedHelm["helm"] {
  return { namespace, ...(name !== undefined && { name }), ...(installedBy && { installedBy }) };
}
