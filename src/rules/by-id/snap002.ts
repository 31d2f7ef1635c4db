import type { Finding } from "../../findings/finding";
import { apiGroup, kindOf } from "../../objects/kubernetes-object";
import { changedObjects, type ObjectChange } from "../changed";
import { goneFromInstallers, lossOfChart } from "../charts/gone-charts";
import { applyingEngine } from "../engines/applying-engine";
import { isTakenOver } from "../engines/gone-kustomizations";
import { lossOfOwner } from "../engines/gone-owners";
import { outlivesItsManifest } from "../engines/protection";
import { goesBack, isPlanned } from "../going-back";
import { goesWithApplication } from "../gone-applications";
import { goneTenants, withTenants } from "../gone-tenants";
import { comesAndGoes, isBookkeeping, isLetGo, isMarker, objectsOf } from "../objects";
import { lossOfPolicy } from "../policies/lost-policies";
import { about, type CheckedObject, type Rule, type Step } from "../rule";
import { isIdleWaypoint } from "../traffic/idle-waypoints";
import { lossOfTraffic } from "../traffic/lost-entrances";
import { isIdleControlPlane, lossOfUsers } from "../versions/idle-control-planes";
import { isIdleTag } from "../versions/idle-tags";
import { podsBehind } from "../workloads";

export const snap002: Rule = {
  id: "SNAP002",
  step: (step) => {
    if (step.kind === "clean-up") return [];
    const isBack = goesBack(step);
    const changed = changedObjects(step);
    const ofObjects = changed.flatMap(({ before, after }) => {
      if (before && !after && isBack) return leftBehind(step, before);
      if (before && !after) {
        const isFolded = withTenants(step).has(before) || goesWithApplication(step, before);
        return isExpected(before) || isFolded ? [] : missed(step, before, changed);
      }
      // What meshstep itself brings on the way is in its plan. An object that was added in TypeScript is in no plan.
      if (!after || before || !after.origin || !("construct" in after.origin)) return [];
      const message = `${named(after)} begins in this phase: walking back deletes it`;
      return [about("SNAP002", after, { severity: "warning", message, hint: "Add it to every phase." })];
    });
    return [...ofObjects, ...goneTenants(step), ...goneFromInstallers(step)];
  },
};

/**
 * Jobs come and go with their phase, and with them who they are and what they may do; what is let go said so, and what is not in the manifests does not
 * vanish from them.
 */
function isExpected({ object, assumed }: CheckedObject): boolean {
  const serves = isBookkeeping(object) && !isMarker(object);
  return serves || isLetGo(object) || comesAndGoes(object) || assumed === true;
}

/** Walked back, a phase takes along what it has brought. PHASE.md says what people delete then. */
function leftBehind(step: Step, one: CheckedObject) {
  if (isExpected(one) || !outlivesItsManifest(one.object)) return [];
  return [
    about("SNAP002", one, {
      severity: "warning" as const,
      ...vanished(step, one),
      hint: "Going back, people delete it when this is applied: see Going back in PHASE.md of the phase that brought it.",
    }),
  ];
}

/** Phases of ours are complete. Elsewhere some things go, and nobody misses them. */
function missed(step: Step, one: CheckedObject, changed: readonly ObjectChange[]): readonly Finding[] {
  const isIdle = () => [isIdleTag, isIdleControlPlane, isIdleWaypoint].some((ask) => ask(step, one));
  if (step.kind === undefined && (isTakenOver(step, one) || (!isPlanned(step) && isIdle()))) return [];
  // An application that goes is its team's to know.
  const severity = step.kind === undefined && isOfTeam(step, one) ? { severity: "warning" as const } : {};
  return [about("SNAP002", one, { ...severity, ...withNewName(step, one, changed) })];
}

/** A Namespace is not, nor is a Service without which pods that stay are called by nobody. */
function isOfTeam(step: Step, one: CheckedObject): boolean {
  const kind = kindOf(one.object);
  if (kind === "/Namespace" || !ofTeams.includes(apiGroup(one.object)) || lossOfTraffic(step, one)) return false;
  return kind !== "/Service" || podsBehind(step.after, one).length === 0;
}

/** Groups of what runs in a mesh and is none of it. */
const ofTeams: readonly string[] = ["", "apps", "autoscaling", "batch", "policy", "rbac.authorization.k8s.io"];

function vanished(step: Step, one: CheckedObject) {
  const { before, after: set } = step;
  const gone = `${named(one)} is gone`;
  if (!outlivesItsManifest(one.object, applyingEngine(before, one))) {
    const loss = lossOfTraffic(step, one);
    return {
      message: `${gone}: both engines delete what is missing${lossOfPolicy(set, one)}${loss?.end ?? ""}${lossOfOwner(step, one)}${lossOfChart(step, one)}${lossOfUsers(step, one)}`,
      ...(loss && { hint: loss.hint }),
    };
  }
  return {
    message: `${gone} from the manifests: its annotations keep it in the cluster, where nobody looks after it`,
    hint: "When it is to go: delete it by hand after this step, or let it be pruned first (see the fix of DEL004).",
  };
}

/** The same kind and name in another namespace is another object. OLM does nothing of a Subscription where there is no OperatorGroup. */
function movedTo({ after: set }: Step, one: CheckedObject, changed: readonly ObjectChange[]): string | undefined {
  const { metadata } = one.object;
  const came = changed.find(
    ({ before, after }) =>
      !before &&
      after?.object.metadata.name === metadata.name &&
      kindOf(after.object) === kindOf(one.object) &&
      after.object.metadata.namespace !== metadata.namespace,
  )?.after;
  if (!came || metadata.namespace === undefined) return undefined;
  const home = came.object.metadata.namespace;
  const isWithout =
    kindOf(one.object) === "operators.coreos.com/Subscription" &&
    !objectsOf(set, "operators.coreos.com", "OperatorGroup").some(({ object }) => object.metadata.namespace === home);
  const group = isWithout
    ? ", where no OperatorGroup is among these manifests: without one OLM installs nothing there"
    : "";
  return `one of that name is new ${home === undefined ? "without a namespace" : `in ${home}`}${group}`;
}

/** A control plane with another name is another one: both run, and who is in the mesh of the first stays there. */
function withNewName(step: Step, one: CheckedObject, changed: readonly ObjectChange[]) {
  const said = vanished(step, one);
  const moved = movedTo(step, one, changed);
  if (moved) return { ...said, message: `${said.message}; ${moved}` };
  const isIstio = ({ object }: CheckedObject) => apiGroup(object) === "sailoperator.io" && object.kind === "Istio";
  if (!isIstio(one)) return said;
  const gone = changed.filter(({ before, after }) => before && !after && isIstio(before));
  const [came, second] = changed.flatMap(({ before, after }) => (!before && after && isIstio(after) ? [after] : []));
  if (gone.length !== 1 || !came || second) return said;
  return {
    ...said,
    message: `${said.message}; ${named(came)} is new, a control plane of its own and not the same one with another name`,
  };
}

function named({ object: { kind, metadata } }: CheckedObject): string {
  return `${kind} ${metadata.name}`;
}
