import { appendFileSync } from "node:fs";
import { join } from "node:path";
import type { RuleId } from "../../src/findings/pages";
import type { KubernetesObject } from "../../src/mesh/mesh";
import { planOf } from "../plan/support";
import { folderWith } from "../support/folder";
import { runCli } from "../support/run-cli";

/** What is asked of a mesh.yaml or of the command line, and not of manifests: a case that trips the rule, and one close to it that does not. */
export interface PlanCase {
  readonly rule: RuleId;
  readonly trips: string;
  readonly spares: string;
  /** The rules that speak, of either. */
  readonly ask: (isTripped: boolean) => readonly string[] | Promise<readonly string[]>;
}

type More = NonNullable<Parameters<typeof planOf>[1]>;

function rulesOf(line: string, more: More): readonly string[] {
  return planOf(line, more).findings.map(({ rule }) => rule);
}

/** A mesh in one line, and what else it says: once wrong, once right. */
function ofMesh(
  rule: RuleId,
  [trips, spares]: readonly [string, string],
  line: string,
  wrong: More,
  right: More,
  other = line,
): PlanCase {
  return { rule, trips, spares, ask: (isTripped) => (isTripped ? rulesOf(line, wrong) : rulesOf(other, right)) };
}

/** Files that `check` reads, and what it is told: once wrong, once right. */
function ofFiles(
  rule: RuleId,
  [trips, spares]: readonly [string, string],
  args: readonly string[],
  text: (isTripped: boolean) => Readonly<Record<string, string>>,
): PlanCase {
  const ask = async (isTripped: boolean) => {
    const { out } = await runCli(["check", ...args, "-o", "json"], folderWith(text(isTripped)));
    return (JSON.parse(out) as { findings: readonly { rule: string }[] }).findings.map((one) => one.rule);
  };
  return { rule, trips, spares, ask };
}

const kiali = (version: string): KubernetesObject =>
  ({
    apiVersion: "kiali.io/v1alpha1",
    kind: "Kiali",
    metadata: { name: "kiali", namespace: "istio-system" },
    spec: { version },
  }) as KubernetesObject;
const edge = (rev?: string): KubernetesObject => ({
  apiVersion: "gateway.networking.k8s.io/v1",
  kind: "Gateway",
  metadata: { name: "public", namespace: "bank", ...(rev && { labels: { "istio.io/rev": rev } }) },
  spec: { gatewayClassName: "istio", listeners: [{ name: "http", port: 80, protocol: "HTTP" }] },
});
const injected = (inject: string): KubernetesObject => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "in", namespace: "lab" },
  spec: {
    selector: { matchLabels: { app: "in" } },
    template: { metadata: { labels: { app: "in", "sidecar.istio.io/inject": inject } } },
  },
});
const csr = { global: { caAddress: "cert-manager-istio-csr.cert-manager.svc:443" } };
const revised = { upgrade: { strategy: "RevisionBased" } };
const jobs: More = { delivery: { engine: "flux" }, upgrade: { strategy: "RevisionBased", restarts: "job" } };
const cohort = (name: string) => ({ namespaces: [{ name: "shop" }, { name: "bank" }], upgrade: { cohorts: [[name]] } });
const sidecars = "sail sidecar 1.30.3 v1.28.3 -> v1.30.3";
const gateways = (rev?: string) => ({ ...revised, namespaces: [{ name: "bank" }], carried: [edge(rev)] });
const istio = (comment: string) =>
  `apiVersion: sailoperator.io/v1\nkind: Istio\nmetadata:\n  name: default\nspec:\n  namespace: istio-system\n  version: 1.28.3${comment}\n`;

const mesh = `apiVersion: meshstep.dev/v1alpha1\nkind: Mesh\nmetadata: { name: prod }\nspec:\n  distribution: sail\n  dataPlane: sidecar\n  version: v1.28.3\n  operator: { release: 1.28.3 }\n`;

/** What synth wrote, with a line more in a file of it, or with a file of somebody else beside it. */
async function staleRules(isTripped: boolean): Promise<readonly string[]> {
  const folder = folderWith({ "mesh.yaml": mesh });
  await runCli(["synth"], folder);
  const file = join(folder, "out", isTripped ? "prod/PLAN.md" : "NOTES.md");
  appendFileSync(file, "\nread before the next upgrade\n");
  const { out, err } = await runCli(["synth", "--check"], folder);
  return [...`${out}${err}`.matchAll(/\[([A-Z]+\d{3})\]/g)].map(([, rule = ""]) => rule);
}

export const planCases: readonly PlanCase[] = [
  ofMesh(
    "VER008",
    ["the target restarts gateways with istiod", "no waypoint, which that would meet"],
    "openshift ambient 3.3.1 v1.28.4 -> v1.28.5",
    { waypoints: [{ name: "waypoint", namespace: "bookinfo" }] },
    {},
  ),
  ofMesh(
    "PLAT001",
    ["a cluster that is older than what the end of the row runs on, and no way up", "the oldest that it runs on"],
    "openshift ambient 3.4.0 v1.28.5",
    { platform: { kind: "openshift", version: "4.12" } },
    { platform: { kind: "openshift", version: "4.20" } },
  ),
  ofMesh(
    "PLAT002",
    ["a Kiali of another minor than the operator is published with", "a patch of that minor"],
    "openshift ambient 3.2.8 v1.27.9 -> v1.28.10",
    { carried: [kiali("v2.17")] },
    { carried: [kiali("v2.22.9")] },
  ),
  ofMesh(
    "DEL006",
    ["Argo CD and no repository", "its address"],
    "openshift ambient 3.3.1 v1.28.4",
    { delivery: { engine: "argocd" } },
    { delivery: { engine: "argocd", repository: { url: "https://example.com/fleet.git" } } },
  ),
  ofMesh(
    "SKEW005",
    ["a carried workload that is injected, of a namespace that nobody plans", "one that says that it is not"],
    sidecars,
    { carried: [injected("true")] },
    { carried: [injected("false")] },
  ),
  ofMesh(
    "REV008",
    ["a cohort that is no namespace", "one that is, by its letters"],
    sidecars,
    cohort("bnak"),
    cohort("bank"),
  ),
  ofMesh(
    "REV009",
    ["Jobs restart where nothing holds Jobs", "the engine applies them"],
    sidecars,
    { ...jobs, delivery: { engine: "flux", gates: { mode: "none" } } },
    jobs,
  ),
  ofMesh(
    "REV010",
    ["istio-csr signs by address alone under RevisionBased", "and mesh.yaml says so"],
    "openshift sidecar 3.0.1 v1.24.3 -> v1.24.4",
    { ...revised, controlPlane: { values: csr } },
    { ...revised, controlPlane: { values: csr }, certificates: "istio-csr" },
  ),
  ofMesh(
    "REV011",
    ["a Gateway that names no revision", "one that does"],
    sidecars,
    gateways(),
    gateways("default-v1-28-3"),
  ),
  ofMesh(
    "WPT003",
    ["a Gateway leaves an istiod that empties it", "one that is mended"],
    sidecars,
    gateways("default-v1-28-3"),
    gateways("default-v1-29-6"),
    "sail sidecar 1.30.3 v1.29.6 -> v1.30.3",
  ),
  {
    rule: "SNAP001",
    trips: "a line more in a file that synth wrote",
    spares: "a file of somebody else beside what synth wrote",
    ask: staleRules,
  },
  ofFiles("IGN001", ["a comment without a reason", "with one"], [".", "--distribution", "sail"], (isTripped) => ({
    "mesh.yaml": istio(` # meshstep:ignore VER006${isTripped ? "" : ": as it was found"}`),
  })),
  ofFiles("SCH005", ["a label without quotes", "with quotes"], [".", "--distribution", "sail"], (isTripped) => ({
    "mesh.yaml": istio(""),
    "shop.yaml": `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n  labels:\n    istio-discovery: ${isTripped ? "true" : '"true"'}\n`,
  })),
  ofFiles(
    "VER010",
    ["a releases file that changes a release of ours", "one that adds a release beside it"],
    [".", "--distribution", "openshift", "--with", "releases.yaml"],
    (isTripped) => ({
      "mesh.yaml": istio(""),
      "releases.yaml": `apiVersion: meshstep.dev/v1alpha1\nkind: OperatorReleases\ndistribution: openshift\nreleases:\n  - version: ${isTripped ? "3.1.2" : "3.1.99"}\n    installable: [1.26.4]\n`,
    }),
  ),
];
