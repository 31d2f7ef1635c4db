import { sh } from "../script";
import { imageVersionFunction } from "./image-version";

/**
 * Shell functions that sort out a namespace by what its pods carry, for a restart that touches nothing else. They want `k`, `stop`, `$namespace`, and `$by`,
 * `$to` and `$from` of what is looked for; {@link sorted} names what they leave behind.
 *
 * A pod is asked when it has a sidecar and does not end. Those of Gateways are istiod's, which rolls them itself. One that carries no revision was never
 * injected: people wrote its proxy, and a restart brings the same one back.
 */
export const lookAround = sh`
owned="{{with .metadata.ownerReferences}}{{with index . 0}}{{.kind}}/{{.name}}{{end}}{{else}}-{{end}}"
proxy="{{\$image := \"\"}}{{range .spec.initContainers}}{{if eq .name \"istio-proxy\"}}{{\$image = .image}}{{end}}{{end}}{{range .spec.containers}}{{if eq .name \"istio-proxy\"}}{{\$image = .image}}{{end}}{{end}}"
rev="{{with .metadata.annotations}}{{with index . \"istio.io/rev\"}}{{.}}{{else}}-{{end}}{{else}}-{{end}}"
look() {
  pods=$(k get pods -n "$namespace" -l "!gateway.networking.k8s.io/gateway-name" --field-selector "status.phase!=Succeeded,status.phase!=Failed" -o "go-template={{range .items}}{{if not .metadata.deletionTimestamp}}$proxy{{if \$image}}{{.metadata.name}} $owned $rev {{\$image}}{{\"\\n\"}}{{end}}{{end}}{{end}}") || stop "the pods of $namespace cannot be read"
  owners=$(k get replicasets,replicationcontrollers,jobs -n "$namespace" -o "go-template={{range .items}}{{.kind}}/{{.metadata.name}} $owned{{\"\\n\"}}{{end}}") || stop "the owners of the pods of $namespace cannot be read"
  sets=$(k get deployments,statefulsets,daemonsets -n "$namespace" -o "go-template={{range .items}}{{.kind}}/{{.metadata.name}} {{with .spec.updateStrategy}}{{.type}} {{with .rollingUpdate}}{{with .partition}}{{.}}{{else}}0{{end}}{{else}}0{{end}}{{else}}- 0{{end}} {{or .spec.paused false}}{{\"\\n\"}}{{end}}") || stop "the workloads of $namespace cannot be read"
}
${imageVersionFunction}
# Pods that are to restart: owner, name, what it carries.
others() {
  printf "%s\n" "$pods" | while read -r name owner revision image; do
    case "$name $revision" in " "* | *" -") continue ;; esac
    case "$by" in revision) carried=$revision ;; *) carried=$(version "$image") ;; esac
    if [ -n "$from" ]; then
      case " $from " in *" $carried "*) echo "$owner $name $carried" ;; esac
    else
      case " $to " in *" $carried "*) ;; *) echo "$owner $name $carried" ;; esac
    fi
  done
}
# What has a proxy of its own.
own() {
  printf "%s\n" "$pods" | while read -r name owner revision image; do
    case "$name $revision" in " "*) ;; *" -") case "$owner" in -) echo "Pod/$name" ;; *) top "$owner" ;; esac ;; esac
  done | sort -u
}
# What a rollout would act on: the owner of the owner, where there is one.
top() {
  up=$(printf "%s\n" "$owners" | while read -r what above; do if [ "$what" = "$1" ]; then echo "$above"; fi; done)
  case "$up" in "" | -) echo "$1" ;; *) echo "$up" ;; esac
}
# Why a restart does not reach it; nothing where it does.
unreached() {
  name=\${1#*/}
  case "$1" in
  Pod/*) echo "has no controller that brings it back: make it anew by hand" ;;
  Job/* | CronJob/*) echo "runs to its end, and a CronJob takes its sidecar at the next run" ;;
  Rollout/*) echo "is an Argo Rollout, which kubectl does not restart: kubectl argo rollouts restart $name -n $namespace" ;;
  DeploymentConfig/*) echo "is a DeploymentConfig, which kubectl does not restart: oc rollout latest dc/$name -n $namespace" ;;
  ReplicaSet/* | ReplicationController/*) echo "does not replace its pods: delete them one by one" ;;
  Deployment/* | StatefulSet/* | DaemonSet/*)
    printf "%s\n" "$sets" | while read -r what type partition paused; do
      [ "$what" = "$1" ] || continue
      case "$type $partition $paused" in
      OnDelete*) echo "is OnDelete: delete its pods one by one" ;;
      *true) echo "is paused: kubectl rollout resume $1 -n $namespace, then restart it" ;;
      "RollingUpdate 0 "* | "- "*) ;;
      *) echo "keeps the pods below partition $partition: delete those one by one" ;;
      esac
    done ;;
  *) echo "is its own controller's: restart it as that wants" ;;
  esac
}
# Leaves $old (pods), $rolling (what to restart) and $byhand (what no restart reaches).
sort_out() {
  look
  old=$(others)
  tops=$(printf "%s\n" "$old" | while read -r owner pod carried; do
    case "$owner" in "") ;; -) echo "Pod/$pod" ;; *) top "$owner" ;; esac
  done | sort -u)
  rolling=
  byhand=
  for what in $tops; do
    why=$(unreached "$what")
    if [ -n "$why" ]; then byhand="$byhand$what $why
"; else rolling="$rolling $what"; fi
  done
  for what in $(own); do byhand="$byhand$what has a proxy that was not injected: to move it is up to its owner, and it is described under spec.gateways
"; done
}`;
