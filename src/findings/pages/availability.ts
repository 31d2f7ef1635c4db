import type { RuleDoc } from "./doc";

const budgets =
  "Kubernetes, Specifying a Disruption Budget: https://kubernetes.io/docs/tasks/run-application/configure-pdb/";
const scaling =
  "Kubernetes, Horizontal Pod Autoscaling: https://kubernetes.io/docs/concepts/workloads/autoscaling/horizontal-pod-autoscale/";

/** What keeps the control plane there while nodes and versions change. */
export const availabilityRules = {
  HA001: {
    severity: "error",
    says: "istiod's autoscaler has a minimum above its maximum, a rollout replaces no pod, an autoscaler scales nothing, a PodDisruptionBudget selects no pod of istiod or lets none of it or of a gateway go, or ztunnel rolls on all nodes at once; a warning for half, few pods, workloads, and one istiod alone.",
    why: "What selects nothing protects nothing, and nobody is told. A budget that lets no pod go stops every drain of the node, so that upgrades of the cluster stand still.",
    fix: "Correct the name or the selector; write maxUnavailable: 1 and give istiod two replicas.",
    citations: [budgets, scaling],
  },
  HA002: {
    severity: "warning",
    says: "A step moves the version of a control plane and takes its second replica, its autoscaler or its PodDisruptionBudget away.",
    why: "The moment in which istiod is replaced is the one in which a second one is needed: meanwhile new pods get no certificates and no configuration.",
    fix: "Move the version in one step; reduce the replicas in another one, when the move is done.",
    citations: [budgets, scaling],
  },
} satisfies Record<string, RuleDoc>;
