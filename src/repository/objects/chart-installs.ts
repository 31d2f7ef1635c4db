import { type KubernetesObject, objectId } from "../../mesh/mesh";
import { kindOf } from "../../objects/kubernetes-object";
import { textAt, valueAt } from "../../objects/object-paths";
import { annotationsOf, labelsOf } from "../../rules/objects";
import { operatorChart } from "../../rules/versions/charts";
import { imageRelease } from "./operator-evidence";

/** Where the operator's chart is installed, and who does that. */
export interface ChartInstall {
  /** Namespace of the Helm release, and so of the operator. */
  readonly namespace: string;
  /** Name of the Helm release, where nobody in Git has it installed. */
  readonly name?: string;
  readonly installedBy?: {
    readonly kind: "Application" | "HelmRelease";
    readonly namespace: string;
    readonly name: string;
  };
  /** What says so. */
  readonly from: string;
  /** The object that names the chart's version. */
  readonly chart: KubernetesObject;
}

/** Who installs the operator's chart among some objects. What says no namespace says nothing, nor does what goes to a cluster of its own or is a template of several. */
export function chartInstalls(objects: readonly KubernetesObject[]): readonly ChartInstall[] {
  return objects.flatMap((object) => {
    switch (kindOf(object)) {
      case "helm.toolkit.fluxcd.io/HelmRelease":
        return byFlux(object, objects);
      case "argoproj.io/Application":
        return byArgoCd(object);
      case "apps/Deployment":
        return byMarks(object);
      default:
        return [];
    }
  });
}

/** The one that all of these say; undefined where they say several, or none does. An object in Git says more than what it has made. */
export function onlyInstall(installs: readonly ChartInstall[]): ChartInstall | undefined {
  const named = installs.filter(({ installedBy }) => installedBy);
  const said = named.length > 0 ? named : installs;
  const homes = new Set(installs.map(({ namespace }) => namespace));
  const who = new Set(said.map(({ name, installedBy }) => JSON.stringify([name, installedBy])));
  return homes.size === 1 && who.size === 1 ? said[0] : undefined;
}

function byFlux(object: KubernetesObject, objects: readonly KubernetesObject[]): readonly ChartInstall[] {
  const chart = operatorChart(object) ? object : fromRegistry(object, objects);
  const { name, namespace } = object.metadata;
  if (!chart || namespace === undefined || valueAt(object, "spec", "kubeConfig") !== undefined) return [];
  return [
    {
      namespace: textAt(object, "spec", "targetNamespace") ?? namespace,
      installedBy: { kind: "HelmRelease", namespace, name },
      from: objectId(object),
      chart,
    },
  ];
}

/** The artifact that a HelmRelease names, where that is the operator's chart. */
function fromRegistry(object: KubernetesObject, objects: readonly KubernetesObject[]): KubernetesObject | undefined {
  const ref = (key: string) => textAt(object, "spec", "chartRef", key);
  if (ref("kind") !== "OCIRepository") return undefined;
  return objects.find(
    (one) =>
      kindOf(one) === "source.toolkit.fluxcd.io/OCIRepository" &&
      one.metadata.name === ref("name") &&
      one.metadata.namespace === (ref("namespace") ?? object.metadata.namespace) &&
      operatorChart(one) !== undefined,
  );
}

function byArgoCd(object: KubernetesObject): readonly ChartInstall[] {
  const home = textAt(object, "spec", "destination", "namespace");
  const { name, namespace } = object.metadata;
  if (!operatorChart(object) || home === undefined || namespace === undefined) return [];
  return [
    {
      namespace: home,
      installedBy: { kind: "Application", namespace, name },
      from: objectId(object),
      chart: object,
    },
  ];
}

/** The operator's Deployment, by what Helm, Flux and the chart itself write on it. That of OLM bears the same labels of the chart, and an owner. */
function byMarks(object: KubernetesObject): readonly ChartInstall[] {
  const { namespace, name: deployment } = object.metadata;
  const labels = labelsOf(object);
  const release = annotationsOf(object)["meta.helm.sh/release-name"];
  const isRendered = labels["app.kubernetes.io/managed-by"]?.toLowerCase() === "helm";
  const isOlms = Object.keys(labels).some((key) => key.startsWith("olm."));
  if (namespace === undefined || !(release ?? isRendered) || isOlms || imageRelease(object) === undefined) return [];
  const { "helm.toolkit.fluxcd.io/name": name, "helm.toolkit.fluxcd.io/namespace": home } = labels;
  const by =
    name !== undefined && home !== undefined
      ? { installedBy: { kind: "HelmRelease" as const, namespace: home, name } }
      : { ...(release !== undefined && release !== deployment && { name: release }) };
  return [{ namespace, ...by, from: objectId(object), chart: object }];
}
