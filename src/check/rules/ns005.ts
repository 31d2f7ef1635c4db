import { nearest } from "../../source/nearest";
import { labelsOf, objectsOf } from "../objects";
import { about, type Rule } from "../rule";

/** The labels that Istio reads on a Namespace, and the words that they take; an empty list takes any. */
const known: Readonly<Record<string, readonly string[]>> = {
  "istio-injection": ["enabled", "disabled"],
  "istio.io/dataplane-mode": ["ambient", "none"],
  "istio.io/rev": [],
  "istio.io/tag": [],
  "istio.io/use-waypoint": [],
  "istio.io/use-waypoint-namespace": [],
  "istio.io/ingress-use-waypoint": ["true", "false"],
  "topology.istio.io/network": [],
};

export const ns005: Rule = {
  id: "NS005",
  state: (set) =>
    objectsOf(set, "", "Namespace").flatMap((one) =>
      Object.entries(labelsOf(one.object)).flatMap(([label, value]) => {
        const at = ["metadata", "labels", label];
        if (Object.hasOwn(known, label)) {
          const words = known[label] ?? [];
          if (words.length === 0 || words.includes(value)) return [];
          const message = `${label}=${value} means nothing to Istio; it takes ${words.join(" and ")}`;
          const meant = words.find((word) => word === value.trim().toLowerCase());
          return [about("NS005", one, { at, message, fix: meant === undefined ? [] : [{ at, value: meant }] })];
        }
        if (!/^(istio[-.]|[a-z.]*istio\.io\/)/.test(label)) return [];
        const near = nearest(label, Object.keys(known));
        if (near === undefined || isOfSomebody(label)) return [];
        const message = `${label} is no label that Istio reads`;
        return [about("NS005", one, { at, message, hint: `Did you mean ${near}?` })];
      }),
    ),
};

/** Labels that are near to Istio's and are others' all the same, such as those of discovery selectors. */
function isOfSomebody(label: string): boolean {
  return /^istio-(discovery|operator)/.test(label);
}
