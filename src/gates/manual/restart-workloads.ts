import type { ManualStep } from "../../plan/manual-steps";
import type { Kubectl } from "../check-command";
import { sh, shellScript, variables } from "../script";
import type { ManualCommands } from "./commands";

/**
 * Restarts everything in a namespace that a restart reaches, and waits. Under OnDelete nothing moves until a pod is deleted, and
 * `rollout status` refuses to wait; a paused Deployment refuses to restart: both are named, and left to a person.
 */
export function restartWorkloads(
  { namespace, version, except = [] }: Extract<ManualStep, { step: "restart-workloads" }>,
  kubectl: Kubectl,
): ManualCommands {
  const sidecars = version === undefined ? "they run without sidecars" : `their sidecars are injected at ${version}`;
  return {
    says: `Restart the workloads of ${namespace}, so that ${sidecars}. What a restart does not reach (OnDelete, paused) is named first.${except.length > 0 ? ` Gateways are left alone: ${except.join(", ")}.` : ""}`,
    run: [shellScript(kubectl, `${variables({ namespace })}\n${body(kubectl, except)}`)],
  };
}

function body(kubectl: Kubectl, except: readonly string[]): string {
  const gateways = except.map((one) => `Deployment/${one}`).join("|");
  const others = except.length > 0 ? `\nall=$(echo "$all" | grep -vE "^(${gateways}) ")` : "";
  return sh`
stop() { printf "STOP: %s\n" "$1" >&2; exit 1; }
# One line for each: kind/name, how it rolls, whether it is paused, its pods.
all=$(k get deployments,statefulsets,daemonsets -n "$namespace" -o "go-template={{range .items}}{{.kind}}/{{.metadata.name}} {{with .spec.updateStrategy}}{{.type}}{{else}}-{{end}} {{or .spec.paused false}} {{range \$key, \$value := .spec.selector.matchLabels}}{{\$key}}={{\$value}},{{end}}{{\"\\n\"}}{{end}}") || stop "the workloads of $namespace cannot be read"${others}
byhand=$(echo "$all" | while read -r what type paused pods; do
  case "$type $paused" in
  OnDelete*) echo "$what is OnDelete: delete its pods one by one: ${kubectl} get pods -n $namespace \${pods:+-l }\${pods%,}" ;;
  *true) echo "$what is paused: ${kubectl} rollout resume $what -n $namespace, then restart it" ;;
  esac
done)
rolling=$(echo "$all" | while read -r what type paused pods; do
  case "$type $paused" in OnDelete* | *true) ;; *) echo "$what" ;; esac
done)
[ -z "$byhand" ] || printf "by hand: %s\n" "$byhand"
for what in $rolling; do
  k rollout restart "$what" -n "$namespace" || stop "$what could not be restarted"
done
for what in $rolling; do
  k rollout status "$what" -n "$namespace" --timeout=30m || stop "$what is not restarted after half an hour: look at its pods, then run ${kubectl} rollout status $what -n $namespace"
done
echo "restarted in $namespace: $(echo $rolling | wc -w | tr -d " ")"`;
}
