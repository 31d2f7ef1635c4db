import type { Kubectl } from "../gates/check-command";
import { checkCommand } from "../gates/command";
import { quote } from "../gates/quote";
import type { Phase } from "../plan/phase";
import { yamlHeader } from "./header";

/**
 * gates.sh: the checks of a phase for those who have no meshstep at hand. It waits, prints one line for each check, and ends with 0 when all of them
 * hold and with 1 when one does not.
 */
export function gatesScript(mesh: string, phase: Phase, kubectl: Kubectl): string {
  const checks = phase.gates.map((check) => checkCommand(check, kubectl));
  const commands = checks.map(({ says, run }) => `check ${quote(says)} ${quote(run)}`);
  return `#!/bin/sh
${yamlHeader} for mesh ${mesh}. Do not edit: change mesh.yaml and run meshstep synth.
# What must hold before anything comes after ${phase.dir}. Reads only.
# WAIT: seconds in which each check must come true (default 1800). EVERY: seconds between two tries (default 10).
set -u
# Checks that wait by themselves ask once: the waiting is done here.
export TRIES=1
failed=0
check() {
  tries=$((\${WAIT:-1800} / \${EVERY:-10}))
  until answer=$(sh -c "$2" 2>&1 </dev/null); do
    if [ "$tries" -le 0 ]; then
      printf 'no   %s\\n' "$1"
      printf '%s\\n' "$answer" | tail -n 3 | sed 's/^/     /'
      failed=1
      return
    fi
    tries=$((tries - 1))
    sleep "\${EVERY:-10}"
  done
  printf 'yes  %s\\n' "$1"
}
${commands.join("\n")}
exit $failed
`;
}
