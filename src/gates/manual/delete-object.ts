import type { ManualStep } from "../../plan/manual-steps";
import type { Kubectl } from "../check-command";
import { commandLine } from "../quote";
import type { ManualCommands } from "./commands";

/** What has gone from Git and stays in the cluster. */
export function deleteObject(
  { kind, resource, namespace, name }: Extract<ManualStep, { step: "delete-object" }>,
  kubectl: Kubectl,
): ManualCommands {
  const where = namespace === undefined ? [] : ["-n", namespace];
  return {
    says: `Delete ${kind} ${namespace === undefined ? "" : `${namespace}/`}${name}: it is not in Git any more, and nothing else takes it out of the cluster.`,
    run: [commandLine(kubectl, "delete", `${resource}/${name}`, ...where, "--ignore-not-found")],
  };
}
