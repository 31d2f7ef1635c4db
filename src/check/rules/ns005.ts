import type { Finding } from "../../findings/finding";
import { nearest } from "../../source/nearest";
import { annotationsOf, labelsOf, objectsOf } from "../objects";
import { about, type CheckedObject, type Rule } from "../rule";
import { workloadsOf } from "../workloads";

type Known = Readonly<Record<string, readonly string[]>>;

/** The labels that Istio reads on a Namespace, and the words that they take; an empty list takes any. */
const known: Known = {
  "istio-injection": ["enabled", "disabled"],
  "istio.io/dataplane-mode": ["ambient", "none"],
  "istio.io/rev": [],
  "istio.io/tag": [],
  "istio.io/use-waypoint": [],
  "istio.io/use-waypoint-namespace": [],
  "istio.io/ingress-use-waypoint": ["true", "false"],
  "topology.istio.io/network": [],
};

/** The same for pods, by themselves or in the template of a workload. */
const knownOfPods: Known = {
  "sidecar.istio.io/inject": ["true", "false"],
  "istio.io/dataplane-mode": ["ambient", "none"],
  "istio.io/rev": [],
  "istio.io/use-waypoint": [],
  "istio.io/use-waypoint-namespace": [],
  "topology.istio.io/network": [],
};

export const ns005: Rule = {
  id: "NS005",
  state: (set) => [
    ...objectsOf(set, "", "Namespace").flatMap((one) => [
      ...faults(one, ["metadata", "labels"], labelsOf(one.object), known),
      ...misplaced(one),
    ]),
    ...workloadsOf(set).flatMap(({ one, metadata, labels }) =>
      faults(one, [...metadata, "labels"], labels, knownOfPods),
    ),
  ],
};

function faults(
  one: CheckedObject,
  path: readonly string[],
  labels: Readonly<Record<string, unknown>>,
  words: Known,
): readonly Finding[] {
  return Object.entries(labels).flatMap(([label, value]): readonly Finding[] => {
    const at = [...path, label];
    if (Object.hasOwn(words, label)) {
      const taken = words[label] ?? [];
      if (taken.length === 0 || taken.includes(String(value))) return [];
      const message = `${label}=${value} means nothing to Istio; it takes ${taken.join(" and ")}`;
      const meant = taken.find((word) => word === String(value).trim().toLowerCase());
      return [about("NS005", one, { at, message, fix: meant === undefined ? [] : [{ at, value: meant }] })];
    }
    if (!/^(istio[-.]|[a-z.]*istio\.io\/)/.test(label) || isOfSomebody(label)) return [];
    const near = nearest(label, Object.keys(words));
    if (near === undefined || !isAkin(label, near)) return [];
    const message = `${label} is no label that Istio reads`;
    return [about("NS005", one, { at, message, hint: `Did you mean ${near}?` })];
  });
}

/** A slip is in the domain or in the name, not in both: `security.istio.io/tlsMode` is another label. */
function isAkin(label: string, near: string): boolean {
  const [[domain, name], [nearDomain, nearName]] = [label, near].map((one) => one.split("/")) as [string[], string[]];
  return name === undefined || domain === nearDomain || name === nearName;
}

/** Istio reads labels of a Namespace; the same words as annotations are read by nobody. */
function misplaced(one: CheckedObject): readonly Finding[] {
  return Object.keys(annotationsOf(one.object))
    .filter((key) => Object.hasOwn(known, key) && labelsOf(one.object)[key] === undefined)
    .map((key) =>
      about("NS005", one, {
        at: ["metadata", "annotations", key],
        message: `${key} is a label; as an annotation Istio does not read it`,
        hint: "Move it to metadata.labels.",
      }),
    );
}

/** Labels that are near to Istio's and are others' all the same, such as those of discovery selectors. */
function isOfSomebody(label: string): boolean {
  return /^(istio-(discovery|operator)|istio\.io\/gateway-name|gateway\.istio\.io\/|service\.istio\.io\/|operator\.istio\.io\/|install\.operator\.istio\.io\/)/.test(
    label,
  );
}
