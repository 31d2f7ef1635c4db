import { csvName } from "../../catalog/csv-name";
import type { Distribution } from "../../catalog/types";
import type { Mesh } from "../../mesh/mesh";
import { chartLeads, crdsAccept } from "../chart-operator";
import type { Check } from "../checks";
import type { PhaseDraft } from "../in-place/draft";
import { operatorLeads } from "../operator-parts";
import type { MeshState } from "../state";

/** After an operator phase, who leads; before it, that the operator is installed which no neighbour changes. Helm tells who leads in every phase. */
export function operatorPrecheck(
  mesh: Mesh,
  distribution: Distribution,
  before: readonly PhaseDraft[],
  neighbours: readonly MeshState[],
): readonly Check[] {
  const releases = [...new Set(neighbours.map(({ operatorRelease }) => operatorRelease))];
  if (mesh.operator.helm) {
    // An operator goes up alone, and its CRDs stay: they are at least those of the last that was raised.
    const raised = before.findLast(({ kind }) => kind === "operator");
    return [
      ...(raised ? crdsAccept(mesh, distribution, raised.state.operatorRelease) : []),
      ...chartLeads(mesh, distribution, releases),
    ];
  }
  if (before.some(({ kind }) => kind === "operator")) return operatorLeads(mesh, distribution, releases);
  const { subscription } = mesh.operator;
  const [release] = releases;
  return subscription && release !== undefined && releases.length === 1
    ? [{ check: "csv-succeeded", csv: csvName(distribution, release), namespace: subscription.namespace }]
    : [];
}
