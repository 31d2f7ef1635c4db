import type { ManualStep } from "../../plan/manual-steps";
import type { Kubectl } from "../check-command";
import { sh, shellScript, variables } from "../script";

/** What both steps that raise an operator know. */
export type OperatorTarget = Omit<Extract<ManualStep, { step: "approve-install-plan" }>, "step">;

/** What a person should know before approving anything. */
export function approvalWords({ csv, catalog }: OperatorTarget): string {
  const head =
    catalog === "pinned"
      ? "The catalogue is pinned: its CatalogSource must end at that release (meshstep explain VER009)."
      : "OLM offers the head of the channel and nothing else. Where that is newer than this plan knows, the commands stop: describe it under spec.catalogs, or pin the catalogue (meshstep explain VER009), and run meshstep synth, so that the plan is made and proved for what can be had.";
  return `The commands show what each InstallPlan holds, approve it only when that is one release of this operator on the way to ${csv}, and go on until that is installed: OLM may go release by release. ${head}`;
}

/**
 * Approves InstallPlans until the wanted CSV is installed. One InstallPlan holds everything that OLM wants to do in a namespace:
 * approving it approves all of that.
 *
 * @param setChannel whether the Subscription is not in Git, so that its channel is set here
 */
export function approvalScript(target: OperatorTarget, kubectl: Kubectl, setChannel: boolean): string {
  const { csv, namespace, subscription, channel, way } = target;
  const values = { subscription, namespace, channel, way: way.join(" "), wanted: csv };
  return shellScript(kubectl, `${variables(values)}\n${body(kubectl, setChannel)}`);
}

function body(kubectl: Kubectl, setChannel: boolean): string {
  const behind = setChannel
    ? sh`echo "Subscription $subscription goes from channel $follows to $channel"
    k patch subscriptions.operators.coreos.com "$subscription" -n "$namespace" --type merge -p "spec: {channel: $channel}" || stop "the channel could not be set"
    sleep 20`
    : sh`later "Subscription $subscription follows $follows: the phase that says $channel is not applied yet"`;
  return sh`
package=\${wanted%%.v*}
field() { k get subscriptions.operators.coreos.com "$subscription" -n "$namespace" -o "jsonpath={.$1}"; }
plan() { k get installplans.operators.coreos.com "$name" -n "$namespace" -o "jsonpath={.$1}"; }
stop() { printf "STOP: %s\n" "$1" >&2; shift; [ "$#" = 0 ] || printf "  %s\n" "$@" >&2; exit 1; }
tries=0 said=
later() {
  [ "$1" = "$said" ] || echo "waiting: $1"
  said=$1 tries=$((tries + 1))
  [ "$tries" -lt "\${TRIES:-60}" ] || stop "$1, and has for $tries looks, ten seconds apart" "see what OLM says: ${kubectl} describe subscriptions.operators.coreos.com $subscription -n $namespace"
  sleep 10
}
while :; do
  have=$(field status.installedCSV) || stop "Subscription $subscription in $namespace cannot be read"
  [ "$have" != "$wanted" ] || { echo "$wanted is installed"; exit 0; }
  ahead=" $way $wanted "
  case "$ahead" in
  *" $have "*) ahead=\${ahead#*" $have "} ahead=" $ahead" ;;
  *) [ -z "$have" ] || stop "$have is installed, which is not on the way from \${way%% *} to $wanted" "write what is installed under spec.operator.release, and run meshstep synth" ;;
  esac
  follows=$(field spec.channel)
  if [ "$follows" != "$channel" ]; then
    ${behind}
    continue
  fi
  name=$(field status.installPlanRef.name)
  if [ -z "$name" ]; then
    set -- $(k get installplans.operators.coreos.com -n "$namespace" -o "jsonpath={range .items[?(@.spec.approved==false)]}{.metadata.name} {end}")
    [ "$#" -le 1 ] || stop "several InstallPlans wait, and the Subscription names none of them: $*"
    name=\${1-}
  fi
  [ -n "$name" ] || { later "OLM offers nothing yet"; continue; }
  set -- $(plan "spec.clusterServiceVersionNames[*]")
  if [ "$(plan spec.approved)" != false ]; then
    [ "$(plan status.phase)" != Failed ] || stop "InstallPlan $name has failed" "see why: ${kubectl} describe installplans.operators.coreos.com $name -n $namespace"
    later "InstallPlan $name is approved, $wanted is not installed yet"
    continue
  fi
  echo "InstallPlan $name holds: $*"
  [ "$#" = 1 ] || stop "approving $name would install all of these" "agree with the owners of the others, approve it by hand, and run this again:" "${kubectl} patch installplans.operators.coreos.com $name -n $namespace --type merge -p \"spec: {approved: true}\"" "an InstallPlan holds all that OLM wants to do in a namespace: an operator with a namespace of its own has its own"
  case "$1" in
  "$package".v*) ;;
  *) stop "InstallPlan $name holds nothing of $package" "it belongs to another operator in $namespace: when its owner has dealt with it, run this again" ;;
  esac
  case "$ahead" in
  *" $1 "*) ;;
  *) stop "OLM offers $1, which this plan does not know on the way to $wanted: do not approve it" "describe that release under spec.catalogs, or pin the catalogue, and run meshstep synth" ;;
  esac
  k patch installplans.operators.coreos.com "$name" -n "$namespace" --type merge -p "spec: {approved: true}" || stop "InstallPlan $name could not be approved"
  tries=0 said=
done`;
}
