import type { MeshPath, Place } from "../../findings/finding";
import type { KubernetesObject } from "../../mesh/mesh";
import { identity, kindOf } from "../../objects/kubernetes-object";
import { listAt, textAt, valueAt } from "../../objects/object-paths";
import type { MeshChart } from "../../rules/charts/mesh-chart";
import { releaseName, releaseNamespace } from "../../rules/charts/release-name";
import { type ChartValues, valueIn } from "../../rules/charts/values";
import type { CheckedObject } from "../../rules/checked-object";
import { sourcesIn } from "../../rules/engines/application-sources";
import type { FileObject } from "../objects/file-object";
import { argoValues, fluxValues } from "./chart-values";

/** Objects that stand in no manifest, and that an engine makes of one: rules ask what uses a revision, or is selected by a Gateway. */
export function madeObjects(objects: readonly FileObject[]): readonly FileObject[] {
  const namespaces = new Set(
    objects.flatMap(({ object }) => (kindOf(object) === "/Namespace" ? [object.metadata.name] : [])),
  );
  return objects.flatMap((one) => {
    switch (kindOf(one.object)) {
      case "argoproj.io/Application":
        return [...managedNamespace(one, namespaces), ...argoGateways(one)];
      case "helm.toolkit.fluxcd.io/HelmRelease":
        return fluxGateway(one);
      default:
        return [];
    }
  });
}

/** The Namespace that Argo CD makes with an Application, and its labels. */
export function managedNamespace(one: FileObject, known: ReadonlySet<string>): readonly FileObject[] {
  const at = ["spec", "syncPolicy", "managedNamespaceMetadata"];
  const labels = valueAt(one.object, ...at, "labels");
  const name = textAt(one.object, "spec", "destination", "namespace");
  const isMade = listAt(one.object, "spec", "syncPolicy", "syncOptions").includes("CreateNamespace=true");
  if (typeof labels !== "object" || labels === null || name === undefined || !isMade || known.has(name)) return [];
  const object = { apiVersion: "v1", kind: "Namespace", metadata: { name, labels } } as KubernetesObject;
  return [made(one, object, ([, ...rest]) => one.locate?.([...at, ...rest]))];
}

function argoGateways(one: FileObject): readonly FileObject[] {
  return sourcesIn(one.object).flatMap((source) => {
    if (!isGatewayChart(textAt(one.object, ...source, "chart"), textAt(one.object, ...source, "repoURL"))) return [];
    const values = argoValues(one, source);
    const name = textAt(one.object, ...source, "helm", "releaseName") ?? one.object.metadata.name;
    return values ? gateway(one, name, textAt(one.object, "spec", "destination", "namespace"), values) : [];
  });
}

function fluxGateway(one: FileObject): readonly FileObject[] {
  const chart = ["spec", "chart", "spec"];
  if (!isGatewayChart(textAt(one.object, ...chart, "chart"), textAt(one.object, ...chart, "sourceRef", "name")))
    return [];
  const values = fluxValues(one);
  return values ? gateway(one, releaseName(one.object), releaseNamespace(one.object), values) : [];
}

/** The same of a chart of Istio that stands in no manifest: what kustomize renders, and what a chart of one's own brings along. */
export function chartGateways(charts: readonly MeshChart[]): readonly FileObject[] {
  const all = charts.flatMap(({ chart, one, release, namespace, values }) =>
    chart === "gateway" && release !== undefined && values && isOfFile(one)
      ? gateway(one, release, namespace, values)
      : [],
  );
  // Of one for each cluster that has the chart, one is enough.
  return [...new Map(all.map((each) => [`${each.file} ${identity(each.object)}`, each])).values()];
}

function isOfFile(one: CheckedObject): one is FileObject {
  return one.file !== undefined && "shown" in one;
}

/** Others have charts of that name, too. */
function isGatewayChart(chart: string | undefined, source: string | undefined): boolean {
  return chart?.split("/").at(-1) === "gateway" && /istio/i.test(`${chart} ${source}`);
}

/** What Istio's chart `gateway` makes, as far as others name it: its pods, their account and the Service before them. */
function gateway(
  one: FileObject,
  release: string,
  namespace: string | undefined,
  values: readonly ChartValues[],
): readonly FileObject[] {
  const read = (...path: string[]) => valueIn(values, path);
  if (/[{}$]/.test(`${release}${namespace}`) || namespace === undefined) return [];
  const name = String(read("name").value ?? release);
  const account = String(read("serviceAccount", "name").value ?? name);
  const revision = read("revision");
  const labels: Record<string, unknown> = {
    app: name,
    istio: name.replace(/^istio-/, ""),
    ...Object(read("labels").value),
  };
  const pods = {
    ...labels,
    "sidecar.istio.io/inject": "true",
    ...(typeof revision.value === "string" && revision.value !== "" && { "istio.io/rev": revision.value }),
  };
  const replicas =
    read("autoscaling", "enabled").value === false ? read("replicaCount") : read("autoscaling", "minReplicas");
  const metadata = { name, namespace };
  const deployment = {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata,
    spec: {
      replicas: replicas.value ?? 1,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels: pods, annotations: { "inject.istio.io/templates": "gateway" } },
        spec: { serviceAccountName: account, containers: [{ name: "istio-proxy", image: "auto" }] },
      },
    },
  };
  const ports = read("service", "ports").value ?? [
    { name: "status-port", port: 15021, targetPort: 15021 },
    { name: "http2", port: 80, targetPort: 80 },
    { name: "https", port: 443, targetPort: 443 },
  ];
  const type = read("service", "type").value ?? "LoadBalancer";
  const place = (path: MeshPath) => {
    const key = path.at(-1);
    const found = key === "istio.io/rev" ? revision.place : key === "replicas" ? replicas.place : undefined;
    return found ?? (typeof key === "string" ? read("labels", key).place : undefined);
  };
  return [
    made(one, deployment, place),
    made(one, { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: account, namespace } }, place),
    ...(type === "None"
      ? []
      : [made(one, { apiVersion: "v1", kind: "Service", metadata, spec: { type, selector: labels, ports } }, place)]),
  ];
}

function made(one: FileObject, object: unknown, place: (path: MeshPath) => Place | undefined): FileObject {
  const locate = (path: MeshPath) => place(path) ?? one.locate?.([]) ?? { file: one.shown, line: 1, column: 1 };
  return { object: object as KubernetesObject, file: one.file, shown: one.shown, assumed: true, locate };
}
