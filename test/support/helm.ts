import { spawnSync } from "node:child_process";
import { testWhere } from "./where";

const runs = (program: string, ...args: string[]) => spawnSync(program, args).status === 0;

export const hasHelm = runs("helm", "version", "--short");
export const hasKustomize = runs("kustomize", "version") || runs("kubectl", "version", "--client");

/** `test` where Helm is installed; a skipped test that says so elsewhere. No cluster and no registry is asked. */
export const testWithHelm = testWhere(hasHelm, "helm is not installed");
