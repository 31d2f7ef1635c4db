import type { Restart } from "../../plan/restarts";
import { sh, variables } from "../script";
import { lookAround } from "./look";

/**
 * What the Job of a namespace runs, in sh: it names what no restart reaches, restarts what carries another sidecar by `kubectl rollout restart`, which keeps to
 * surge and disruption budgets, waits, and ends with 0 when no pod carries another one any more. Where nothing has to restart, nothing does, so it may run
 * again at any time. A rollout that is under way is awaited first: it may bring the new sidecar by itself. `$1` are the seconds that it has.
 */
export function restartScript({ namespace, to, from }: Restart): string {
  const looked = { namespace, by: to.by, to: to.values.join(" "), from: from?.values.join(" ") ?? "" };
  return `${variables(looked)}\n${body}\n`;
}

const body = sh`end=$(($(date +%s) + $1))
k() { kubectl "$@" </dev/null; }
stop() { printf "STOP: %s\n" "$1" >&2; exit 1; }
seconds() { now=$(date +%s); if [ "$now" -lt "$end" ]; then echo $((end - now)); else echo 1; fi; }
named() { [ -z "$byhand" ] || printf "%s" "$byhand" | sed "s/^/not by a restart: /"; }
wait_for() { k rollout status "$1" -n "$namespace" --timeout="$(seconds)s" || stop "$1 $2: look at its pods, and at what keeps new ones from starting"; }
${lookAround}
sort_out
case "$old" in *" ?"*) printf "%s\n" "$old" >&2; stop "the image of these sidecars names no version, so nothing tells what they carry: nothing was restarted" ;; esac
named
for what in $rolling; do wait_for "$what" "is in a rollout that does not end"; done
sort_out
for what in $rolling; do
  k rollout restart "$what" -n "$namespace" || stop "$what could not be restarted"
done
for what in $rolling; do wait_for "$what" "does not come back from its restart"; done
sort_out
until [ -z "$old" ]; do
  if [ "$(date +%s)" -ge "$end" ]; then
    printf "%s\n" "$old" | while read -r owner pod carried; do echo "still $carried: Pod/$pod of $owner" >&2; done
    named >&2
    stop "pods of $namespace carry another sidecar than $to"
  fi
  sleep 5
  sort_out
done
echo "no pod of $namespace carries another sidecar\${from:+ ($from)} than $to"`;
