import type { Finding } from "../../findings/finding";
import { kindOf } from "../../objects/kubernetes-object";
import { valueAt, wordOf } from "../../objects/object-paths";
import { strangeRevisions } from "../charts/revision-names";
import { labelsOf, objectsOf, sailObjects, versionedKinds } from "../objects";
import { quantity } from "../pods/quantity";
import { about, type CheckedObject, type Rule } from "../rule";
import { printedByServers, serverFields } from "../server-fields";
import { selects, type Workload, workloadsOf } from "../workloads";

export const sch004: Rule = {
  id: "SCH004",
  state: (set) => [
    ...serverFields(set),
    ...strangeRevisions(set),
    ...set.objects.flatMap((one) => [...strangeName(one), ...strangeLabels(one)]),
    ...sailObjects(set, versionedKinds).flatMap((one) => aboveLimits(one, ["spec", "values"])),
    ...sailObjects(set, ["ZTunnel"]).flatMap(strangeRollout),
    ...workloadsOf(set).flatMap((one) => [...noTexts(one), ...strangers(one)]),
    ...objectsOf(set, "autoscaling", "HorizontalPodAutoscaler").flatMap(scaler),
  ],
  unjudged: printedByServers,
};

/** The CRD takes any text, the DaemonSet that the chart writes it into does not. */
function strangeRollout(one: CheckedObject): readonly Finding[] {
  const at = ["spec", "values", "ztunnel", "updateStrategy", "type"];
  const type = valueAt(one.object, ...at);
  if (type === undefined || type === "RollingUpdate" || type === "OnDelete") return [];
  const message = `updateStrategy.type ${wordOf(type)} is none of a DaemonSet, which has RollingUpdate and OnDelete: the API server refuses ztunnel's`;
  return [about("SCH004", one, { at, message })];
}

const hint = "Names hold lower case letters, digits and hyphens, and begin and end with a letter or a digit.";

/** Names of DNS: a Namespace and a Service have one without dots. */
const label = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const subdomain = /^[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?$/;

/** The groups whose kinds are named so; RBAC and kinds of OpenShift take other names as well. */
const groups =
  /^(|apps|batch|networking\.k8s\.io|gateway\.networking\.k8s\.io|sailoperator\.io|operators\.coreos\.com|\w+\.istio\.io)\//;

function strangeName(one: CheckedObject): readonly Finding[] {
  const { metadata } = one.object;
  const { namespace } = metadata;
  // What is filled in later has other letters.
  if (namespace !== undefined && /^[\w.-]+$/.test(namespace) && !label.test(namespace)) {
    const message = `the API server has no namespace of the name ${namespace}`;
    return [
      about("SCH004", one, {
        at: ["metadata", "namespace"],
        message,
        hint: `${hint} Of a namespace there are no dots, either.`,
      }),
    ];
  }
  const kind = kindOf(one.object);
  // Of these any name but one is refused, which ZTN001 says.
  if (!groups.test(kind) || ["sailoperator.io/IstioCNI", "sailoperator.io/ZTunnel"].includes(kind)) return [];
  const pattern = kind === "/Namespace" || kind === "/Service" ? label : subdomain;
  if (pattern.test(metadata.name)) return [];
  return [
    about("SCH004", one, {
      at: ["metadata", "name"],
      message: `the API server takes no ${one.object.kind} of the name ${metadata.name}`,
      hint,
    }),
  ];
}

const labelValue = /^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/;

function strangeLabels(one: CheckedObject): readonly Finding[] {
  return Object.entries(labelsOf(one.object)).flatMap(([key, value]) => {
    if (labelValue.test(value)) return [];
    return [
      about("SCH004", one, {
        at: ["metadata", "labels", key],
        message: `label ${key}=${value} is refused by the API server`,
        hint: "Labels hold up to 63 letters, digits, hyphens, underscores and dots; what has spaces or slashes is an annotation.",
      }),
    ];
  });
}

/** Requests above their limits, wherever values have both: the API server takes no such pod. */
function aboveLimits(one: CheckedObject, at: readonly string[]): readonly Finding[] {
  const map = valueAt(one.object, ...at);
  if (typeof map !== "object" || map === null || Array.isArray(map)) return [];
  const [requests, limits] = [valueAt(map, "requests"), valueAt(map, "limits")];
  if (at.at(-1) !== "resources") return Object.keys(map).flatMap((key) => aboveLimits(one, [...at, key]));
  return Object.entries(Object(requests)).flatMap(([name, request]) => {
    const limit = valueAt(limits, name);
    const [wanted, most] = [quantity(request), quantity(limit)];
    if (wanted === undefined || most === undefined || wanted <= most) return [];
    return [
      about("SCH004", one, {
        at: [...at, "requests", name],
        message: `a request of ${request} ${name} is above its limit of ${limit}: the API server refuses the pods`,
      }),
    ];
  });
}

/** Labels and annotations of pods are texts; YAML makes something else of true and of numbers without quotes. */
function noTexts({ one, metadata, labels, annotations }: Workload): readonly Finding[] {
  // Of what stands at the head of an object this is said when it is read.
  if (metadata.length <= 1) return [];
  return Object.entries({ labels, annotations }).flatMap(([map, entries]) =>
    Object.entries(entries).flatMap(([key, value]) => {
      if (!["boolean", "number"].includes(typeof value)) return [];
      const at = [...metadata, map, key];
      const message = `${key} is ${value}, and no text: the API server refuses the ${one.object.kind}`;
      return [
        about("SCH004", one, {
          at,
          message,
          hint: `Write "${value}", in quotes.`,
          fix: [{ at, value: wordOf(value) }],
        }),
      ];
    }),
  );
}

/** A workload selects its own pods. */
function strangers({ one, labels }: Workload): readonly Finding[] {
  const at = ["spec", "selector", "matchLabels"];
  const selector = valueAt(one.object, ...at);
  if (!kindOf(one.object).startsWith("apps/") || selector === undefined || selects(selector, labels)) return [];
  const message = "its selector does not match the labels of its own pods: the API server refuses it";
  return [about("SCH004", one, { at, message })];
}

function scaler(one: CheckedObject): readonly Finding[] {
  const [least, most] = ["minReplicas", "maxReplicas"].map((key) => valueAt(one.object, "spec", key));
  if (typeof least !== "number" || typeof most !== "number" || least <= most) return [];
  const message = `minReplicas ${least} is above maxReplicas ${most}: the API server refuses the autoscaler`;
  return [about("SCH004", one, { at: ["spec", "minReplicas"], message })];
}
