import type { KubernetesObject } from "../../mesh/mesh";
import { valueAt } from "../../objects/object-paths";
import type { CheckKinds, Verdict } from "../kind";
import type { Query } from "../query";
import { commandLine, quote } from "../quote";
import { type Condition, conditions, only, whyNot } from "./fields";

type GatewayChecks =
  | "gateway-programmed"
  | "gateway-revision"
  | "route-accepted"
  | "policy-accepted"
  | "waypoint-bound";

const readByPeople = "the answer is a list of parents or ancestors, and kubectl wait looks at one";

/** What istiod says of Gateways, routes and policies: each of them can be refused without an error anywhere. */
export const gatewayChecks: Pick<CheckKinds, GatewayChecks> = {
  "gateway-programmed": {
    looksAt: ({ namespace, name }) => [{ ask: "get", resource: "gateways.gateway.networking.k8s.io", namespace, name }],
    holds: (_, [answer]) => {
      const gateway = only(answer);
      return gateway ? conditionsTrue(gateway, conditions(gateway), ["Programmed"]) : "it is not there";
    },
    command: ({ namespace, name }, kubectl) => ({
      says: `Gateway ${namespace}/${name} is Programmed`,
      run: commandLine(kubectl, ...waitForGateway(namespace, name)),
      expect: `gateway.gateway.networking.k8s.io/${name} condition met`,
    }),
    container: ({ namespace, name }) => waitForGateway(namespace, name),
  },
  "gateway-revision": {
    looksAt: ({ namespace, name }) => [{ ask: "get", resource: "gateways.gateway.networking.k8s.io", namespace, name }],
    holds: ({ revision }, [answer]) => {
      const gateway = only(answer);
      if (!gateway) return "it is not there";
      const found = gateway.metadata.labels?.["istio.io/rev"];
      return (
        found === revision || (found === undefined ? "it has no label istio.io/rev" : `it is istio.io/rev=${found}`)
      );
    },
    command: ({ namespace, name, revision }, kubectl) => ({
      says: `Gateway ${namespace}/${name} is labelled istio.io/rev=${revision}`,
      run: commandLine(kubectl, ...waitForRevision(namespace, name, revision)),
      expect: `gateway.gateway.networking.k8s.io/${name} condition met`,
    }),
    container: ({ namespace, name, revision }) => waitForRevision(namespace, name, revision),
  },
  "route-accepted": {
    looksAt: ({ resource, namespace, name }) => [
      { ask: "get", resource: `${resource}.gateway.networking.k8s.io`, namespace, name },
    ],
    holds: (_, [answer]) => {
      const route = only(answer);
      if (!route) return "it is not there";
      const parents = valueAt(route, "status", "parents");
      if (!Array.isArray(parents) || parents.length === 0) return "no parent has answered for it";
      for (const parent of parents) {
        const verdict = conditionsTrue(route, conditions(parent, "conditions"), ["Accepted", "ResolvedRefs"]);
        if (verdict !== true) return verdict;
      }
      return true;
    },
    command: ({ resource, namespace, name }, kubectl) => ({
      says: `${resource.replace(/s$/, "")} ${namespace}/${name} is accepted by every parent, and what it names exists`,
      run: allTrue(
        commandLine(kubectl, "get", `${resource}.gateway.networking.k8s.io`, name, "-n", namespace),
        '{range .status.parents[*].conditions[?(@.type=="Accepted")]}{.status}{"\\n"}{end}{range .status.parents[*].conditions[?(@.type=="ResolvedRefs")]}{.status}{"\\n"}{end}',
      ),
      expect: "yes",
    }),
    container: () => ({ impossible: readByPeople }),
  },
  "policy-accepted": {
    looksAt: ({ namespace, name }) => [
      { ask: "get", resource: "authorizationpolicies.security.istio.io", namespace, name },
    ],
    holds: (_, [answer]) => {
      const policy = only(answer);
      if (!policy) return "it is not there";
      const found = conditions(policy).filter(({ type }) => /^(Waypoint|Ztunnel)Accepted$/.test(type));
      if (found.length === 0) return "neither ztunnel nor a waypoint has answered for it";
      const bad = found.find(({ status, reason }) => status !== "True" || reason === "PartiallyInvalid");
      return bad ? `${bad.type}: ${whyNot(bad)}` : true;
    },
    command: ({ namespace, name }, kubectl) => ({
      says: `AuthorizationPolicy ${namespace}/${name} is taken as a whole by ztunnel or its waypoint`,
      // A policy of which a part was left out says True all the same; its reason tells.
      run: `${commandLine(kubectl, "get", "authorizationpolicies.security.istio.io", name, "-n", namespace, "-o")} jsonpath='{range .status.conditions[*]}{.type}{" "}{.status}{" "}{.reason}{"\\n"}{end}' | awk '/^(Waypoint|Ztunnel)Accepted / { seen = 1; if ($2 != "True" || $3 == "PartiallyInvalid") bad = 1 } END { if (!seen || bad) exit 1; print "yes" }'`,
      expect: "yes",
    }),
    container: () => ({ impossible: readByPeople }),
  },
  "waypoint-bound": {
    looksAt: ({ namespace }) => [serviceQuery(namespace)],
    holds: (_, [answer]) => {
      for (const service of answer?.objects ?? []) {
        if (valueAt(service, "spec", "type") === "ExternalName") continue;
        const bound = conditions(service).find(({ type }) => type === "istio.io/WaypointBound");
        if (bound?.status !== "True") {
          return `Service ${service.metadata.name}: ${bound ? whyNot(bound) : "istiod has not bound it to its waypoint"}`;
        }
      }
      return true;
    },
    command: ({ namespace }, kubectl) => ({
      says: `the Services of ${namespace} go through their waypoint`,
      // A client that fails prints nothing, too: its exit code is looked at first.
      run: `services=$(${commandLine(kubectl, "get", "services", "-n", namespace, "-l", optedIn, "-o")} jsonpath='{range .items[*]}{.spec.type}{" "}{.metadata.name}{" "}{.status.conditions[?(@.type=="istio.io/WaypointBound")].status}{"\\n"}{end}') && ! printf '%s\\n' "$services" | grep -v -e '^ExternalName ' -e ' True$' -e '^$' && echo yes`,
      expect: "yes",
    }),
    container: () => ({
      impossible: "Services of the kind ExternalName never say so, and kubectl cannot leave them out",
    }),
  },
};

const optedIn = "istio.io/use-waypoint!=none";

function serviceQuery(namespace: string): Query {
  return { ask: "get", resource: "services", namespace, selector: optedIn };
}

/** Each condition is True, and of the object's present generation. */
function conditionsTrue(object: KubernetesObject, found: readonly Condition[], types: readonly string[]): Verdict {
  for (const type of types) {
    const one = found.find((condition) => condition.type === type);
    if (!one) return `it has no condition ${type} yet`;
    if (one.status !== "True") return `${type}: ${whyNot(one)}`;
    const generation = valueAt(object, "metadata", "generation");
    if (typeof generation === "number" && (one.observedGeneration ?? generation) < generation) {
      return `${type} describes generation ${one.observedGeneration} of ${generation}`;
    }
  }
  return true;
}

function waitForGateway(namespace: string, name: string): readonly string[] {
  return [
    "wait",
    `gateways.gateway.networking.k8s.io/${name}`,
    "-n",
    namespace,
    "--for=condition=Programmed",
    "--timeout=10m",
  ];
}

function waitForRevision(namespace: string, name: string, revision: string): readonly string[] {
  return [
    "wait",
    `gateways.gateway.networking.k8s.io/${name}`,
    "-n",
    namespace,
    `--for=jsonpath={.metadata.labels.istio\\.io/rev}=${revision}`,
    "--timeout=10m",
  ];
}

/** Prints yes when there is a line, and every line says True. */
function allTrue(get: string, jsonpath: string): string {
  return `${get} -o jsonpath=${quote(jsonpath)} | awk '$1 != "True" { bad = 1 } END { if (NR == 0 || bad) exit 1; print "yes" }'`;
}
