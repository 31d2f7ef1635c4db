import type { Kubectl } from "../gates/check-command";
import { gateNames } from "../gates/job/names";
import { restartAccount } from "../gates/job/restarts";
import { mark } from "../mesh/labels";
import type { Phase, Plan } from "../plan/phase";
import type { Carried } from "../plan/restarts";
import { bullets, fence } from "./markdown";

/** What Jobs restart in a phase, and what they leave to people; nothing where they restart nothing. */
export function restartsSection(plan: Plan, index: number, kubectl: Kubectl): readonly string[] {
  const phase = plan.phases[index] as Phase;
  const names = gateNames(plan)[index];
  if (phase.restarts.length === 0 || !names) return [];
  const { mesh } = plan;
  const lines = phase.restarts.map(({ namespace, version, to, from }, at) => {
    const job = `Job \`${names.restarts[at]?.name}\` in namespace ${namespace}`;
    return from
      ? `${job}, for the way back: pods that carry ${carried(from)} restart, and come to ${version}. Coming forward there are none, and nothing restarts.`
      : `${job}: pods that carry anything else than ${carried(to)} restart, and come to ${version}.`;
  });
  const waits =
    names.moved === undefined
      ? ""
      : ` They begin when the Job \`${names.moved}\` has found control plane, tags and labels as this phase has them.`;
  // Whoever applies by hand prunes by hand, and an account that nobody needs any more may still restart what is there.
  const byHand = mesh.delivery.engine === "none";
  const pods = `-l ${mark.mesh}=${mesh.name},${mark.phase}=${phase.dir} -c restart --prefix --tail=-1`;
  return [
    "## What Jobs restart",
    `As mesh.yaml asks (\`spec.upgrade.restarts: job\`).${waits} Each has an account of its own, \`${restartAccount(mesh.name)}\`, with rights on its namespace alone${byHand ? "" : ", and both go with the phase"}. It runs \`kubectl rollout restart\` on Deployments, StatefulSets and DaemonSets whose pods carry another sidecar, so surge, partitions and disruption budgets hold; it deletes nothing, and ends when no pod carries another one:`,
    bullets(lines, ""),
    "What no restart reaches is named in its log, first thing, and by the command under Before you start in PLAN.md: OnDelete, paused, bare pods, Argo Rollouts, DeploymentConfigs, Jobs. While one of those carries the old sidecar the Job does not end, and the phase holds: restart it by hand meanwhile, or, where the Job has given up, delete the Job afterwards.",
    fence(
      "sh",
      phase.restarts.map(({ namespace }) => `${kubectl} logs -n ${namespace} ${pods}`),
    ),
    ...(byHand ? takenAway(plan, phase, kubectl) : []),
  ];
}

/** What an engine would prune with the next phase. */
function takenAway({ mesh }: Plan, phase: Phase, kubectl: Kubectl): readonly string[] {
  const account = restartAccount(mesh.name);
  const ofPhase = `-l ${mark.mesh}=${mesh.name},${mark.phase}=${phase.dir}`;
  return [
    "No engine takes them away with the phase: when it has settled, run",
    fence(
      "sh",
      phase.restarts.flatMap(({ namespace }) => [
        `${kubectl} delete job -n ${namespace} ${ofPhase}`,
        `${kubectl} delete rolebinding,role,serviceaccount ${account} -n ${namespace} --ignore-not-found`,
      ]),
    ),
  ];
}

function carried({ by, values }: Carried): string {
  const all = values.join(" or ");
  return by === "revision" ? `revision ${all}` : `a sidecar of ${all}`;
}
