import { nearest } from "../../basics/nearest";
import type { Finding } from "../../findings/finding";
import { wordOf } from "../../objects/object-paths";
import { memberOf } from "../membership";
import { annotationsOf, labelsOf, objectsOf, sailObjects } from "../objects";
import { ofWorkload, templates } from "../pods/pod-labels";
import { about, type CheckedObject, type ManifestSet, type Rule } from "../rule";
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
  // Read on other objects, which another finding says.
  "istio.io/waypoint-for": [],
  "sidecar.istio.io/inject": [],
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
      ...useless(one, sailObjects(set, ["Istio"]).length > 0),
      ...ofGateways(one),
    ]),
    ...misplacedElsewhere(set),
    ...objectsOf(set, "", "Service").flatMap(ofService),
    ...workloadsOf(set).flatMap((one) => templates(set, one)),
    ...workloadsOf(set).flatMap(ofWorkload),
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
      if (taken.length === 0 || taken.includes(wordOf(value))) return [];
      const message = `${label}=${value} means nothing to Istio; it takes ${taken.join(" and ")}`;
      const meant = taken.find((word) => word === wordOf(value).trim().toLowerCase());
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

/** The same on Gateways and Services. */
function misplacedElsewhere(set: ManifestSet): readonly Finding[] {
  return (
    [
      ["gateway.networking.k8s.io", "Gateway", "istio.io/rev"],
      ["", "Service", "istio.io/use-waypoint"],
      ["", "Service", "istio.io/ingress-use-waypoint"],
    ] as const
  ).flatMap(([group, kind, key]) =>
    objectsOf(set, group, kind)
      .filter(({ object }) => annotationsOf(object)[key] !== undefined && labelsOf(object)[key] === undefined)
      .map((one) =>
        about("NS005", one, {
          at: ["metadata", "annotations", key],
          message: `${key} is a label; as an annotation Istio does not read it`,
          hint: "Move it to metadata.labels.",
        }),
      ),
  );
}

/** Of a Service Istio reads more words than of a Namespace; what is none of them is as if it was not there. */
function ofService(one: CheckedObject): readonly Finding[] {
  const label = "istio.io/ingress-use-waypoint";
  const value = labelsOf(one.object)[label];
  if (value === undefined || /^(true|false|[tf10])$/i.test(wordOf(value)) || /[{}$<]/.test(wordOf(value))) return [];
  const message = `${label}=${value} means nothing to Istio; it takes true and false`;
  return [about("NS005", one, { at: ["metadata", "labels", label], message })];
}

/** What ambient was switched on with before it had a label of its own. */
const former = "ambient.istio.io/redirection";

/** What the operator of OpenShift Service Mesh 2 writes on its members. */
const ofLastGeneration = "maistra.io/member-of";

/** Labels that only say more about a waypoint that another label names, and one of old. */
function useless(one: CheckedObject, hasMesh: boolean): readonly Finding[] {
  const labels = labelsOf(one.object);
  const details = ["istio.io/use-waypoint-namespace", "istio.io/ingress-use-waypoint"].filter(
    (key) => labels[key] !== undefined && labels[key] !== "false" && labels["istio.io/use-waypoint"] === undefined,
  );
  const at = (key: string) => ["metadata", "labels", key];
  return [
    ...details.map((key) =>
      about("NS005", one, {
        at: at(key),
        message: `${key} says nothing without istio.io/use-waypoint: no waypoint is used`,
        hint: "Add istio.io/use-waypoint with the name of the waypoint, or take the label away.",
      }),
    ),
    ...(labels[ofLastGeneration] === undefined || !hasMesh || memberOf(labels) !== undefined
      ? []
      : [
          about("NS005", one, {
            at: at(ofLastGeneration),
            severity: "warning",
            message: `${ofLastGeneration} is of OpenShift Service Mesh 2, and nothing else takes ${one.object.metadata.name} into a mesh: its pods get no sidecar`,
            hint: "Write istio.io/rev with the name of a revision or a tag, or istio-injection: enabled for default.",
          }),
        ]),
    ...(labels[former] === undefined || labels["istio.io/dataplane-mode"] !== undefined
      ? []
      : [
          about("NS005", one, {
            at: at(former),
            message: `${former} is no label that Istio reads on a Namespace`,
            hint: "Write istio.io/dataplane-mode: ambient.",
          }),
        ]),
  ];
}

/** What Istio reads on other objects, whose they are, and what to do. */
const others = {
  "istio.io/waypoint-for": ["waypoints", "Move it to the Gateway."],
  "sidecar.istio.io/inject": ["pods", "Write istio-injection: enabled, or istio.io/rev with the revision."],
} as const;

/** Labels of other objects on a Namespace. */
function ofGateways(one: CheckedObject): readonly Finding[] {
  return Object.entries(others).flatMap(([label, [of, hint]]) => {
    if (labelsOf(one.object)[label] === undefined) return [];
    const message = `${label} is a label of ${of}; on a Namespace Istio does not read it`;
    return [about("NS005", one, { at: ["metadata", "labels", label], message, hint })];
  });
}

/** Labels that are near to Istio's and are others' all the same, such as those of discovery selectors. */
function isOfSomebody(label: string): boolean {
  return /^(istio-(discovery|operator)|istio\.io\/gateway-name|gateway\.istio\.io\/|service\.istio\.io\/|operator\.istio\.io\/|install\.operator\.istio\.io\/)/.test(
    label,
  );
}
