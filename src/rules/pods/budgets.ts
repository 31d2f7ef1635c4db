import type { Finding, Severity } from "../../findings/finding";
import { textAt } from "../../objects/object-paths";
import { objectsOf } from "../objects";
import { about, type CheckedObject, type ManifestSet } from "../rule";

/** Pods that a PodDisruptionBudget selects. */
export interface Guarded {
  /** As a message names them: `gateway shop`. */
  readonly name: string;
  /** How many there are when nothing is to do; undefined where nobody says it. */
  readonly least: number | undefined;
  /** How many an autoscaler may make of them. @default nobody knows */
  readonly most?: number;
  readonly severity: Severity;
  readonly hint: string;
}

/** What a budget says that lets none of its pods go, at all or while there are as few as at rest. */
export function letsNoneGo(one: CheckedObject, { name, least, most, severity, hint }: Guarded): readonly Finding[] {
  const [minimum, maximum] = ["minAvailable", "maxUnavailable"].map((key) => textAt(one.object, "spec", key));
  const always = minimum === "100%" || /^0+%?$/.test(maximum ?? "") || wanted(minimum, most) >= (most ?? Infinity);
  if (!always && (least === undefined || wanted(minimum, least) < least)) return [];
  const key = minimum === undefined ? "maxUnavailable" : "minAvailable";
  const rest = always ? "" : ` while there ${least === 1 ? "is" : "are"} ${least}`;
  return [
    about("HA001", one, {
      at: ["spec", key],
      severity: always ? severity : "warning",
      message: `PodDisruptionBudget with ${key} ${minimum ?? maximum} lets no pod of ${name} go${rest}: every drain of its node waits for ever`,
      hint,
    }),
  ];
}

/** How many of some pods have to stay; a share is rounded up. */
function wanted(minimum: string | undefined, of: number | undefined): number {
  const share = /^(\d+)%$/.exec(minimum ?? "")?.[1];
  if (share !== undefined) return of === undefined ? 0 : Math.ceil((Number(share) * of) / 100);
  return /^\d+$/.test(minimum ?? "") ? Number(minimum) : 0;
}

/** What an autoscaler keeps of a Deployment, or what the Deployment itself says; undefined where neither says it. */
export function replicasAtRest(
  set: ManifestSet,
  { namespace, names, workload }: { namespace: string | undefined; names: readonly string[]; workload?: CheckedObject },
): number | undefined {
  const scalers = objectsOf(set, "autoscaling", "HorizontalPodAutoscaler").filter(
    ({ object }) =>
      object.metadata.namespace === namespace && names.includes(textAt(object, "spec", "scaleTargetRef", "name") ?? ""),
  );
  if (scalers.length > 0) {
    return Math.min(...scalers.map(({ object }) => Number(textAt(object, "spec", "minReplicas") ?? 1)));
  }
  const own = workload && textAt(workload.object, "spec", "replicas");
  return own === undefined ? undefined : Number(own);
}
