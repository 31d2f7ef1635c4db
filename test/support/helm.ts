import { spawnSync } from "node:child_process";
import { testWhere } from "./where";

/** `test` where Helm is installed; a skipped test that says so elsewhere. No cluster and no registry is asked. */
export const testWithHelm = testWhere(spawnSync("helm", ["version", "--short"]).status === 0, "helm is not installed");
