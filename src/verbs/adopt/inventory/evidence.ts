import { csvName } from "../../../catalog/csv-name";
import { distribution as findDistribution } from "../../../catalog/lookup";
import { distributionNames } from "../../../catalog/types";
import { withV } from "../../../catalog/version";
import { versionOf } from "../../../gates/restart/image-version";
import { type KubernetesObject, objectId } from "../../../mesh/mesh";
import { apiGroup, kindOf, ownerNamed } from "../../../objects/kubernetes-object";
import { listAt, textAt } from "../../../objects/object-paths";
import { type ChartInstall, chartInstalls } from "../../../repository/objects/chart-installs";
import { evidenceOf } from "../../../repository/objects/operator-evidence";
import { annotationsOf, labelsOf } from "../../../rules/objects";
import { operatorExtension } from "../../../rules/versions/extensions";

/** What the input says of the operator beside the objects themselves. */
export interface OperatorEvidence {
  /** Name of a ClusterServiceVersion, for example `servicemeshoperator3.v3.1.2`. */
  readonly csv: string;
  /** Whether OLM has that. @default the operator stands there by itself */
  readonly isCsv?: true;
  /** What said so: `Subscription/openshift-operators/servicemeshoperator3 status.installedCSV`. */
  readonly from: string;
}

/** An IstioRevision of the input, whoever made it. */
export interface SeenRevision {
  readonly name: string;
  readonly version?: string;
  /** Name of the Istio object that it belongs to. */
  readonly istio?: string;
  /** What its condition InUse says. */
  readonly inUse?: boolean;
}

/** What objects say of the mesh beside what they are. */
export interface Evidence {
  readonly installed: OperatorEvidence[];
  /** Where Helm has installed the operator, by its Deployment. */
  readonly charts: ChartInstall[];
  /** The exact version that runs, by name of the Istio object: what its revision says. */
  readonly runningVersions: Map<string, string>;
  readonly seenRevisions: SeenRevision[];
  /** Revisions that pods were injected by, by namespace: what they are connected to. */
  readonly connected: Map<string, Set<string>>;
  /** Versions of the ztunnels that run, by namespace. */
  readonly ztunnelPods: Map<string, Set<string>>;
}

/** Takes down what one object says. */
export function noteEvidence(evidence: Evidence, object: KubernetesObject): void {
  evidence.installed.push(...installedBy(object));
  if (kindOf(object) === "apps/Deployment") evidence.charts.push(...chartInstalls([object]));
  noteRevision(object, evidence.runningVersions);
  evidence.seenRevisions.push(...seenRevision(object));
  if (!isRunningPod(object)) return;
  noteConnection(object, evidence.connected);
  noteZtunnel(object, evidence.ztunnelPods);
}

/** What Subscriptions of the operators call them. */
export const operatorPackages: readonly string[] = distributionNames.map((name) => findDistribution(name).package);

/** What an operator's CSV, or its Subscription's status, says is installed. */
function installedBy(object: KubernetesObject): readonly OperatorEvidence[] {
  if (apiGroup(object) !== "operators.coreos.com") return withoutCsv(object);
  const evidence = (csv: string | undefined, from: string) =>
    csv !== undefined && operatorPackages.some((name) => csv.startsWith(`${name}.v`))
      ? [{ csv, from, isCsv: true as const }]
      : [];
  if (object.kind === "ClusterServiceVersion") return evidence(object.metadata.name, objectId(object));
  if (object.kind !== "Subscription") return [];
  return evidence(textAt(object, "status", "installedCSV"), `${objectId(object)} status.installedCSV`);
}

/** What has no CSV: an operator that OLM v1 installs, or that stands there as a Deployment. */
function withoutCsv(object: KubernetesObject): readonly OperatorEvidence[] {
  const isMeant = operatorExtension(object) !== undefined || kindOf(object) === "apps/Deployment";
  if (!isMeant) return [];
  const known = distributionNames.map((name) => findDistribution(name));
  return evidenceOf({ object, locate: () => ({ file: "", line: 1, column: 1 }) }, known).flatMap(
    ({ distribution, release, from }) => (release === undefined ? [] : [{ csv: csvName(distribution, release), from }]),
  );
}

/** The operator resolves aliases when it makes an IstioRevision; under InPlace that bears the name of its Istio. */
function noteRevision(object: KubernetesObject, versions: Map<string, string>): void {
  if (apiGroup(object) !== "sailoperator.io" || object.kind !== "IstioRevision") return;
  const version = textAt(object, "spec", "version");
  const name = ownerNamed(object, "Istio");
  if (version !== undefined && name === object.metadata.name) versions.set(name, version);
}

function seenRevision(object: KubernetesObject): readonly SeenRevision[] {
  if (apiGroup(object) !== "sailoperator.io" || object.kind !== "IstioRevision") return [];
  const version = textAt(object, "spec", "version");
  const istio = ownerNamed(object, "Istio");
  const inUse = listAt(object, "status", "conditions").find((one) => textAt(one, "type") === "InUse");
  const status = textAt(inUse, "status");
  return [
    {
      name: object.metadata.name,
      ...(version !== undefined && { version }),
      ...(istio !== undefined && { istio }),
      ...((status === "True" || status === "False") && { inUse: status === "True" }),
    },
  ];
}

/** One that has ended talks to nobody. */
function isRunningPod(object: KubernetesObject): boolean {
  const isPod = apiGroup(object) === "" && object.kind === "Pod";
  return isPod && !["Succeeded", "Failed"].includes(textAt(object, "status", "phase") ?? "");
}

/** Injection writes the revision on the pod. */
function noteConnection(pod: KubernetesObject, connected: Map<string, Set<string>>): void {
  const revision = annotationsOf(pod)["istio.io/rev"];
  if (revision !== undefined) add(connected, pod, revision);
}

/** By the tag of its image; a digest says nothing. */
function noteZtunnel(pod: KubernetesObject, ztunnels: Map<string, Set<string>>): void {
  if (labelsOf(pod)["app"] !== "ztunnel") return;
  const images = listAt(pod, "spec", "containers").map((one) => textAt(one, "image") ?? "");
  const version = images.map(versionOf).find((one) => one !== undefined);
  if (version !== undefined) add(ztunnels, pod, withV(version));
}

function add(
  map: Map<string, Set<string>>,
  { metadata: { namespace = "default" } }: KubernetesObject,
  value: string,
): void {
  map.set(namespace, (map.get(namespace) ?? new Set()).add(value));
}
