import { isDefaultRevision, istiodName } from "../../catalog/revisions";
import { activeRevision, hostOf } from "../../mesh/istiod";
import { type Mesh, objectId } from "../../mesh/mesh";
import { valueAt } from "../../objects/object-paths";
import { enrolledNamespaces } from "../enrolled";

/** One thing that hangs on the name of a revision. */
export interface Dependence {
  readonly what: string;
  /** What this description names of it. */
  readonly found: readonly string[];
  /** Finds the rest in the cluster; nothing printed means nothing there. */
  readonly command: string;
}

/** What asks for a revision by its name, and loses it when that changes: what the description knows, and commands for what only the cluster does. */
export function dependences(mesh: Mesh): readonly Dependence[] {
  const revision = activeRevision(mesh);
  const istiod = `${istiodName(revision)}.${mesh.controlPlane.namespace}`;
  const injected = isDefaultRevision(revision)
    ? "kubectl get namespaces -l istio-injection=enabled --no-headers; "
    : "";
  return [
    {
      what: "namespaces that ask for it",
      found: mesh.dataPlane === "sidecar" ? enrolledNamespaces(mesh) : [],
      command: `${injected}kubectl get namespaces -l istio.io/rev=${revision} --no-headers`,
    },
    {
      what: "pods that are connected to its istiod",
      found: [],
      command: `kubectl get pods -A -o jsonpath='{range .items[?(@.metadata.annotations.istio\\.io/rev=="${revision}")]}{.metadata.namespace}/{.metadata.name}{"\\n"}{end}'`,
    },
    {
      what: `Service ${istiod}, which proxies, remote clusters and tools name`,
      found: naming(mesh, istiod),
      command: `kubectl get services,virtualservices,destinationrules,serviceentries,configmaps -A -o yaml | grep -n '${istiod}'`,
    },
    {
      what: "webhooks that inject and validate",
      found: [],
      command: `kubectl get mutatingwebhookconfigurations,validatingwebhookconfigurations -l istio.io/rev=${revision} -o name${isDefaultRevision(revision) ? "; kubectl get validatingwebhookconfiguration istiod-default-validator -o name --ignore-not-found" : ""}`,
    },
    {
      what: "remote clusters",
      found: settings(mesh, ["global.remotePilotAddress", "global.externalIstiod", "global.multiCluster.clusterName"]),
      command: "kubectl get secrets -A -l istio/multiCluster=true -o name",
    },
    {
      what: "istio-csr, which signs for the revisions of its list only",
      found: settings(mesh, ["global.caAddress", "pilot.env.ENABLE_CA_SERVER"]),
      command:
        "kubectl get deployments -A -l app.kubernetes.io/name=cert-manager-istio-csr -o jsonpath='{.items[*].spec.template.spec.containers[*].args}'",
    },
    {
      what: "gateways",
      found: mesh.gateways.map(({ kind, namespace, name }) => `${namespace}/${name} (${kind})`),
      command:
        "kubectl get gateways.gateway.networking.k8s.io -A -L istio.io/rev --no-headers; kubectl get deployments -A -o jsonpath='{range .items[?(@.spec.template.metadata.annotations.inject\\.istio\\.io/templates)]}{.metadata.namespace}/{.metadata.name}{\"\\n\"}{end}'",
    },
    {
      what: "monitoring",
      found: carriedOf(mesh, ["ServiceMonitor", "PodMonitor", "PrometheusRule", "Kiali"]),
      command: "kubectl get servicemonitors,podmonitors,prometheusrules,kialis -A -o yaml | grep -n istiod",
    },
  ];
}

/** The same as lines of text, one thing after the other. */
export function dependenceLines(mesh: Mesh): readonly string[] {
  return dependences(mesh).flatMap(({ what, found, command }) => [
    `- ${what}: ${found.length > 0 ? `${found.join(", ")}; the rest` : "nothing here that names it; what there is"}: ${command}`,
  ]);
}

/** Values that are set, by their paths. */
function settings(mesh: Mesh, paths: readonly string[]): readonly string[] {
  return paths.filter((path) => {
    const value = valueAt(mesh.controlPlane.values, ...path.split("."));
    return value !== undefined && value !== "" && value !== false;
  });
}

/** Values and carried objects that hold the name of a host, which a longer name must not be. */
function naming({ controlPlane, carried }: Mesh, host: string): readonly string[] {
  const names = (text: string) =>
    text.split(/[^\w.:/-]+/).some((word) => hostOf(word) === host || hostOf(word).startsWith(`${host}.`));
  return [
    ...(names(JSON.stringify(controlPlane.values)) ? ["spec.controlPlane.values"] : []),
    ...carried.filter(({ object }) => names(JSON.stringify(object))).map(({ object }) => objectId(object)),
  ];
}

function carriedOf({ carried }: Mesh, kinds: readonly string[]): readonly string[] {
  return carried
    .filter(({ object }) => kinds.includes(object.kind) && JSON.stringify(object).includes("istiod"))
    .map(({ object }) => objectId(object));
}
