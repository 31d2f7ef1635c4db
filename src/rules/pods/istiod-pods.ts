import { istiodName } from "../../catalog/revisions";
import { autoscales, chartReplicas, countsOf } from "../../mesh/replicas";
import { valueAt } from "../../objects/object-paths";
import { podNamespace, sailObjects } from "../objects";
import { revisionOf } from "../revisions";
import type { CheckedObject, ManifestSet } from "../rule";

/** The Deployment that the operator makes of a control plane. */
export interface IstiodPods {
  readonly one: CheckedObject;
  readonly namespace: string;
  /** `istiod`, with the revision behind it unless that is the default one. */
  readonly deployment: string;
  readonly labels: Readonly<Record<string, string>>;
  /** How many pods there are at least, and at most. */
  readonly replicas: { readonly least: number; readonly most: number };
}

/** The istiods of a set, as the charts make them; with the remote profile there is none. */
export function istiodPods(set: ManifestSet): readonly IstiodPods[] {
  return sailObjects(set, ["Istio", "IstioRevision"])
    .filter(({ object }) => valueAt(object, "spec", "profile") !== "remote")
    .map((one) => {
      const revision = revisionOf(one);
      return {
        one,
        namespace: podNamespace(one) || "istio-system",
        deployment: istiodName(revision),
        labels: { app: "istiod", istio: "pilot", "istio.io/rev": revision },
        replicas: replicasOf(one),
      };
    });
}

/** What the values of a control plane come to. */
export function valuesOf({ object }: CheckedObject): Readonly<Record<string, unknown>> {
  const values = valueAt(object, "spec", "values");
  return typeof values === "object" && values !== null ? (values as Readonly<Record<string, unknown>>) : {};
}

function replicasOf(one: CheckedObject): IstiodPods["replicas"] {
  const values = valuesOf(one);
  const least = chartReplicas(values);
  const scaled = autoscales(values);
  return { least, most: scaled ? Math.max(least, countsOf(values).autoscaleMax) : least };
}
