import { minorOf, withoutV } from "../catalog/version";
import type { Kubectl } from "../gates/check-command";
import { checkQueries } from "../gates/command";
import { sh, shellScript, variables } from "../gates/script";
import { labelledNamespaces, meshLabels } from "../mesh/labels";
import { operatorGroupOf } from "../mesh/operator-group";
import type { Phase, Plan } from "../plan/phase";
import { fence } from "./markdown";
import { istioCsrSection, roomSection, unreachedSection } from "./revisions-md";
import { type Right, rightsOf, rightsToAct } from "./rights";

/** Who applies what is committed: a diff sees what the engine would take away only when it is asked in its name. */
const fieldManagers = { argocd: "argocd-controller", flux: "kustomize-controller", none: "kubectl" } as const;

/**
 * The section of PLAN.md that is read once, before the baseline is promoted: rights, tools, and the proof that the baseline changes
 * nothing. Its commands are run in the folder in which PLAN.md stands.
 */
export function beforeYouStart(plan: Plan, kubectl: Kubectl): string {
  const baseline = plan.phases[0];
  if (!baseline) return "";
  return [
    "## Before you start",
    "Once, from the folder of this page; nothing here changes the cluster.",
    ...rights(plan, kubectl),
    ...tools(plan),
    ...roomSection(plan, kubectl),
    ...istioCsrSection(plan, kubectl),
    ...unreachedSection(plan, kubectl),
    ...operatorGroup(plan, kubectl),
    ...baselineProof(plan, baseline, kubectl),
    ...ownedNamespaces(plan, kubectl),
  ].join("\n\n");
}

function rights(plan: Plan, kubectl: Kubectl): readonly string[] {
  const read = plan.phases
    .flatMap(({ gates }) => gates.flatMap(checkQueries))
    .flatMap((query) => rightsOf(plan, query));
  const act = plan.phases.flatMap(({ manual, backManual }) =>
    [...manual, ...backManual.before, ...backManual.after].flatMap(rightsToAct),
  );
  const body = sh`
missing=0
for right in $rights; do
  old=$IFS; IFS=:; set -- $right; IFS=$old
  if [ -n "$3" ]; then where="-n $3"; else where=-A; fi
  k auth can-i "$1" "$2" $where \${4:+--subresource="$4"} >/dev/null 2>&1 || { missing=1; echo "missing: $1 $2\${4:+/$4}\${3:+ in $3}"; }
done
[ "$missing" = 1 ] || echo "every right is there"
exit "$missing"`;
  const words = (all: readonly Right[]) => [...new Set(all)].sort().join(" ");
  return [
    `**Rights.** Promoting needs a branch, and nothing in the cluster. ${plan.mesh.delivery.engine === "none" ? "Whoever applies the phases by hand may write all that they hold. " : ""}Whoever runs the checks and the steps by hand needs what these commands ask for; they name what is missing:`,
    fence("sh", [shellScript(kubectl, `${variables({ rights: words([...read, ...act]) })}\n${body}`)]),
    ...(plan.phases.some(({ gates }) => gates.some(({ check }) => check === "operator-reconciled"))
      ? [
          "Helm keeps its releases in Secrets, and the gate of an operator looks at when they were written. Who may not list Secrets is told by image digests instead, where the operator names them.",
        ]
      : []),
    ...(plan.phases.some(({ gates }) => gates.some(({ check }) => check === "chart-reconciled"))
      ? [
          "Helm keeps its releases in Secrets, and the gate of an operator looks at when those of the mesh were written. Who may not list Secrets is told by the lease instead: its holder has to have led for a minute.",
        ]
      : []),
  ];
}

function tools({ mesh, from, to }: Plan): readonly string[] {
  const { namespace } = mesh.controlPlane;
  const istioctl = namespace === "istio-system" ? "istioctl" : `istioctl -i ${namespace}`;
  const minor = minorOf(from) === minorOf(to) ? "" : ` --from-version ${minorOf(from)}`;
  return [
    `**istioctl ${withoutV(to)}**, the version that this plan ends at: https://github.com/istio/istio/releases/tag/${withoutV(to)}${mesh.distribution === "openshift" ? ", or the Command line tools page of the OpenShift console" : ""}. Then what it knows of this cluster; anything that it names is to be dealt with first:`,
    fence("sh", ["istioctl version --remote=false", `${istioctl} x precheck${minor}`]),
    "It says: `No issues found when checking the cluster. Istio is safe to install or upgrade!` Rights to install that it misses are no matter: the operator installs.",
  ];
}

/**
 * A spec that changes raises the object's generation, annotations and labels do not; of kinds without one, lines go or change. OLM reads
 * `startingCSV` of a Subscription at the first install only.
 */
function baselineProof({ mesh }: Plan, { dir }: Phase, kubectl: Kubectl): readonly string[] {
  const manager = fieldManagers[mesh.delivery.engine];
  const folder = `phases/${dir}/manifests`;
  const body = sh`
found=$(k diff --server-side --force-conflicts --field-manager="$manager" -k "$snapshot")
[ "$?" -le 1 ] || { echo "STOP: the baseline could not be compared"; exit 2; }
changed=$(printf "%s\n" "$found" | awk "/^diff /{object=\$NF; sub(\".*/\", \"\", object)} (/^[+] +generation:/ || /^-[^-]/) && object !~ /^batch[.]/ && !(object ~ /[.]Subscription[.]/ && / (generation|startingCSV):/) && !seen[object]++ {print \"the baseline would change \" object}")
[ -z "$changed" ] || { printf "%s\n" "$changed"; exit 1; }
echo "the baseline changes nothing that runs"`;
  return [
    `**The baseline changes nothing.** It is compared with the cluster by the API server itself, ${mesh.delivery.engine === "none" ? "as kubectl would apply it" : "in the name of the engine that will apply it"}. What is only added is left out: annotations, labels, the marker, and the Jobs of gates.`,
    fence("sh", [shellScript(kubectl, `${variables({ manager, snapshot: folder })}\n${body}`)]),
    "If it names an object, mesh.yaml does not describe what runs: look at the difference, correct mesh.yaml, and run `meshstep synth` again. To read it all:",
    fence("sh", [`${kubectl} diff --server-side --force-conflicts --field-manager=${manager} -k ${folder}`]),
  ];
}

/**
 * A diff does not show what an engine takes over from `kubectl apply` before it applies: labels that are not in our manifest of a Namespace are then gone
 * (facts of the lab: Argo CD those of the last-applied annotation, Flux all that kubectl has set).
 */
function ownedNamespaces({ mesh }: Plan, kubectl: Kubectl): readonly string[] {
  const owned = labelledNamespaces(mesh).filter(({ ownership, joins }) => ownership === "owned" && !joins);
  if (owned.length === 0) return [];
  const labels = owned.map((one) => `${one.name}:${Object.keys(meshLabels(mesh, one)).join(",")}`).join(" ");
  const body = sh`
missing=0
for one in $owned; do
  name=\${one%%:*}
  for label in $(k get namespace "$name" --ignore-not-found -o "go-template={{range \$key, \$value := .metadata.labels}}{{\$key}} {{end}}"); do
    case ",\${one#*:},kubernetes.io/metadata.name," in
    *",$label,"*) ;;
    *) case "$label" in kustomize.toolkit.fluxcd.io/*) ;; *) missing=1; echo "Namespace $name has $label, and mesh.yaml does not" ;; esac ;;
    esac
  done
done
[ "$missing" = 1 ] || echo "every label is there"
exit "$missing"`;
  return [
    "**Namespaces of ours keep their labels.** They are in Git as whole objects, so the first sync takes away labels that kubectl has set and mesh.yaml does not name; the comparison above does not show that. What this names belongs under `labels` of the namespace in mesh.yaml, unless a controller sets it or it is to go:",
    fence("sh", [shellScript(kubectl, `${variables({ owned: labels })}\n${body}`)]),
  ];
}

/** A second OperatorGroup in a namespace fails every operator there. */
function operatorGroup({ mesh }: Plan, kubectl: Kubectl): readonly string[] {
  const group = operatorGroupOf(mesh);
  if (!group) return [];
  return [
    `**One OperatorGroup.** Namespace ${group.namespace} is the mesh's, so the baseline brings OperatorGroup ${group.name}. With two in a namespace OLM fails every operator there. This prints that one, or nothing; if it prints another, write its name under \`spec.operator.subscription.operatorGroup\`:`,
    fence("sh", [`${kubectl} get operatorgroups.operators.coreos.com -n ${group.namespace} -o name`]),
  ];
}
