import type { Kubectl } from "../gates/check-command";
import { lookAround } from "../gates/restart/look";
import { sh, shellScript, variables } from "../gates/script";
import { isRevisionBased } from "../mesh/istiod";
import type { Plan } from "../plan/phase";
import type { MeshState } from "../plan/state";
import { bullets, fence } from "./markdown";

/** What two control planes side by side need, before the first phase; nothing under InPlace. */
export function roomSection({ mesh, phases }: Plan): readonly string[] {
  const count = Math.max(...phases.map(({ state }) => state.controlPlanes.length));
  if (!isRevisionBased(mesh) || count < 2) return [];
  return [
    "**Room.** From the phase that brings a new control plane to its clean-up two of them run: as many pods of istiod again, with their requests, and an autoscaler for each. A quota of their namespace has to allow it.",
  ];
}

/** Under RevisionBased the webhook of an istiod validates its own objects only. */
export function validatesSection({ controlPlanes, tags, revisions }: MeshState, namespace: string): readonly string[] {
  if (!revisions) return [];
  const byDefault = tags.find(({ name }) => name === "default");
  return [
    "## What validates Istio's objects",
    bullets(
      [
        ...controlPlanes.map(
          ({ revision }) =>
            `Those labelled \`istio.io/rev: ${revision}\`: istiod of ${revision} (\`istio-validator-${revision}-${namespace}\`).`,
        ),
        byDefault
          ? `All of them: the webhook \`istiod-default-validator\`, where the operator release brings it with the tag default, which points at ${byDefault.revision}.`
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
    "**What a restart does not reach.** These are restarted by hand, each in its own way, or at a time of their own; until they are, the phase that restarts their namespace is not over:",
    fence("sh", [shellScript(kubectl, `${variables({ namespaces: [...new Set(names)].sort().join(" ") })}\n${body}`)]),
  ];
}
