import type { Finding } from "../../../findings/finding";
import { listAt, wordOf } from "../../../objects/object-paths";
import type { CheckedObject } from "../../rule";
import { isTemplate, label, type Refusal, refusals } from "./refusal";

/** Namespaces that a VirtualService, a DestinationRule or a ServiceEntry is shown to, and that are none, or twice there. */
export function refusedExports(one: CheckedObject): readonly Finding[] {
  const { namespace } = one.object.metadata;
  const entries = listAt(one.object, "spec", "exportTo").map(wordOf);
  const meant = entries.map((entry) => (entry === "." ? (namespace ?? ".") : entry));
  const isNobodyTaken = one.object.kind === "ServiceEntry";
  const found = entries.flatMap((entry, index): readonly Refusal[] => {
    const at = ["spec", "exportTo", index];
    if (meant.indexOf(meant[index] ?? "") < index) return [[at, `exportTo names ${meant[index]} twice`]];
    const isTaken = ["*", "."].includes(entry) || (entry === "~" && isNobodyTaken) || label.test(entry);
    return isTaken || isTemplate(entry) ? [] : [[at, `exportTo ${entry} is no namespace`, "Write names, . or *."]];
  });
  const all = ["*", "~"].find((word) => entries.includes(word));
  const isMixed = all !== undefined && new Set(entries).size > 1 && found.length === 0;
  const mixed: Refusal = [["spec", "exportTo"], `exportTo has ${all} beside others`, "Keep one of the two."];
  return refusals(one, isMixed ? [...found, mixed] : found);
}
