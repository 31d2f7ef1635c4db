import { sh } from "../script";
import { leaderLease } from "./evidence";

/** Shell functions that read the lease in `$ns`, and its holder `$holder`; times in UTC, to the second, sort as texts do. */
export const leaseFunctions = sh`lease() { k get leases.coordination.k8s.io ${leaderLease} -n "$ns" -o "jsonpath={.spec.$1}" 2>/dev/null; }
pod() { k get pod "$holder" -n "$ns" -o "jsonpath={.metadata.$1}" 2>/dev/null; }
older() { [ "$1" != "$2" ] && expr "x$1" \< "x$2" >/dev/null; }`;

/** Whether a pod holds the lease that is there to stay: `$holder`, born at `$born`. */
export const holdsFunction = sh`holds() {
  identity=$(lease holderIdentity)
  [ -n "$identity" ] || { echo "nobody holds Lease ${leaderLease}"; return 1; }
  holder=\${identity%%_*}
  born=$(pod creationTimestamp)
  [ -n "$born" ] && [ -z "$(pod deletionTimestamp)" ] || { echo "Lease ${leaderLease} is held by $holder, which is gone or going"; return 1; }
}`;

/**
 * Shell functions that look for the leader of `$csv` in `$ns`, with `k`: they print what is missing, and nothing when all is there.
 */
export const leaderFunctions = sh`csv() { k get clusterserviceversions.operators.coreos.com "$csv" -n "$ns" -o "jsonpath={$1}" 2>/dev/null; }
${leaseFunctions}
ours() {
  for deployment in $(csv ".spec.install.spec.deployments[*].name"); do
    hash=\${1#"$deployment-"}
    case "$hash" in "" | *-*) ;; *) return 0 ;; esac
  done
  return 1
}
${holdsFunction}
leads() {
  holds || return
  since=$(lease acquireTime | cut -c1-19)
  made=$(csv .metadata.creationTimestamp | cut -c1-19)
  ours "$(pod "ownerReferences[0].name")" && ! older "$(echo "$born" | cut -c1-19)" "$made" && ! older "$since" "$made" || echo "Lease ${leaderLease} is held by $holder, which is no pod of $csv"
}`;
