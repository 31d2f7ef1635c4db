import type { KubernetesObject } from "../mesh/mesh";
import { bullets, fence } from "./markdown";
import type { PlatformPage } from "./platform-page";

/** Kinds that Argo CD takes for unfinished until some controller has written their status. */
const answered: Readonly<Record<string, string>> = {
  Gateway: "gateways.gateway.networking.k8s.io",
  HTTPRoute: "httproutes.gateway.networking.k8s.io",
  GRPCRoute: "grpcroutes.gateway.networking.k8s.io",
};

/** What a Gateway or a route that nobody answers does to a sync, and how to see that before. Empty where the mesh has none. */
export function unansweredStatus({ folders, kubectl }: PlatformPage): readonly string[] {
  const objects = folders.flatMap(({ ever }) => ever).filter(isAnswered);
  if (objects.length === 0) return [];
  const services = [...new Set(objects.flatMap(parentServices))].sort();
  return [
    "## A Gateway or a route that nobody answers holds the sync without end",
    "Argo CD waits for the status of each Gateway and route before its next wave, and has no time limit for that. istiod writes it, unless the namespace is outside its discovery selectors, the class is not its own, or the Service that a route names is missing. The marker is then never reached. Ask before; every line says `True` for what is in the cluster already:",
    fence("sh", [...new Set(objects.map((object) => statusCommand(object, kubectl)))]),
    bullets(
      [
        `The class of a new Gateway is accepted: \`${kubectl} get gatewayclass\` says so.`,
        ...(services.length
          ? [`The Services that routes name exist: ${services.map((one) => `\`${one}\``).join(", ")}.`]
          : []),
      ],
      "",
    ),
  ];
}

function isAnswered({ apiVersion, kind }: KubernetesObject): boolean {
  return apiVersion.startsWith("gateway.networking.k8s.io/") && Object.hasOwn(answered, kind);
}

function statusCommand({ kind, metadata }: KubernetesObject, kubectl: string): string {
  const conditions =
    kind === "Gateway"
      ? '{.status.conditions[?(@.type=="Programmed")].status}{"\\n"}'
      : '{range .status.parents[*]}{.conditions[?(@.type=="Accepted")].status}{"\\n"}{end}';
  return `${kubectl} get ${answered[kind]} ${metadata.name} -n ${metadata.namespace ?? "default"} -o jsonpath='${conditions}'`;
}

/** `bookinfo/reviews`: the Services that a route of the mesh is attached to. */
function parentServices({ metadata, spec }: KubernetesObject): readonly string[] {
  const parents = (spec as { parentRefs?: unknown } | undefined)?.parentRefs;
  if (!Array.isArray(parents)) return [];
  return (parents as readonly { kind?: string; name?: string; namespace?: string }[])
    .filter((parent) => parent?.kind === "Service")
    .map((parent) => `${parent.namespace ?? metadata.namespace ?? "default"}/${parent.name}`);
}
