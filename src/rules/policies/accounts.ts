import { oncePer } from "../../basics/once-per";
import { listAt, textAt, valueAt, wordOf } from "../../objects/object-paths";
import { annotationsOf, inNamespaces } from "../objects";
import { gatewaysIn } from "../pods/gateway-budgets";
import { podMembership } from "../pods/mesh-membership";
import { type CheckedObject, inShort, type ManifestSet } from "../rule";
import { slipOf } from "../slips";
import { isWhole } from "../unseen";
import { gatewayClass } from "../waypoints";
import { type Workload, workloadsOf } from "../workloads";

/** Why no pod has a service account, and which one was probably meant. */
export interface NoAccount {
  readonly why: string;
  readonly hint?: string;
}

/** Whether pods of a namespace can run as a service account; where that cannot be told they may. */
export function noAccount(set: ManifestSet, namespace: string, account: string): NoAccount | undefined {
  const known = answers(set);
  const key = `${namespace}/${account}`;
  if (!known.has(key)) known.set(key, findNoAccount(set, namespace, account));
  return known.get(key);
}

/** Policies name the same accounts over and over. */
const answers = oncePer((_: ManifestSet) => new Map<string, NoAccount | undefined>());

function findNoAccount(set: ManifestSet, namespace: string, account: string): NoAccount | undefined {
  const made = [...(inNamespaces(set, "", "ServiceAccount").get(namespace)?.keys() ?? [])];
  const gateways = gatewaysIn(set, namespace);
  const ofGateways = gateways.flatMap(accountsOf);
  const workloads = workloadsOf(set).filter(({ one }) => one.object.metadata.namespace === namespace);
  const used = workloads.map(accountUsed);
  const outside = withoutIdentity(set, namespace, account, workloads);
  if (outside !== undefined && !ofGateways.includes(account)) return outside;
  if ([...made, ...ofGateways, ...used, "default"].includes(account)) return undefined;
  const gateway = gateways.find(
    (one) => one.object.metadata.name === account || `${one.object.metadata.name}-${gatewayClass(one)}` === account,
  );
  const [own] = gateway ? accountsOf(gateway) : [];
  if (gateway && own !== undefined)
    return {
      why: `Gateway ${namespace}/${gateway.object.metadata.name} of class ${gatewayClass(gateway)} runs as ServiceAccount ${own}, and nothing as ${account}`,
      hint: `Write ${own}.`,
    };
  const near = slipOf(account, made);
  if (near !== undefined)
    return {
      why: `ServiceAccount ${namespace}/${account} is not among these manifests, and others of the namespace are`,
      hint: `Did you mean ${near}?`,
    };
  if (
    workloads.length === 0 ||
    !isWhole(set, namespace) ||
    used.some((name) => !made.includes(name) && name !== "default")
  )
    return undefined;
  const there = [...new Set([...made, ...ofGateways, ...used])].sort();
  return {
    why: `nothing makes ServiceAccount ${namespace}/${account}, and no pod of the namespace runs as it`,
    hint: `They run as ${there.join(", ")}.`,
  };
}

/** An account of which all pods have left the mesh by their own word: they have no certificate. */
function withoutIdentity(
  set: ManifestSet,
  namespace: string,
  account: string,
  workloads: readonly Workload[],
): NoAccount | undefined {
  const own = workloads.filter((it) => accountUsed(it) === account);
  const hasLeft = ({ labels }: Workload) => labels["istio.io/dataplane-mode"] === "none" || !isInjected(labels);
  if (own.length === 0 || !own.every((it) => hasLeft(it) && podMembership(set, it) === "none")) return undefined;
  if (!isWhole(set, namespace)) return undefined;
  const { names } = inShort(own.map(({ one }) => one));
  return {
    why: `the pods of ${names}, which run as ServiceAccount ${namespace}/${account}, are in no mesh and have no identity`,
    hint: "Take them into the mesh, or let them in by something else than who they are.",
  };
}

function isInjected(labels: Workload["labels"]): boolean {
  return wordOf(labels["sidecar.istio.io/inject"]) !== "false";
}

/** What istiod runs the pods of a Gateway as; nothing where somebody else deploys them. */
export function accountsOf(gateway: CheckedObject): readonly string[] {
  const { name } = gateway.object.metadata;
  const annotations = annotationsOf(gateway.object);
  const given = ["gateway.istio.io/service-account", "gateway.istio.io/name-override"].flatMap(
    (key) => annotations[key] ?? [],
  );
  const isOwn = listAt(gateway.object, "spec", "addresses").length > 0;
  const parameters = valueAt(gateway.object, "spec", "infrastructure", "parametersRef") !== undefined;
  const suffixed = `${name}-${gatewayClass(gateway)}`;
  // Classes that are not Istio's own, and Gateways whose pods somebody else makes, call them as they like.
  if (isOwn || parameters) return [...given, suffixed, name];
  if (gatewayClass(gateway) === "istio") return given.length > 0 ? given : [suffixed];
  if (["istio-waypoint", "istio-east-west"].includes(gatewayClass(gateway))) return given.length > 0 ? given : [name];
  return [...given, name, suffixed];
}

function accountUsed({ one, metadata }: Workload): string {
  const spec = metadata[0] === "metadata" ? ["spec"] : [...metadata.slice(0, -1), "spec"];
  return (
    textAt(one.object, ...spec, "serviceAccountName") ?? textAt(one.object, ...spec, "serviceAccount") ?? "default"
  );
}
