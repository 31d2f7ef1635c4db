import { copyFolder } from "../../support/copy";
import "../../support/git-env";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { folderWith } from "../../support/folder";
import { runGit } from "../../support/git";
import { runCli } from "../../support/run-cli";
import { lastingFolder } from "../../support/scratch";
import type { Objects } from "./fake-kubectl";

/** Five phases, and none of their checks looks into a pod. */
export const verifiedMesh = `apiVersion: meshstep.dev/v1alpha1
kind: Mesh
metadata: { name: prod }
spec:
  distribution: sail
  dataPlane: ambient
  version: v1.28.2
  operator: { release: 1.28.3 }
  upgrade: { to: v1.28.3 }
`;

export const dirs = [
  "00-baseline",
  "01-control-plane-v1.28.3",
  "02-cni-v1.28.3",
  "03-ztunnel-v1.28.3",
  "04-verify-v1.28.3",
] as const;

let synthesised: Promise<string> | undefined;

/** A folder with mesh.yaml, out/, and live/ at a phase. */
export async function folderAt(phase: number): Promise<string> {
  synthesised ??= synth();
  const folder = folderWith({});
  copyFolder(await synthesised, folder);
  standAt(folder, phase);
  return folder;
}

/** Puts the manifests of a phase into live/. */
export function standAt(folder: string, phase: number): void {
  copyFolder(join(folder, "out/prod/phases", dirs[phase] ?? "", "manifests"), join(folder, "live"));
}

/** The same in Git: `origin/main` went through these phases, and what is checked out stands at another one. */
export async function pullRequest(base: readonly number[], head: number | "unchanged"): Promise<string> {
  const folder = await folderAt(base[0] ?? 0);
  runGit(folder, ["init", "--quiet", "--initial-branch=main"]);
  for (const phase of base) {
    standAt(folder, phase);
    commitAll(folder, `phase ${phase}`);
  }
  runGit(folder, ["update-ref", "refs/remotes/origin/main", "HEAD"]);
  runGit(folder, ["checkout", "--quiet", "-b", "change"]);
  if (head !== "unchanged") standAt(folder, head);
  writeFileSync(join(folder, "README.md"), "changed\n");
  commitAll(folder, "change");
  return folder;
}

function commitAll(folder: string, message: string): void {
  runGit(folder, ["add", "--all"]);
  runGit(folder, ["commit", "--quiet", "--allow-empty", "--message", message]);
}

async function synth(): Promise<string> {
  const folder = lastingFolder();
  writeFileSync(join(folder, "mesh.yaml"), verifiedMesh);
  const { code, err } = await runCli(["synth"], folder);
  if (code !== 0) throw new Error(err);
  return folder;
}

/** What the cluster holds when a phase has come true. */
export function settledAt(phase: number): Objects {
  const versionOf = (since: number) => (phase >= since ? "1.28.3" : "1.28.2");
  const [istiod, cni, ztunnel] = [versionOf(1), versionOf(2), versionOf(3)];
  return {
    configmaps: [marker("prod", dirs[phase] ?? "")],
    "istiorevisions.sailoperator.io": [sail("IstioRevision", istiod)],
    "istios.sailoperator.io": [sail("Istio", istiod)],
    "istiocnis.sailoperator.io": [sail("IstioCNI", cni)],
    "ztunnels.sailoperator.io": [sail("ZTunnel", ztunnel)],
    "deployments.apps": [workload("Deployment", "istiod", istiod)],
    "daemonsets.apps": [workload("DaemonSet", "istio-cni-node", cni), workload("DaemonSet", "ztunnel", ztunnel)],
  };
}

/** A ztunnel that has just begun to roll: one of its three pods is new. */
export const rolling = { updatedNumberScheduled: 1 };

export function marker(mesh: string, phase: string): object {
  const labels = { "meshstep.dev/mesh": mesh, "meshstep.dev/phase": phase };
  return { kind: "ConfigMap", metadata: { name: `meshstep-${mesh}`, labels }, data: { mesh, phase } };
}

function sail(kind: string, version: string): object {
  const conditions = ["Reconciled", "Ready"].map((type) => ({ type, status: "True" }));
  return {
    kind,
    metadata: { name: "default", generation: 2 },
    spec: { version: `v${version}` },
    status: { observedGeneration: 2, state: "Healthy", conditions },
  };
}

export function workload(kind: "Deployment" | "DaemonSet", name: string, version: string, status: object = {}): object {
  const counts =
    kind === "Deployment"
      ? { replicas: 1, updatedReplicas: 1, availableReplicas: 1, readyReplicas: 1 }
      : { desiredNumberScheduled: 3, updatedNumberScheduled: 3, numberAvailable: 3 };
  return {
    kind,
    metadata: { name, generation: 2, labels: { "app.kubernetes.io/version": version } },
    spec: { replicas: 1 },
    status: { observedGeneration: 2, ...counts, ...status },
  };
}
