import type { OperatorReconciledCheck } from "../../plan/operator-parts";
import type { CheckCommand, Kubectl } from "../check-command";
import { sh, shellScript, variables } from "../script";
import { imageKey } from "./evidence";
import { leaderFunctions } from "./leader-functions";

/** The same question as `operatorReconciled`, asked by a person; it waits up to ten minutes, and says what it is waiting for. */
export function operatorReconciledCommand(check: OperatorReconciledCheck, kubectl: Kubectl): CheckCommand {
  const { csv, namespace } = check;
  return {
    says: `the new operator ${csv} has taken over and rendered every part of the mesh`,
    run: shellScript(kubectl, script(check)),
    expect: `${csv} has rendered every part`,
  };
  function script({ parts }: OperatorReconciledCheck): string {
    const releases = parts.map(({ workload, release }) => `${workload.namespace}/${release}`);
    const images = parts.map(
      (part) =>
        `${part.workload.namespace}/${part.workload.kind.toLowerCase()}/${part.workload.name}/${imageKey(part).replaceAll(".", "\\.")}`,
    );
    return `${variables({ csv, ns: namespace, releases: releases.join(" "), images: images.join(" ") })}\n${body}`;
  }
}

/** Functions print what is missing, and nothing when all is there. */
const body = sh`
${leaderFunctions}
may() { [ "$(k auth can-i "$@" 2>/dev/null)" = yes ]; }
rendered() {
  since=$(lease acquireTime | cut -c1-19)
  for release in $releases; do
    space=\${release%%/*} name=\${release#*/}
    newest=$(k get secrets -n "$space" -l "owner=helm,name=$name" --field-selector type=helm.sh/release.v1 -o "jsonpath={range .items[*]}{.metadata.labels.version} {.metadata.creationTimestamp} {.metadata.labels.status}{\"\\n\"}{end}" 2>/dev/null | sort -n | tail -n 1)
    [ -n "$newest" ] || { echo "there is no Helm release $name in $space"; return; }
    set -- $newest
    if older "$(echo "$2" | cut -c1-19)" "$since"; then echo "Helm release $name in $space is of $2, from before the new operator took over at \${since}Z"; return; fi
    [ "$3" = deployed ] || { echo "Helm release $name in $space is $3, not deployed"; return; }
  done
}
runs() {
  for image in $images; do
    key=\${image##*/} rest=\${image%/*} space=\${image%%/*}
    target=\${rest#*/}
    wanted=$(csv ".spec.install.spec.deployments[*].spec.template.metadata.annotations.$key")
    case "$wanted" in *@sha256:*) ;; *) echo "$csv names no digest for $(echo "$key" | tr -d "\\\\"): only leases and secrets tell, so ask somebody who may read them"; return ;; esac
    case " $(k get "$target" -n "$space" -o "jsonpath={.spec.template.spec.containers[*].image}" 2>/dev/null) " in *" $wanted "*) ;; *) echo "$target in $space does not run $wanted yet"; return ;; esac
  done
}
secrets() { for release in $releases; do may list secrets -n "\${release%%/*}" || return 1; done; }
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
