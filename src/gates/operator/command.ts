import type { OperatorReconciledCheck } from "../../plan/operator-parts";
import type { CheckCommand, Kubectl } from "../check-command";
import { sh, shellScript, variables } from "../script";
import { imageKey } from "./evidence";
import { leaderFunctions } from "./leader-functions";
import { partReleases, renderedFunctions, secretsFunction } from "./rendered-functions";

/** The same question as `operatorReconciled`, asked by a person; it waits up to ten minutes, and says what it is waiting for. */
export function operatorReconciledCommand(check: OperatorReconciledCheck, kubectl: Kubectl): CheckCommand {
  const { csv, namespace } = check;
  return {
    says: `the new operator ${csv} has taken over and rendered every part of the mesh`,
    run: shellScript(kubectl, script(check)),
    expect: `${csv} has rendered every part`,
  };
  function script({ parts }: OperatorReconciledCheck): string {
    const images = parts.map(
      (part) =>
        `${part.workload.namespace}/${part.workload.kind.toLowerCase()}/${part.workload.name}/${imageKey(part).replaceAll(".", "\\.")}`,
    );
    return `${variables({ csv, ns: namespace, releases: partReleases(parts), images: images.join(" ") })}\n${body}`;
  }
}

/** Functions print what is missing, and nothing when all is there. */
const body = sh`
${leaderFunctions}
${renderedFunctions}
runs() {
  for image in $images; do
    key=\${image##*/} rest=\${image%/*} space=\${image%%/*}
    target=\${rest#*/}
    wanted=$(csv ".spec.install.spec.deployments[*].spec.template.metadata.annotations.$key")
    case "$wanted" in *@sha256:*) ;; *) echo "$csv names no digest for $(echo "$key" | tr -d "\\\\"): only leases and secrets tell, so ask somebody who may read them"; return ;; esac
    case " $(k get "$target" -n "$space" -o "jsonpath={.spec.template.spec.containers[*].image}" 2>/dev/null) " in *" $wanted "*) ;; *) echo "$target in $space does not run $wanted yet"; return ;; esac
  done
}
${secretsFunction}
missing() {
  phase=$(csv .status.phase)
  [ "$phase" = Succeeded ] || { echo "$csv is \${phase:-not there}, not Succeeded"; return; }
  may get leases.coordination.k8s.io -n "$ns" || { runs; return; }
  why=$(leads)
  if [ -n "$why" ]; then echo "$why"; elif secrets; then rendered; else runs; fi
}
tries=0 said=
while why=$(missing); [ -n "$why" ]; do
  [ "$why" = "$said" ] || echo "waiting: $why"
  said=$why tries=$((tries + 1))
  [ "$tries" -lt "\${TRIES:-120}" ] || { echo "no: $why"; exit 1; }
  sleep 5
done
echo "$csv has rendered every part"`;
