import { inputHashes } from "../mesh/input-hashes";
import type { Mesh } from "../mesh/mesh";
import type { PlanFile } from "../snapshot/plan-schema";

/** One input of a plan that says something else than when synth ran. */
export interface ChangedInput {
  /** `spec.namespaces`, or a file that mesh.yaml names. */
  readonly input: string;
  readonly what: "changed" | "added" | "removed";
}

/** What was edited since synth wrote a plan; nothing where an older meshstep wrote it, which recorded no inputs. */
export function changedInputs(mesh: Mesh, plan: PlanFile | undefined): readonly ChangedInput[] {
  const was = plan?.inputs;
  if (!was) return [];
  const is = inputHashes(mesh);
  return [...new Set([...Object.keys(is), ...Object.keys(was)])].flatMap((input): ChangedInput[] => {
    if (was[input] === is[input]) return [];
    return [{ input, what: was[input] === undefined ? "added" : is[input] === undefined ? "removed" : "changed" }];
  });
}
