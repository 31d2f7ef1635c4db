import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { KubernetesObject } from "../../src/mesh/mesh";
import { testWhere } from "./where";

/** `test` where kubectl is installed; a skipped test that says so elsewhere. No cluster is asked. */
export const testWithKubectl = testWhere(
  spawnSync("kubectl", ["version", "--client"]).status === 0,
  "kubectl is not installed",
);

/**
 * What kubectl makes of a manifest before it would send it: its own YAML reader, and JSON behind that. `label --local` is the command
 * that prints it without a cluster and without knowing the kind.
 */
export function readByKubectl(text: string): KubernetesObject {
  return inFolder(text, (file) => {
    return JSON.parse(kubectl(["label", "--local", "-f", file, "read-by=kubectl", "-o", "json"])) as KubernetesObject;
  });
}

/** The names of the objects that kubectl finds in a text; "refused" when it does not read all of it. */
export function namesByKubectl(text: string): readonly string[] | "refused" {
  return inFolder(text, (file) => {
    try {
      const lines = kubectl(["label", "--local", "-f", file, "read-by=kubectl", "-o", "name"]).trim().split("\n");
      return lines.map((line) => line.split("/")[1] ?? line);
    } catch {
      return "refused";
    }
  });
}

/** What kustomize writes for a manifest: Argo CD and Flux read that, and not the manifest itself. */
export function builtByKustomize(text: string): string {
  return inFolder(text, (_file, folder) => {
    writeFileSync(join(folder, "kustomization.yaml"), "resources: [object.yaml]\n");
    return kubectl(["kustomize", folder]);
  });
}

function inFolder<T>(text: string, work: (file: string, folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), "meshstep-kubectl-"));
  try {
    const file = join(folder, "object.yaml");
    writeFileSync(file, text);
    return work(file, folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function kubectl(args: readonly string[]): string {
  const env = { ...process.env, KUBECONFIG: "/dev/null" };
  const { status, stdout, stderr } = spawnSync("kubectl", args, { encoding: "utf8", env, maxBuffer: 2 ** 28 });
  if (status !== 0) throw new Error(stderr.slice(-1000));
  return stdout;
}
