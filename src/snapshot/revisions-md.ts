import { defaultTagRefuses } from "../catalog/default-tag";
import { istiodName } from "../catalog/revisions";
import type { DistributionName } from "../catalog/types";
import type { Kubectl } from "../gates/check-command";
import { checkCommand } from "../gates/command";
import { lookAround } from "../gates/restart/look";
import { sh, shellScript, variables } from "../gates/script";
import { servingName, signedByIstioCsr } from "../mesh/certificates";
import { isRevisionBased } from "../mesh/istiod";
import { autoscales, countsOf, wantedReplicas } from "../mesh/replicas";
import { mapAt } from "../mesh/settings/setting";
import type { Plan } from "../plan/phase";
import type { MeshState } from "../plan/state";
import { bullets, fence, fold } from "./markdown";

/** What istiod asks for where values say nothing: the chart's own. */
const chartRequests = { cpu: "500m", memory: "2048Mi" };

/** What two control planes side by side need, before the first phase; nothing under InPlace. */
export function roomSection({ mesh, phases }: Plan, kubectl: Kubectl): readonly string[] {
  const count = Math.max(...phases.map(({ state }) => state.controlPlanes.length));
  const [now] = phases[0]?.state.controlPlanes ?? [];
  if (!isRevisionBased(mesh) || count < 2 || !now) return [];
  const { namespace, values } = mesh.controlPlane;
  const least = wantedReplicas(mesh);
  const most = autoscales(values) ? Math.max(least, countsOf(values).autoscaleMax) : least;
  const said = mapAt(values, "pilot", "resources", "requests");
  const request = (key: keyof typeof chartRequests) => `${key} ${said[key] ?? chartRequests[key]}`;
  const pods = `${least} at first${most > least ? `, and up to ${most} by its autoscaler` : ""}`;
  const whose =
    Object.keys(said).length > 0
      ? "as values say"
      : "the chart's own, where neither values nor the profile say otherwise";
  return [
    `**Room.** From the phase that brings a new control plane to its clean-up two of them run: beside the one that is there as many pods of istiod again (${pods}), each of which asks for ${request("cpu")} and ${request("memory")} (${whose}). Each has an autoscaler of its own: load moves with the proxies, so neither shrinks at once. Nodes, and a quota of namespace ${namespace}, have to allow both; what the present one asks for, its autoscaler, and the quotas:`,
    fence("sh", [
      `${kubectl} get deployment ${istiodName(now.revision)} -n ${namespace} -o jsonpath='{.spec.replicas} pods of {.spec.template.spec.containers[*].resources.requests}{"\\n"}'`,
      `${kubectl} get horizontalpodautoscalers,resourcequotas -n ${namespace}`,
    ]),
  ];
}

/** What istio-csr has to know, before the first phase; nothing where it does not sign. */
export function istioCsrSection({ mesh, phases }: Plan, kubectl: Kubectl): readonly string[] {
  const revision = phases[0]?.state.controlPlanes[0]?.revision;
  if (!signedByIstioCsr(mesh) || revision === undefined) return [];
  const has = [servingName(mesh, revision)];
  const { run } = checkCommand(
    { check: "istiod-certificate", namespace: mesh.controlPlane.namespace, has, lacks: [] },
    kubectl,
  );
  const what = isRevisionBased(mesh)
    ? "A revision is listed there by hand before it begins, and leaves the list last: both are phases of this row, and the Jobs before the others do not begin without the names. Where an IstioCSR object of cert-manager's operator keeps the list, some releases take it once and never again: `" +
      `${kubectl} explain istiocsrs.spec.istioCSRConfig.istio.revisions` +
      "` says whether it is immutable, and then RevisionBased is not possible."
    : `The strategy is InPlace: the revision is called ${revision} before and after, so its list stays as it is and no phase touches it.`;
  return [`**istio-csr.** It makes the names of istiod's certificate. ${what} This prints yes:`, fence("sh", [run])];
}

/** Under RevisionBased the webhook of an istiod validates its own objects only. */
export function validatesSection(
  { controlPlanes, tags, revisions, operatorRelease }: MeshState,
  namespace: string,
  distribution: DistributionName,
): readonly string[] {
  if (!revisions) return [];
  const byDefault = tags.find(({ name }) => name === "default");
  const refuses = defaultTagRefuses(distribution, operatorRelease);
  return [
    "## What validates Istio's objects",
    bullets(
      [
        ...controlPlanes.map(
          ({ revision }) =>
            `Those labelled \`istio.io/rev: ${revision}\`: istiod of ${revision} (\`istio-validator-${revision}-${namespace}\`).`,
        ),
        byDefault
          ? refuses
            ? `All of them, and it refuses each: under operator release ${operatorRelease} the webhook of the tag default asks a Service that is not there (REV007).`
            : `All of them: the webhook \`istiod-default-validator\`, where the operator release brings it with the tag default, which points at ${byDefault.revision}.`
          : "Others: nobody, as neither a revision nor a tag is called default. `meshstep check` holds them against their schemas.",
      ],
      "",
    ),
  ];
}

/** Names, before the first restart, what none reaches; nothing where nobody restarts workloads. */
export function unreachedSection({ phases }: Plan, kubectl: Kubectl): readonly string[] {
  const names = phases.flatMap(({ manual, restarts }) => [
    ...manual.flatMap((step) => (step.step === "restart-workloads" ? [step.namespace] : [])),
    ...restarts.map(({ namespace }) => namespace),
  ]);
  if (names.length === 0) return [];
  const body = sh`
by=revision; to=nothing; from=
stop() { printf "STOP: %s\n" "$1" >&2; exit 1; }
${lookAround}
for namespace in $namespaces; do
  sort_out
  [ -z "$byhand" ] || printf "%s" "$byhand" | sed "s|^|$namespace |"
  k get cronjobs -n "$namespace" -o "go-template={{range .items}}$namespace {{.kind}}/{{.metadata.name}} takes its sidecar at the next run{{\"\\n\"}}{{end}}" || stop "the CronJobs of $namespace cannot be read"
done`;
  return [
    "**What a restart does not reach.** By what carries a sidecar now: OnDelete, paused, pods of no controller, Argo Rollouts, DeploymentConfigs, Jobs, what an operator of its own keeps. These are restarted by hand, each in its own way, or at a time of their own; until they are, the phase that restarts their namespace is not over. This names them:",
    fold(
      "The command",
      fence("sh", [
        shellScript(kubectl, `${variables({ namespaces: [...new Set(names)].sort().join(" ") })}\n${body}`),
      ]),
    ),
  ];
}
