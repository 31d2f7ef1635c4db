import type { ManualStep } from "../../plan/manual-steps";
import type { Kubectl } from "../check-command";
import { sh, shellScript, variables } from "../script";
import type { ManualCommands } from "./commands";

/**
 * OnDelete: node by node. A node is finished when its ztunnel is of the DaemonSet's newest template and ready, so the same commands
 * go on where they stopped.
 */
export function drainNodes(
  { ztunnelNamespace, version }: Extract<ManualStep, { step: "drain-nodes" }>,
  kubectl: Kubectl,
): ManualCommands {
  const values = { namespace: ztunnelNamespace, version: version.replace(/^v/, "") };
  return {
    says: `Bring ztunnel ${version} to every node, one at a time: drain the node, delete its old ztunnel, wait for the new one, let workloads come back. Nodes that have it are skipped, so run the same again after anything that stopped it. CONTROL_PLANE=yes also drains control-plane nodes. BARE_PODS=delete also drains nodes with pods that no controller brings back, which are then gone; otherwise such a node is left, and said.`,
    run: [shellScript(kubectl, `${variables(values)}\n${body(kubectl)}`, { CONTROL_PLANE: "no", BARE_PODS: "keep" })],
  };
}

function body(kubectl: Kubectl): string {
  return sh`
left=
daemonset() { k get daemonset ztunnel -n "$namespace" -o "jsonpath={$1}"; }
# One line for each ztunnel: its node, its template, whether it is ready, its name.
ztunnels() { k get pods -n "$namespace" -l app=ztunnel "$@" -o "jsonpath={range .items[*]}{.spec.nodeName}/{.metadata.labels.controller-revision-hash}/{.status.conditions[?(@.type==\"Ready\")].status}/{.metadata.name}{\"\\n\"}{end}"; }
stop() {
  trap - INT TERM
  printf "STOP: %s\n" "$1" >&2
  printf "  Run this again to go on: nodes that are finished are skipped.\n" >&2
  report >&2
  exit 1
}
report() {
  have=$(ztunnels | grep -c "/$template/True/")
  want=$(daemonset .status.desiredNumberScheduled)
  echo "$have of \${want:-?} nodes run the new ztunnel"
  ztunnels | grep -v "/$template/True/" | sed "s|/.*||; s|^$|(a ztunnel that is on no node)|; s|^|  left: |"
  printf "%b" "$left"
  k get nodes -o "jsonpath={range .items[?(@.spec.unschedulable==true)]}{.metadata.name}{\"\\n\"}{end}" | sed "s|.*|  cordoned: &. To let pods back: ${kubectl} uncordon &|"
}
template=$(k get controllerrevisions -n "$namespace" -l app=ztunnel --sort-by=.revision -o "jsonpath={.items[-1:].metadata.labels.controller-revision-hash}")
[ -n "$template" ] || stop "the templates of DaemonSet ztunnel in $namespace cannot be read"
[ "$(daemonset ".metadata.labels.app\.kubernetes\.io/version")" = "$version" ] || stop "DaemonSet ztunnel in $namespace is not at $version yet: the phase before this one is not over"
[ "$(daemonset .status.observedGeneration)" = "$(daemonset .metadata.generation)" ] || stop "DaemonSet ztunnel in $namespace has just changed: wait a moment"
masters=" $(k get nodes -l node-role.kubernetes.io/control-plane -o "jsonpath={.items[*].metadata.name}") $(k get nodes -l node-role.kubernetes.io/master -o "jsonpath={.items[*].metadata.name}") "
todo=$(ztunnels | grep -v "/$template/True/" | sed "s|/.*||" | sort -u)
trap "stop interrupted" INT TERM
for node in $todo; do
  case "$CONTROL_PLANE $masters" in
  yes*) ;;
  *" $node "*) left="$left  $node is a control-plane node: CONTROL_PLANE=yes drains it too\n"; continue ;;
  esac
  bare=$(k get pods -A --field-selector "spec.nodeName=$node,status.phase!=Succeeded,status.phase!=Failed" -o "go-template={{range .items}}{{if not .metadata.ownerReferences}} {{.metadata.namespace}}/{{.metadata.name}}{{end}}{{end}}") || stop "the pods of $node cannot be read"
  if [ -n "$bare" ] && [ "$BARE_PODS" != delete ]; then
    left="$left  $node has pods that nothing brings back:$bare; move them, or say BARE_PODS=delete\n"
    continue
  fi
  echo "== $node"
  before=$(k get node "$node" -o "jsonpath={.spec.unschedulable}")
  k drain "$node" --ignore-daemonsets --delete-emptydir-data \${bare:+--force} --timeout=30m || stop "$node could not be drained"
  for old in $(ztunnels --field-selector "spec.nodeName=$node" | grep -v "/$template/" | sed "s|.*/||"); do
    k delete pod "$old" -n "$namespace" --wait=true || stop "ztunnel $old on $node could not be deleted"
  done
  tries=0
  until ztunnels --field-selector "spec.nodeName=$node" | grep -q "/$template/True/"; do
    tries=$((tries + 1))
    [ "$tries" -lt "\${TRIES:-60}" ] || stop "the new ztunnel on $node is not ready after $tries looks, ten seconds apart"
    sleep 10
  done
  if [ "$before" = true ]; then
    echo "$node was cordoned before, and still is"
  else
    k uncordon "$node" || stop "$node could not be uncordoned"
  fi
done
report
[ "$have" = "$want" ]`;
}
