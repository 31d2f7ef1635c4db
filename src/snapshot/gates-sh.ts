import type { Kubectl } from "../gates/check-command";
import { checkCommand } from "../gates/command";
import { quote } from "../gates/quote";
import type { Phase } from "../plan/phase";
import { yamlHeader } from "./header";

/** Seconds that one try takes at most: kubectl's own waiting is cut to it, for the script looks at its clock between two tries. */
const tryFor = 30;

/** Seconds until the script gives up, where no rollout of the phase may take longer. */
const leastWait = 1800;

/**
 * gates.sh: the checks of a phase for those who have no meshstep at hand. It waits, prints one line for each check, and ends with 0 when all of them
 * hold and with 1 when one does not.
 */
export function gatesScript(mesh: string, phase: Phase, kubectl: Kubectl): string {
  const rollouts = phase.gates.map((gate) => (gate.check === "rollout" ? gate.timeoutSeconds : 0));
  const checks = phase.gates.map((check) => checkCommand(check, kubectl));
  const commands = checks.map(({ says, run }) => `check ${quote(says)} ${quote(shortened(run))}`);
  return `#!/bin/sh
${yamlHeader} for mesh ${mesh}. Do not edit: change mesh.yaml and run meshstep synth.
# What must hold before anything comes after ${phase.dir}. Reads only.
# WAIT: seconds until it gives up (default below; 0 asks once). EVERY: seconds between two tries (default 10).
set -u
# Checks that wait by themselves ask once: the waiting is done here.
export TRIES=1
end=$(($(date +%s) + \${WAIT:-${Math.max(leastWait, ...rollouts)}}))
failed=0
check() {
  until answer=$(sh -c "$2" 2>&1 </dev/null); do
    if [ "$(date +%s)" -ge "$end" ]; then
      printf 'no   %s\\n' "$1"
      printf '%s\\n' "$answer" | tail -n 3 | sed 's/^/     /'
      failed=1
      return
    fi
    sleep "\${EVERY:-10}"
  done
  printf 'yes  %s\\n' "$1"
}
${commands.join("\n")}
exit $failed
`;
}

/** The command with kubectl's own waiting cut short. */
function shortened(run: string): string {
  return run.replace(/(?<= --timeout=)\d+[smh]\b/g, `${tryFor}s`);
}
