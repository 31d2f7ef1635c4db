import { mark } from "../../mesh/labels";
import type { Phase, Plan } from "../../plan/phase";
import type { Restart } from "../../plan/restarts";
import { restartScript } from "../restart/script";
import { shellContainer } from "./containers";
import { gateImage } from "./image";
import type { JobParts } from "./spec";

/** A Job that restarts what has to in one namespace, but for its name. */
export function restartParts({ mesh }: Plan, phase: Phase, restart: Restart): JobParts {
  const { deadlineSeconds } = mesh.delivery.gates;
  return {
    labels: {
      [mark.mesh]: mesh.name,
      [mark.phase]: phase.dir,
      [mark.gate]: `restart-${restart.namespace}`.slice(0, 63).replace(/-+$/, ""),
    },
    containers: [{ name: "restart", ...shellContainer(restartScript(restart), Math.floor(deadlineSeconds * 0.8)) }],
    image: gateImage(mesh),
    serviceAccount: restartAccount(mesh.name),
    deadlineSeconds,
    // A second try restarts only what the first has not brought.
    retries: 1,
  };
}

/** The service account of the Job, in the namespace that it restarts. */
export function restartAccount(mesh: string): string {
  return `meshstep-${mesh}-restarts`;
}

/** What it may do there: read what its pods belong to, and set the annotation that begins a rollout. Nothing is deleted. */
export const restartRules = [
  { apiGroups: [""], resources: ["pods", "replicationcontrollers"], verbs: ["get", "list"] },
  { apiGroups: ["apps"], resources: ["replicasets"], verbs: ["get", "list"] },
  {
    apiGroups: ["apps"],
    resources: ["deployments", "statefulsets", "daemonsets"],
    verbs: ["get", "list", "watch", "patch"],
  },
  { apiGroups: ["batch"], resources: ["jobs"], verbs: ["get", "list"] },
] as const;
