import { imageVersionFunction } from "../../restart/image-version";
import { sh } from "../../script";
import { leaderLease } from "../evidence";
import { holdsFunction, leaseFunctions } from "../leader-functions";

/**
 * Shell functions that look in `$ns`, with `k`, for a leader of one of `$operators`, or that brings what one of them brings first (`$brought`, `$brings`): they print
 * what is missing, and nothing when all is there.
 */
export const ofReleaseFunctions = sh`${leaseFunctions}
${holdsFunction}
${imageVersionFunction}
of_release() {
  why=$(holds) || { echo "$why, in $ns"; return; }
  identity=$(lease holderIdentity)
  holder=\${identity%%_*}
  named=
  for image in $(k get pod "$holder" -n "$ns" -o "jsonpath={.spec.containers[*].image}" 2>/dev/null); do
    case "\${image##*/}" in *operator*) ;; *) continue ;; esac
    runs=$(version "$image")
    case " $operators " in
    *" $runs "*) named=1 ;;
    *) [ "$runs" = "?" ] || { echo "Lease ${leaderLease} is held by $holder, which runs $runs"; return; } ;;
    esac
  done
  [ -z "$named" ] || return
  for key in $brought; do [ -z "$(pod "annotations.$key")" ] || return; done
  echo "Lease ${leaderLease} is held by $holder, which names no release by its image, and does not bring $brings"
}`;
