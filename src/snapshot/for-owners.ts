import { ownersFile } from "../gates/manual/ask-owner";
import type { Phase } from "../plan/phase";
import { yamlHeader } from "./header";
import { manifestYaml } from "./manifest-yaml";

/** Patches for Namespaces that others own, by file name below the phase's folder: what their owners merge into their own manifests. */
export function ownerPatches(mesh: string, phase: Phase): ReadonlyMap<string, string> {
  return new Map(
    [...phase.manual, ...phase.backManual.before, ...phase.backManual.after].flatMap((step) => {
      if (step.step !== "ask-owner") return [];
      const { namespace, labels, back = false } = step;
      const patch = { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace, labels } };
      const header = `${yamlHeader} for mesh ${mesh}: a patch for the repository of the owner of namespace ${namespace}.\n# Not to be applied as it is: applied by itself it would be a second manifest of the same Namespace.\n`;
      return [[ownersFile(namespace, back), header + manifestYaml(patch)] as const];
    }),
  );
}
