import type { Check, SailResource, Workload } from "../plan/checks";
import type { CheckCommand, Kubectl } from "./check-command";
import { operatorReconciledCommand } from "./operator/command";
import { requestCommand } from "./request";

const sailKinds: Readonly<Record<SailResource, string>> = {
  istios: "Istio",
  istiorevisions: "IstioRevision",
  istiocnis: "IstioCNI",
  ztunnels: "ZTunnel",
};

type Renderers = {
  readonly [K in Check["check"]]: (check: Extract<Check, { check: K }>, kubectl: Kubectl) => CheckCommand;
};

const renderers: Renderers = {
  "csv-succeeded": ({ csv, namespace }, kubectl) => ({
    says: `the operator ${csv} is installed`,
    run: `${kubectl} get csv ${csv} -n ${namespace} -o jsonpath='{.status.phase}{"\\n"}'`,
    expect: "Succeeded",
  }),
  "operator-reconciled": operatorReconciledCommand,
  "sail-version": ({ resource, name, version }, kubectl) => ({
    says: `${sailKinds[resource]} ${name} asks for ${version}`,
    run: `${kubectl} get ${resource} ${name} -o jsonpath='{.spec.version}{"\\n"}'`,
    expect: version,
  }),
  "sail-condition": ({ resource, name, condition }, kubectl) => ({
    says: `${sailKinds[resource]} ${name} is ${condition}`,
    run: `${kubectl} wait ${resource}/${name} --for=condition=${condition} --timeout=10m`,
    expect: `${singular(resource)}.sailoperator.io/${name} condition met`,
  }),
  "mesh-healthy": ({ name }, kubectl) => ({
    says: `Istio ${name} and all that it depends on are Healthy`,
    run: `${kubectl} get istios ${name} -o jsonpath='{.status.state}{"\\n"}'`,
    expect: "Healthy",
  }),
  "version-label": ({ workload, version }, kubectl) => ({
    says: `${label(workload)} is rendered from the chart of ${version}`,
    run: `${kubectl} wait ${target(workload)} --for=jsonpath='{.metadata.labels.app\\.kubernetes\\.io/version}'=${version} --timeout=10m`,
    expect: `${apiName(workload)} condition met`,
  }),
  rollout: ({ workload, timeoutSeconds }, kubectl) => ({
    says: `the rollout of ${label(workload)} is complete`,
    run: `${kubectl} rollout status ${target(workload)} --timeout=${timeoutSeconds}s`,
    expect:
      workload.kind === "DaemonSet"
        ? `daemon set "${workload.name}" successfully rolled out`
        : `deployment "${workload.name}" successfully rolled out`,
  }),
  "nodes-replaced": ({ workload }, kubectl) => ({
    says: `every node runs the new pod of ${label(workload)}`,
    // The first count is left out of the status while it is 0, and where nothing is scheduled nothing is proved.
    run: `${kubectl} get ${target(workload)} -o go-template='{{with .status}}{{or .updatedNumberScheduled 0}} of {{or .desiredNumberScheduled "?"}}{{end}}{{"\\n"}}'`,
    expect: "the same number twice, for example: 6 of 6",
  }),
  "phase-applied": ({ namespace, name, phase }, kubectl) => ({
    says: `the GitOps engine has applied ${phase}, to its last wave`,
    run: `${kubectl} get configmap ${name} -n ${namespace} -o jsonpath='{.data.phase}{"\\n"}'`,
    expect: phase,
  }),
  "daemonset-field": ({ workload, field, value }, kubectl) => ({
    says: `${label(workload)} has ${field} ${value}`,
    run: `${kubectl} get ${target(workload)} -o jsonpath='{.${field}}{"\\n"}'`,
    expect: value,
  }),
  "waypoint-programmed": ({ namespace, name }, kubectl) => ({
    says: `Gateway ${namespace}/${name} is Programmed`,
    run: `${kubectl} wait gateways.gateway.networking.k8s.io/${name} -n ${namespace} --for=condition=Programmed --timeout=10m`,
    expect: `gateway.gateway.networking.k8s.io/${name} condition met`,
  }),
  "waypoint-proxy": ({ namespace, name, version, istioNamespace }) => ({
    says: `the connected proxies of Deployment ${namespace}/${name} run ${version}`,
    run: proxyVersions(`^${name}-[^-]+-[^-]+\\.${namespace} `, istioNamespace),
    expect: `${version}, and no other line`,
  }),
  "sidecar-proxies": ({ namespace, version, istioNamespace }) => ({
    says: `the connected sidecars in ${namespace} run ${version}`,
    run: proxyVersions(`\\.${namespace} `, istioNamespace),
    expect: `${version}, and no other line`,
  }),
  "ztunnel-workloads": ({ namespace, ztunnelNamespace }) => ({
    says: `ztunnel knows the workloads of ${namespace}`,
    run: `istioctl ztunnel-config workloads --namespace ${ztunnelNamespace} | grep '^${namespace} '`,
    expect: "one line per pod; all but those of waypoints and other Gateways end in HBONE",
  }),
  "namespace-label": ({ namespace, label: key, value }, kubectl) => ({
    says: `namespace ${namespace} is labelled ${key}=${value}`,
    run: `${kubectl} get namespace ${namespace} -o jsonpath='{.metadata.labels.${key.replaceAll(".", "\\.")}}{"\\n"}'`,
    expect: value,
  }),
  request: ({ request }, kubectl) => requestCommand(request, kubectl),
};

/** A phase's gates are asked for in its own PHASE.md, in the next one's, and in plan.json. */
const known: Readonly<Record<Kubectl, WeakMap<Check, CheckCommand>>> = { oc: new WeakMap(), kubectl: new WeakMap() };

/** The command for a check, with the mesh's own names filled in, beside the line of output that means yes. */
export function checkCommand(check: Check, kubectl: Kubectl): CheckCommand {
  const render = renderers[check.check] as (check: Check, kubectl: Kubectl) => CheckCommand;
  const command = known[kubectl].get(check) ?? render(check, kubectl);
  known[kubectl].set(check, command);
  return command;
}

/**
 * The versions of the proxies whose line matches. The columns of `proxy-status` are others from istioctl 1.27 on, so the version is
 * found by its form; a proxy that is not connected has no line.
 */
function proxyVersions(lines: string, istioNamespace: string): string {
  return `${istioctl(istioNamespace)} proxy-status | grep -E '${lines}' | grep -oE ' [0-9]+\\.[0-9]+\\.[0-9]+[^ ]*' | tr -d ' ' | sort -u`;
}

/** istioctl looks into istio-system unless it is told otherwise. */
function istioctl(istioNamespace: string): string {
  return istioNamespace === "istio-system" ? "istioctl" : `istioctl -i ${istioNamespace}`;
}

function label({ kind, namespace, name }: Workload): string {
  return `${kind} ${namespace}/${name}`;
}

function target({ kind, namespace, name }: Workload): string {
  return `${kind.toLowerCase()}/${name} -n ${namespace}`;
}

function apiName({ kind, name }: Workload): string {
  return `${kind.toLowerCase()}.apps/${name}`;
}

function singular(resource: SailResource): string {
  return resource.replace(/s$/, "");
}
