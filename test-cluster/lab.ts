import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { undoLater } from "./cleanup";
import type { Cluster } from "./cluster";
import { ask, must } from "./process";

const binaries = ["etcd", "kube-apiserver", "kubectl", "kwok", "argocd-application-controller", "kustomize-controller"];

/** The lab's folder and its binaries, or why there is none. */
export function findLab(
  root: string,
): { readonly folder: string; readonly built: string } | { readonly missing: string } {
  const folder = resolve(root, process.env["MESHSTEP_LAB_FOLDER"] ?? "../shared/lab");
  if (!existsSync(join(folder, "up.sh"))) return { missing: `no lab in ${folder} (MESHSTEP_LAB_FOLDER)` };
  const built = process.env["MESHSTEP_LAB"] ?? join(homedir(), ".cache/meshstep-lab");
  const lacking = binaries.filter((name) => !existsSync(join(built, "bin", name)));
  if (lacking.length > 0) {
    return { missing: `the lab is not built: ${join(built, "bin")} lacks ${lacking.join(", ")} (${folder}/build.sh)` };
  }
  // Not through a symlink: the lab's scripts look whether they are the program that was started.
  return { folder: realpathSync(folder), built };
}

export interface LabOptions {
  /** The lab's scripts. */
  readonly folder: string;
  /** Where its binaries are. */
  readonly built: string;
  /** First of about forty ports on 127.0.0.1. */
  readonly port: number;
  /** Release of the Sail Operator to begin with. */
  readonly release: string;
  readonly engine: "kubectl" | "argocd" | "flux";
  /** Seconds until a pod of the mesh is Ready. */
  readonly podSeconds: number;
}

/** A lab beside any other: a folder, ports and a cluster of its own, and nothing of it left afterwards. */
export async function startLab(options: LabOptions): Promise<Cluster> {
  const { folder, built, port, engine } = options;
  const home = mkdtempSync(join(tmpdir(), "meshstep-test-cluster-"));
  for (const name of readdirSync(built)) if (name !== "run") symlinkSync(join(built, name), join(home, name));
  const bin = join(home, "bin");
  mkdirSync(join(home, "run"));
  const env = {
    ...process.env,
    MESHSTEP_LAB: home,
    MESHSTEP_LAB_PORT: String(port),
    // So that an operator that comes later waits for the lease of this one, as in a cluster.
    LEADER_ELECT: "true",
    // As impatient as the engines can be made: what is asserted here is order, and that does not depend on it.
    ARGOCD_POLL: "5",
    FLUX_REQUEUE: "1s",
    KUBECONFIG: join(home, "run/kubeconfig"),
    PATH: `${bin}:${process.env["PATH"]}`,
  };
  const script = (name: string, ...args: string[]) => must(join(folder, name), args, { env });
  const stop = undoLater(async () => {
    await ask(join(folder, "down.sh"), ["--wipe"], { env });
    rmSync(home, { recursive: true, force: true });
  });
  try {
    const parts = engine === "kubectl" ? [] : [engine];
    const seconds = String(options.podSeconds);
    await script("up.sh", "--operator", `sail-${options.release}`, "--slow", seconds, "--istiod", "--jobs", ...parts);
    return {
      name: `lab on port ${port}`,
      env,
      isOurs: true,
      engines: ["kubectl", "argocd", "flux"],
      repository: async (name) => (await script("git-server/up.sh", name)).trim(),
      operator: async (release) => {
        await script("operator.sh", `sail-${release}`);
      },
      podSeconds: async (wanted) => {
        await script("kwok.sh", "slow", String(wanted));
      },
      jobLog: async (namespace, pod, container) =>
        readFileSync(join(home, "run/jobs", `${namespace}.${pod}`, `${container}.log`), "utf8"),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
