import { InputError, type Problem } from "../../findings/input-error";
import { managedGateways } from "../../mesh/gateways";
import { isRevisionBased } from "../../mesh/istiod";
import type { Mesh } from "../../mesh/mesh";
import { enrolledNamespaces } from "../gates";

const strategyPath = ["spec", "upgrade", "strategy"];

/**
 * Refuses what is not planned under RevisionBased, and a change of the strategy.
 * @throws InputError with every path and its reason
 */
export function refuseStrategy(mesh: Mesh): void {
  const problems = [...changeProblems(mesh), ...(isRevisionBased(mesh) ? revisionProblems(mesh) : [])];
  if (problems.length > 0) throw new InputError(problems);
}

/** Names hang on the strategy, and much that is not in these manifests hangs on the names. */
function changeProblems({ controlPlane, upgrade, before }: Mesh): Problem[] {
  const runs = controlPlane.updateStrategy ?? "InPlace";
  const held = before && (before.mesh.controlPlane.updateStrategy ?? "InPlace");
  const wanted = upgrade?.strategy ?? runs;
  const hint = `Under InPlace the revision is called ${controlPlane.name}, under RevisionBased after its version too: Service, webhooks and labels of the one are not those of the other, and remote clusters, istio-csr, monitoring and gateways name them. Make a second control plane of another name beside this one, and move namespaces to it.`;
  if (held && held !== runs) {
    const message = `the live folder was written for ${held}, and here it is ${runs}: the strategy of a live mesh is not changed`;
    return [{ message, path: ["spec", "controlPlane", "updateStrategy"], hint }];
  }
  if (runs === wanted) return [];
  return [{ message: `the mesh runs ${runs}, and a change to ${wanted} is not planned`, path: strategyPath, hint }];
}

function revisionProblems(mesh: Mesh): Problem[] {
  const { dataPlane, upgrade, gateways } = mesh;
  const problems: Problem[] = [];
  const refuse = (path: Problem["path"], message: string, hint: string) =>
    problems.push({ message, ...(path && { path }), hint });
  if (dataPlane === "ambient") {
    refuse(
      strategyPath,
      "RevisionBased is planned for sidecar meshes",
      "Use InPlace: in an ambient mesh the operator deletes the old control plane while ztunnel still uses it, and no vendor supports it.",
    );
  }
  if (upgrade?.phases === "combined") {
    refuse(["spec", "upgrade", "phases"], "RevisionBased moves one thing at a time", "Take it out.");
  }
  if (upgrade?.keepBehaviour) {
    refuse(
      ["spec", "upgrade", "keepBehaviour"],
      "what keeps behaviour is set on the one control plane of an InPlace mesh",
      "Set the values under spec.upgrade.values, by minor.",
    );
  }
  const enrolled = enrolledNamespaces(mesh);
  gateways.forEach(({ name, namespace, kind }, index) => {
    const path = ["spec", "gateways", index];
    if (kind === "self-managed") {
      refuse(
        path,
        `gateway ${name} is updated by people, and under RevisionBased no Service keeps its name that it could be connected to`,
        "Have it injected (kind: injected), so that it follows the label of its namespace.",
      );
    } else if (kind === "injected" && !enrolled.includes(namespace)) {
      refuse(
        path,
        `gateway ${name} is injected, and its namespace ${namespace} is not under spec.namespaces: nothing would move its label`,
        `List ${namespace} under spec.namespaces.`,
      );
    }
  });
  for (const { namespace, name } of managedGateways(mesh)) {
    refuse(
      undefined,
      `Gateway ${namespace}/${name} is deployed by istiod, and moving it between revisions is not planned`,
      "Run it under an InPlace control plane of its own, or as an injected gateway.",
    );
  }
  return problems;
}
