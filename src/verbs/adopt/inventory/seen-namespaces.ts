import { InputError } from "../../../findings/input-error";
import type { Inventory } from "./inventory";

/**
 * Who asks for which revision is told by labels. Those of Namespaces that follow a tag are in no folder of phases when others write them: without them
 * a plan would move the tag and leave their pods behind.
 * @throws InputError for namespaces whose labels are not in the input
 */
export function assertSeen({ namespaces, lookedAt }: Inventory, system: readonly (string | undefined)[]): void {
  const seen = [...namespaces.map(({ object }) => object.metadata.name), ...system];
  const unseen = [...new Set(lookedAt)].filter((name) => !seen.includes(name)).sort();
  if (unseen.length === 0) return;
  throw InputError.of(
    `phases of meshstep in the input look at pods in ${unseen.join(", ")}, and no Namespace of the input says which revision injects them`,
    {
      hint: `Where the mesh.yaml of those phases is at hand, meshstep rebase makes it start from here; else add to the input what kubectl get namespaces ${unseen.join(" ")} -o yaml writes.`,
    },
  );
}
