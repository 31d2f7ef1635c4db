import { sh } from "../script";
import { leaderLease } from "./evidence";
import { aWhile } from "./leads";

/** Says by the lease in `$ns` that its holder has not led for long enough: nobody's clock is asked. */
export const hasLedFunctions = sh`seconds() { at=\${1#*T}; h=\${at%%:*}; at=\${at#*:}; m=\${at%%:*}; s=\${at#*:}; s=\${s%%[.Z]*}; echo $((\${h#0} * 3600 + \${m#0} * 60 + \${s#0})); }
has_led() {
  set -- $(k get leases.coordination.k8s.io ${leaderLease} -n "$ns" -o "jsonpath={.spec.acquireTime} {.spec.renewTime} {.spec.holderIdentity}" 2>/dev/null)
  led=0
  if [ $# = 3 ]; then
    led=$(($(seconds "$2") - $(seconds "$1")))
    [ "\${1%%T*}" = "\${2%%T*}" ] || led=$((led + 86400))
  fi
  [ "$led" -ge ${String(aWhile)} ] || echo "\${3%%_*} leads for less than ${String(aWhile)} seconds: it may not have rendered everything yet"
}`;

/** Says what is waited for, once. */
export const toldFunction = sh`told() { [ "$why" = "$said" ] || echo "waiting: $why"; said=$why; }
said=`;

/** Asks `missing` as often as a person waits, until nothing is, and then says `yes`. */
export const waitingByTries = (yes: string) => sh`tries=0
while why=$(missing); [ -n "$why" ]; do
  told
  tries=$((tries + 1))
  [ "$tries" -lt "\${TRIES:-120}" ] || { echo "no: $why"; exit 1; }
  sleep 5
done
echo "${yes}"`;

/** The same for as many seconds as `$1` says. */
export const waitingByTime = (yes: string) => sh`end=$(($(date +%s) + $1))
while why=$(missing); [ -n "$why" ]; do
  told
  [ "$(date +%s)" -lt "$end" ] || { echo "no: $why"; exit 1; }
  sleep 5
done
echo "${yes}"`;
