import type { OperatorPart } from "../../plan/operator-parts";
import { sh } from "../script";

/** `$releases`, as {@link renderedFunctions} look for them: `istio-system/default-istiod ztunnel/ztunnel`. */
export function partReleases(parts: readonly OperatorPart[]): string {
  return parts.map(({ workload, release }) => `${workload.namespace}/${release}`).join(" ");
}

/** Shell functions that say which Helm release of `$releases` is from before the leader took over, and what a person may. */
export const renderedFunctions = sh`may() { [ "$(k auth can-i "$@" 2>/dev/null)" = yes ]; }
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
}`;

/** Whether the Helm releases may be listed. */
export const secretsFunction = sh`secrets() { for release in $releases; do may list secrets -n "\${release%%/*}" || return 1; done; }`;
