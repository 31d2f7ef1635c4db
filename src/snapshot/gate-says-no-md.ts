import { applicationId, applicationNamespace } from "../delivery/argocd/settings";
import { engineCluster } from "../delivery/elsewhere";
import { livePath } from "../delivery/repository";
import type { Kubectl } from "../gates/check-command";
import { type GateJobName, gateJobs, gateNames, hasGateJobs, type PhaseGateNames } from "../gates/job/names";
import { mark } from "../mesh/labels";
import type { Phase, Plan } from "../plan/phase";
import { bullets, fence } from "./markdown";

/** The layer that holds what a kind of phase moves; the others move nothing in a layer of their own, or several. */
const layerOf: Readonly<Partial<Record<Phase["kind"], string>>> = {
  "control-plane": "20-control-plane",
  cni: "30-cni",
  prepare: "40-ztunnel",
  ztunnel: "40-ztunnel",
};

/** What to do when a gate Job of the phase says no; nothing where there are none. What was tried of it, and on what, is in docs/proof.md. */
export function gateSaysNo(plan: Plan, index: number, kubectl: Kubectl): readonly string[] {
  const phase = plan.phases[index] as Phase;
  const names = gateNames(plan)[index] ?? { requests: [], restarts: [] };
  if (!hasGateJobs(plan) || gateJobs(plan, names).length === 0) return [];
  const { mesh } = plan;
  const { namespace } = mesh.controlPlane;
  const pods = `-n ${namespace} -l ${mark.mesh}=${mesh.name},${mark.phase}=${phase.dir}`;
  const layer = layerOf[phase.kind];
  return [
    "## When a gate says no",
    "**Where to look.** The container that failed is the check that does not hold; its log says what it waited for. Before a phase, `settled-last` says which phase has settled last: when that is none beside this one, a phase was left out, or the one before has not come to its end.",
    fence("sh", [
      `${kubectl} get jobs ${pods}`,
      `${kubectl} logs ${pods} --all-containers --prefix --tail=3`,
      ...engineSays(plan, kubectl),
    ]),
    "A Job that ran into its deadline has taken its last pod along; the pods of the tries before are still there.",
    `**Ask again.** When the cause is gone, delete the one that failed: ${again(plan)}`,
    fence("sh", deletions(names, namespace, kubectl)),
    "**Go on against it.** Git says already what the gate holds up. In a checkout, apply that by hand and by name, in the engine's name; the marker, last, says that the phase has settled, and the Job before the next phase goes by that. It is asked in full, so what made this gate say no must be gone by then.",
    fence("sh", [
      ...(layer ? [applyLayer(plan, kubectl, layer)] : []),
      `meshstep verify ${phase.dir} -f mesh.yaml --wait 30m`,
      applyLayer(plan, kubectl, "95-marker"),
    ]),
    ...(phase.reversible === "one way"
      ? []
      : ["**Go back while it hangs.** Promote the phase before and push.", bullets(back(plan, kubectl, layer), "")]),
  ];
}

/** Each Job of the phase by its name: whoever reads this deletes one of them. */
function deletions(
  { precheck, moved, verify, requests, restarts }: PhaseGateNames,
  namespace: string,
  kubectl: Kubectl,
): string[] {
  const line = (job: GateJobName, which: string) =>
    `${kubectl} delete job ${job.name} -n ${job.namespace}   # where ${which} said no`;
  return [
    ...(precheck === undefined ? [] : [line({ name: precheck, namespace }, "the first Job")]),
    ...(moved === undefined ? [] : [line({ name: moved, namespace }, "the Job before the restarts")]),
    ...restarts.map((job) => line(job, "this restart")),
    ...(verify === undefined ? [] : [line({ name: verify, namespace }, "the closing Job")]),
    ...requests.map((job) => line(job, "this request")),
  ];
}

/** What shows the Job in the engine's own status. */
function engineSays({ mesh }: Plan, kubectl: Kubectl): readonly string[] {
  const cluster = engineCluster(mesh);
  const there = cluster === undefined ? "" : `   # in ${cluster}`;
  if (mesh.delivery.engine === "argocd") {
    const path = `{range .status.operationState.syncResult.resources[?(@.kind=="Job")]}{.name}: {.message}{"\\n"}{end}`;
    return [
      `${kubectl} get applications.argoproj.io ${mesh.name}-mesh -n ${applicationNamespace(mesh)} -o jsonpath='${path}'${there}`,
    ];
  }
  if (mesh.delivery.engine !== "flux") return [];
  const { namespace } = mesh.delivery.flux;
  return [
    `${kubectl} get kustomizations.kustomize.toolkit.fluxcd.io -n ${namespace} -l ${mark.mesh}=${mesh.name}${there}`,
  ];
}

function again({ mesh }: Plan): string {
  return mesh.delivery.engine === "none"
    ? "then apply the phase again."
    : "the engine makes it anew at its next try, within about a minute. It does not by itself.";
}

function applyLayer({ mesh }: Plan, kubectl: Kubectl, layer: string): string {
  const managers = {
    argocd: " --field-manager=argocd-controller",
    flux: " --field-manager=kustomize-controller",
    none: "",
  };
  const manager = managers[mesh.delivery.engine];
  return `${kubectl} apply --server-side --force-conflicts${manager} -k ${livePath(mesh)}/mesh/${layer}`;
}

function back(plan: Plan, kubectl: Kubectl, layer: string | undefined): string[] {
  const { mesh } = plan;
  const namespace = applicationNamespace(mesh);
  const terminate = `${kubectl} patch applications.argoproj.io ${mesh.name}-mesh -n ${namespace} --type merge -p '{"status":{"operationState":{"phase":"Terminating"}}}'`;
  const cluster = engineCluster(mesh);
  const taken = {
    argocd: [
      `A sync that waits keeps its commit. End it, and Argo CD takes the newest: \`argocd app terminate-op ${applicationId(mesh, `${mesh.name}-mesh`)}\`, or${cluster === undefined ? "" : `, in ${cluster},`} \`${terminate}\`.`,
    ],
    flux: [
      "Flux takes the commit at once where a rollout hangs. Where a Job does, when that ends, or by its documentation at the end of its round (`timeout`, 5 minutes).",
    ],
    none: [],
  }[mesh.delivery.engine];
  return [
    ...taken,
    `The Job before the phase that you go back to holds while anything is in the middle of a rollout. One that cannot end is ended by hand, once Git is back: \`${applyLayer(plan, kubectl, layer ?? "LAYER")}\`. The Job then passes by itself, or, where it has failed meanwhile, when it is deleted.`,
  ];
}
