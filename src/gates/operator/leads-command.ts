import { csvName } from "../../catalog/csv-name";
import type { OperatorLeadsCheck } from "../../plan/operator-parts";
import type { CheckCommand, Kubectl } from "../check-command";
import type { ShellContainer } from "../kind";
import { imageVersionFunction } from "../restart/image-version";
import { sh, shellScript, variables } from "../script";
import { leaderLease } from "./evidence";
import { hasLedFunctions, toldFunction, waitingByTime, waitingByTries } from "./has-led-functions";
import { leaderFunctions } from "./leader-functions";
import { aWhile } from "./leads";

/** The same question as `operatorLeads`, asked by a person; it waits up to ten minutes, and says what it is waiting for. */
export function operatorLeadsCommand(check: OperatorLeadsCheck, kubectl: Kubectl): CheckCommand {
  const names = check.releases.map((release) => csvName(check, release)).join(" or ");
  return {
    says: `the operator that leads in ${check.namespace} is ${names}, and has for ${aWhile} seconds`,
    run: shellScript(kubectl, `${script(check)}\n${waitingByTries("$or leads")}`),
    expect: `${check.releases.join(" or ")} leads`,
  };
}

/** The same for a Job. Secrets are not among what it reads: that what has to roll is rolling, other containers see. */
export function operatorLeadsContainer(check: OperatorLeadsCheck): ShellContainer {
  return { script: `k() { kubectl "$@" </dev/null; }\n${script(check)}\n${waitingByTime("$or leads")}\n` };
}

function script({ namespace, package: name, releases }: OperatorLeadsCheck): string {
  return `${variables({ ns: namespace, package: name, releases: releases.join(" "), or: releases.join(" or ") })}\n${body}`;
}

const body = sh`${leaderFunctions}
${imageVersionFunction}
${hasLedFunctions}
from_before() {
  made=$(csv .metadata.creationTimestamp)
  k get pods -n "$ns" -o "jsonpath={range .items[*]}{.metadata.name} {.metadata.creationTimestamp} {.metadata.ownerReferences[0].name}{\"\\n\"}{end}" 2>/dev/null | {
    some= old=
    while read -r name born owner; do
      ours "$owner" || continue
      some=1
      [ -n "$old" ] || ! older "$born" "$made" || old=$name
    done
    if [ -n "$old" ]; then echo "no Lease ${leaderLease} tells who leads, and pod $old is from before $csv"; elif [ -z "$some" ]; then echo "no pod of $csv runs"; fi
  }
}
by_image() {
  why=$(holds) || { echo "$why, in $ns"; return; }
  identity=$(lease holderIdentity)
  holder=\${identity%%_*}
  for image in $(k get pod "$holder" -n "$ns" -o "jsonpath={.spec.containers[*].image}" 2>/dev/null); do
    case "\${image##*/}" in *operator*) ;; *) continue ;; esac
    runs=$(version "$image")
    case " $releases ? " in *" $runs "*) ;; *) echo "Lease ${leaderLease} is held by $holder, which runs $runs"; return ;; esac
  done
  has_led
}
rules() {
  phase=$(csv .status.phase)
  [ "$phase" = Succeeded ] || { echo "$csv is \${phase:-not there}, not Succeeded"; return; }
  there=$(k get leases.coordination.k8s.io ${leaderLease} -n "$ns" --ignore-not-found -o name 2>&1) || case "$there" in
  *orbidden*) there= ;;
  *) echo "\${there:-the cluster does not answer}"; return ;;
  esac
  [ -n "$there" ] || { from_before; return; }
  why=$(leads)
  if [ -n "$why" ]; then echo "$why"; else has_led; fi
}
missing() {
  found=$(k get clusterserviceversions.operators.coreos.com -n "$ns" -o "jsonpath={range .items[*]}/{.metadata.name}{end}" 2>&1) || case "$found" in
  *"have a resource type"*) found= ;;
  *) echo "\${found:-the cluster does not answer}"; return ;;
  esac
  case "$found" in *"/$package.v"*) ;; *) by_image; return ;; esac
  all=
  for release in $releases; do
    csv=$package.v$release
    why=$(rules)
    [ -n "$why" ] || return
    all="$all\${all:+; }$why"
  done
  echo "$all"
}
${toldFunction}`;
