import { InputError, type Problem } from "../../findings/input-error";
import { managedGateways } from "../../mesh/gateways";
import { activeRevision, isRevisionBased } from "../../mesh/istiod";
import type { Mesh } from "../../mesh/mesh";
import { enrolledNamespaces } from "../enrolled";
import { dependenceLines } from "./inventory";

const strategyPath = ["spec", "upgrade", "strategy"];

/**
 * Refuses what is not planned under RevisionBased, and a change of the strategy.
 * @throws InputError with every path and its reason
 */
export function refuseStrategy(mesh: Mesh): void {
  const problems = [
    ...changeProblems(mesh),
    ...canaryProblems(mesh),
    ...(isRevisionBased(mesh) ? revisionProblems(mesh) : []),
  ];
  if (problems.length > 0) throw new InputError(problems);
}

/** Names hang on the strategy, and much that is not in these manifests hangs on the names. */
function changeProblems(mesh: Mesh): Problem[] {
  const { controlPlane, upgrade, before } = mesh;
  const runs = controlPlane.updateStrategy ?? "InPlace";
  const held = before && (before.mesh.controlPlane.updateStrategy ?? "InPlace");
  const wanted = upgrade?.strategy ?? runs;
  if (held && held !== runs) {
    const message = `the live folder was written for ${held}, and here it is ${runs}: the strategy of a live mesh is not changed`;
    return [{ message, path: ["spec", "controlPlane", "updateStrategy"], hint: changeHint(before.mesh) }];
  }
  if (runs === wanted) return [];
  const message = `the mesh runs ${runs}, and a change to ${wanted} is not planned`;
  return [{ message, path: strategyPath, hint: changeHint(mesh) }];
}

/** Why not, what would have to be moved, and the way that is known to hold. */
function changeHint(mesh: Mesh): string {
  const { name } = mesh.controlPlane;
  const revision = activeRevision(mesh);
  return [
    `Under InPlace the revision is called ${name}, under RevisionBased after its version too. When the strategy changes, ${revision} is no longer what Istio asks for, and the operator deletes it when nothing uses it. A hold keeps a revision; that it does so through a change of the strategy was not seen, and no tag can be called ${name} beside a revision of that name, so whoever asks for it by that name would have nobody in between.`,
    "Make a second control plane of another name beside this one, and move namespaces to it. This asks for the present revision by its name, and has to be moved before that goes:",
    ...dependenceLines(mesh),
  ].join("\n  ");
}

/** A canary is a pod of another revision, and a copy of a Deployment that people restart. */
function canaryProblems(mesh: Mesh): Problem[] {
  return mesh.gateways.flatMap(({ name, kind, canary }, index): Problem[] => {
    const path = ["spec", "gateways", index, "canary"];
    if (!canary) return [];
    if (kind !== "injected") {
      const message = `gateway ${name} is ${kind}, and only injected ones are moved by a second Deployment`;
      const hint =
        kind === "gateway-api"
          ? "Its Deployment is istiod's: bring a second Gateway of the new revision beside it instead."
          : "Its Deployment is yours: put a second one beside it as you see fit.";
      return [{ message, path, hint }];
    }
    if (isRevisionBased(mesh)) return [];
    const message = `gateway ${name} has a canary, and under InPlace there is no second revision that it could be of`;
    return [{ message, path, hint: "Take it out: the gateway restarts in place, with the surge of its own strategy." }];
  });
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
    if (kind === "injected" && !enrolled.includes(namespace)) {
      refuse(
        path,
        `gateway ${name} is injected, and its namespace ${namespace} is not under spec.namespaces: nothing would move its label`,
        `List ${namespace} under spec.namespaces.`,
      );
    }
  });
  for (const { namespace, name } of managedGateways(mesh).filter((one) => one.kind === "waypoint")) {
    refuse(
      undefined,
      `Gateway ${namespace}/${name} is a waypoint, and moving one between revisions is not planned`,
      "Run it under an InPlace control plane of its own: waypoints serve ambient meshes.",
    );
  }
  return problems;
}
