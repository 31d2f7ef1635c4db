import { type KubernetesObject, objectId } from "../../../objects/kubernetes-object";
import type { Found } from "../input/found";
import type { RefsOf } from "../input/git-refs";
import type { Appliers } from "./appliers";
import type { EngineEvidence } from "./engine-evidence";
import type { MeshEngine } from "./engines";
import { deliveryOf } from "./spec-delivery";

interface Parts {
  readonly istios: readonly Found[];
  readonly cnis: readonly Found[];
  readonly ztunnels: readonly Found[];
  readonly engines: EngineEvidence;
}

/**
 * The engine of the mesh: of its control plane, where somebody applies that, and otherwise of the other parts, or of anything in the input that bears a mark. None
 * where both engines are seen there: which of them is to deliver the mesh, the user says.
 * @param istio the name of the Istio that is chosen
 * @param settings what says how an Argo CD is set up, and where Flux reads from
 * @param refs what is known of the branches of a repository, by its address
 */
export function engineOf(
  { istios, cnis, ztunnels, engines }: Parts,
  appliers: Appliers,
  istio: string | undefined,
  settings: readonly KubernetesObject[],
  refs: RefsOf,
): MeshEngine | undefined {
  const chosen = istios.filter(({ object }) => istio === undefined || object.metadata.name === istio);
  if (chosen.some((one) => appliers.of(one).length > 0)) return deliveryOf(chosen, appliers, settings, refs);
  const others = [...cnis, ...ztunnels].flatMap((found) =>
    appliers.of(found).flatMap((by) => (by.mark === undefined ? [] : { ...by, found })),
  );
  const [first] = others;
  if (first)
    return others.every(({ engine }) => engine === first.engine)
      ? { name: first.engine, from: `${first.mark} of ${objectId(first.found.object)}` }
      : undefined;
  const [any, second] = engines.marked;
  return any && !second ? { name: any[0], from: any[1] } : undefined;
}
