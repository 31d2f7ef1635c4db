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
  const commands = checks.map(({ says, run }, index) => {
    const gate = phase.gates[index];
    const isFirst = gate?.check === "slo" && phase.gates[index - 1]?.check !== "slo";
    return `${isFirst ? `calm ${longestWindow(phase)}\n` : ""}check ${quote(says)} ${quote(shortened(run))}`;
  });
  const measured = longestWindow(phase) > 0;
  return `#!/bin/sh
${yamlHeader} for mesh ${mesh}. Do not edit: change mesh.yaml and run meshstep synth.
# What must hold before anything comes after ${phase.dir}. Reads only.
# WAIT: seconds until it gives up (default below; 0 asks once). EVERY: seconds between two tries (default 10).
set -u
# Checks that wait by themselves ask once: the waiting is done here.
export TRIES=1
end=$(($(date +%s) + \${WAIT:-${Math.max(leastWait, ...rollouts)}}))
failed=0
${measured ? "waited=0\n" : ""}check() {
  until answer=$(sh -c "$2" 2>&1 </dev/null); do
    if [ "$(date +%s)" -ge "$end" ]; then
      printf 'no   %s\\n' "$1"
      printf '%s\\n' "$answer" | tail -n 3 | sed 's/^/     /'
      failed=1
      return
    fi
${measured ? "    waited=1\n" : ""}    sleep "\${EVERY:-10}"
  done
  printf 'yes  %s\\n' "$1"
}
${measured ? calm : ""}${commands.join("\n")}
exit $failed
`;
}

/** What is measured is asked about the time after a rollout, where the script has waited for one. */
const calm = `calm() {
  [ "$waited" = 1 ] && [ "$failed" = 0 ] || return 0
  sleep "$1"
  end=$((end + $1))
}
`;

/** Seconds. */
function longestWindow({ gates }: Phase): number {
  return Math.max(0, ...gates.map((gate) => (gate.check === "slo" ? gate.slo.windowSeconds : 0)));
}

/** The command with kubectl's own waiting cut short. */
function shortened(run: string): string {
  return run.replace(/(?<= --timeout=)\d+[smh]\b/g, `${tryFor}s`);
}
