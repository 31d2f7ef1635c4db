import { oncePer } from "../../basics/once-per";
import { textAt } from "../../objects/object-paths";
import { chartsOf } from "../charts/chart";
import { valueIn } from "../charts/values";
import { sailObjects } from "../objects";
import type { ManifestSet } from "../rule";

const path = ["meshConfig", "outboundTrafficPolicy", "mode"];

/** Whether some control plane that is here lets pods ask only what is entered. */
export const letsNobodyElseOut = oncePer((set: ManifestSet): boolean => {
  const modes = [
    ...sailObjects(set, ["Istio"]).map(({ object }) => textAt(object, "spec", "values", ...path)),
    ...chartsOf(set, "istiod").map(({ values = [] }) => textAt(valueIn(values, path).value)),
  ];
  return modes.includes("REGISTRY_ONLY");
});
