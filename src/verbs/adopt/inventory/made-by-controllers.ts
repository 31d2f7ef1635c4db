import type { KubernetesObject } from "../../../mesh/mesh";
import { apiGroup, hasOwner, kindOf } from "../../../objects/kubernetes-object";
import { textAt } from "../../../objects/object-paths";

/** Kinds that exist in a cluster only because a controller made them. */
const kinds: ReadonlySet<string> = new Set([
  "/Endpoints",
  "/Event",
  "/Node",
  "/Pod",
  "apps/ControllerRevision",
  "apps/ReplicaSet",
  "coordination.k8s.io/Lease",
  "discovery.k8s.io/EndpointSlice",
  "events.k8s.io/Event",
  "sailoperator.io/IstioRevision",
]);

/** What OLM makes of Subscriptions and catalogues: applied again, it would bring a release back that OLM has replaced, however it was dumped. */
const ofOlm: ReadonlySet<string> = new Set([
  "operators.coreos.com/ClusterServiceVersion",
  "operators.coreos.com/InstallPlan",
  "operators.coreos.com/Operator",
  "operators.coreos.com/OperatorCondition",
  "packages.operators.coreos.com/PackageManifest",
]);

/** Objects that turn up in every namespace by themselves. */
const names: ReadonlySet<string> = new Set([
  "ConfigMap/istio-ca-crl",
  "ConfigMap/istio-ca-root-cert",
  "ConfigMap/kube-root-ca.crt",
  "ConfigMap/openshift-service-ca.crt",
  "ServiceAccount/builder",
  "ServiceAccount/default",
  "ServiceAccount/deployer",
  "Service/kubernetes",
]);

/** Secrets that Helm and Kubernetes keep for themselves. */
const secretTypes = /^(helm\.sh\/release|kubernetes\.io\/service-account-token|kubernetes\.io\/dockercfg)/;

/**
 * Whether an object comes from a controller and not from whoever describes the cluster.
 * @param live whether it was read from a cluster; in files many kinds are somebody's own
 */
export function madeByControllers(object: KubernetesObject, live: boolean): boolean {
  if (hasOwner(object) || ofOlm.has(kindOf(object))) return true;
  if (!live) return false;
  if (kinds.has(kindOf(object))) return true;
  if (apiGroup(object) === "" && names.has(`${object.kind}/${object.metadata.name}`)) return true;
  if (object.kind === "Secret") return secretTypes.test(textAt(object, "type") ?? "");
  // istiod brings its own GatewayClasses.
  return object.kind === "GatewayClass" && (textAt(object, "spec", "controllerName") ?? "").startsWith("istio.io/");
}
