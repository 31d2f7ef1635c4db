import type { Finding } from "../../findings/finding";
import { type KubernetesObject, objectId } from "../../objects/kubernetes-object";
import { listAt, textAt, valueAt } from "../../objects/object-paths";
import { objectsOf, podNamespace, sailObjects } from "../objects";
import { about, type ManifestSet, type Rule } from "../rule";
import { slipOf } from "../slips";

export const ns009: Rule = {
  id: "NS009",
  state: (set): readonly Finding[] => [...ofParts(set), ...ofCharts(set)],
};

function ofParts(set: ManifestSet): readonly Finding[] {
  const parts = sailObjects(set, ["Istio", "IstioCNI", "ZTunnel"]);
  const there = [...objectsOf(set, "", "Namespace").map(({ object }) => object.metadata.name), ...madeByEngines(set)];
  const missing = parts.filter((one) => !there.includes(podNamespace(one)));
  // Where no part brings its namespace, somebody else makes them.
  if (missing.length === parts.length) return [];
  return parts.flatMap((one) => {
    const namespace = podNamespace(one);
    if (there.includes(namespace) || isOfPlatform(namespace)) return [];
    const near = slipOf(
      namespace,
      there.filter((name) => !parts.some((other) => other !== one && podNamespace(other) === name)),
    );
    // Of one among several a Namespace may be here for its labels alone.
    if (near === undefined && missing.length > 1) return [];
    return [
      about("NS009", one, {
        at: ["spec", "namespace"],
        ...(near === undefined && { severity: "warning" as const }),
        message: `namespace ${namespace} is not among these manifests, and that of another part of the mesh is: the operator makes no namespace, and installs nothing without it`,
        hint: near === undefined ? `Add Namespace ${namespace}.` : `Did you mean ${near}?`,
      }),
    ];
  });
}

/** A chart of Istio's for a namespace that nobody makes, and that is nearly the one of another chart or of a Namespace: Helm makes none by itself. */
function ofCharts(set: ManifestSet): readonly Finding[] {
  const charts = set.charts ?? [];
  const made = [...objectsOf(set, "", "Namespace").map(({ object }) => object.metadata.name), ...madeByEngines(set)];
  const said = new Set<string>();
  return charts.flatMap(({ chart, one: named, by, namespace = "", cluster }) => {
    // Of a chart around others, what installs it says where all of them go.
    const one = [named, by].find(({ object }) => namespaceIn(object) === namespace) ?? named;
    const key = `${objectId(one.object)} ${one.file} ${namespace}`;
    if (said.has(key)) return [];
    if (namespace === "" || made.includes(namespace) || isOfPlatform(namespace) || /[${}<]/.test(namespace)) return [];
    const others = charts.flatMap((it) => (it.one !== one && it.cluster === cluster ? (it.namespace ?? []) : []));
    const near = others.includes(namespace) ? undefined : slipOf(namespace, [...made, ...others]);
    if (near === undefined) return [];
    said.add(key);
    const at = namespacePaths.find((path) => textAt(one.object, ...path) === namespace) ?? [];
    const message = `chart ${chart} goes to namespace ${namespace}, which nothing here makes, and ${near} is nearly called so: nothing is installed, or not where the rest of the mesh is`;
    return [about("NS009", one, { at, message, hint: `Did you mean ${near}?` })];
  });
}

function namespaceIn(object: KubernetesObject): string | undefined {
  return namespacePaths.map((path) => textAt(object, ...path)).find((text) => text !== undefined);
}

const namespacePaths = [
  ["spec", "destination", "namespace"],
  ["spec", "targetNamespace"],
  ["metadata", "namespace"],
];

/** Argo CD makes the namespace that an Application goes to, and Flux that of a Helm release, where they are told. */
function madeByEngines(set: ManifestSet): readonly string[] {
  const applications = objectsOf(set, "argoproj.io", "Application").flatMap(({ object }) =>
    listAt(object, "spec", "syncPolicy", "syncOptions").includes("CreateNamespace=true")
      ? (textAt(object, "spec", "destination", "namespace") ?? [])
      : [],
  );
  const releases = objectsOf(set, "helm.toolkit.fluxcd.io", "HelmRelease").flatMap(({ object }) =>
    valueAt(object, "spec", "install", "createNamespace") === true
      ? (textAt(object, "spec", "targetNamespace") ?? object.metadata.namespace ?? [])
      : [],
  );
  return [...applications, ...releases];
}

/** Clusters have these by themselves. */
function isOfPlatform(namespace: string): boolean {
  return /^(default|kube-system|openshift(-.*)?)$/.test(namespace);
}
