import { type Finding, type FindingDetails, finding } from "../findings/finding";
import { holdsJobs } from "../mesh/gate-jobs";
import { isRevisionBased } from "../mesh/istiod";
import type { Mesh } from "../mesh/mesh";
import { restartsByJob } from "./restarts";

/** Why Jobs cannot restart the workloads of a mesh, where mesh.yaml asks them to. */
export function restartFindings(mesh: Mesh): readonly Finding[] {
  const problem = restartsByJob(mesh) ? problemOf(mesh) : undefined;
  return problem ? [finding("REV009", { ...problem, path: ["spec", "upgrade", "restarts"] })] : [];
}

function problemOf(mesh: Mesh): Pick<FindingDetails, "message" | "hint"> | undefined {
  if (mesh.dataPlane === "ambient") {
    return {
      message: "workloads are restarted for their sidecars, and an ambient mesh has none",
      hint: "remove it: ambient workloads are moved by ZTunnel's phase, without a restart",
    };
  }
  if (!holdsJobs(mesh.delivery)) {
    return {
      message: "Jobs are asked to restart workloads, and the snapshots hold no Jobs",
      hint: "write delivery.gates.mode: jobs (and delivery.engine), or leave restarts at manual",
    };
  }
  if (mesh.distribution === "openshift" && !isRevisionBased(mesh)) {
    return {
      message:
        "under InPlace a Job knows a sidecar by the version in the tag of its image, and the images of this operator are named by digest",
      hint: "leave it at manual, or run the mesh with RevisionBased: its pods carry their revision",
    };
  }
  return undefined;
}
