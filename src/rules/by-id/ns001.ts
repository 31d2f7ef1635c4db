import { type KubernetesObject, objectId } from "../../mesh/mesh";
import { canonicalJson } from "../../objects/canonical-json";
import { identity } from "../../objects/kubernetes-object";
import { listAt } from "../../objects/object-paths";
import { changedObjects, type ObjectChange, pairs } from "../changed";
import { isBookkeeping, labelsOf, objectsOf, sailObjects } from "../objects";
import { about, type CheckedObject, type Rule, type Step } from "../rule";
import { selectorKeys } from "../selector";
import { gatewaysNamed, waypointUses } from "../waypoints";

/** How many neighbours a message names. */
const named = 3;

export const ns001: Rule = {
  id: "NS001",
  step: (step) => {
    const changes = changedObjects(step);
    const discovery = discoveryKeys(step);
    return changes.flatMap(({ before, after }) => {
      if (!after || identity(after.object) !== `/Namespace/${after.object.metadata.name}`) return [];
      if (!before && !wasThere(step, after.object.metadata.name)) return [];
      const keys = changedLabels(before?.object, after.object).filter((key) => isMeshLabel(key) || discovery.has(key));
      const beside = keys.length
        ? [
            ...changesBeside(step, changes, after),
            ...(keys.some((key) => discovery.has(key)) ? movedSelectors(step) : []),
          ]
        : [];
      if (beside.length === 0) return [];
      const more = beside.length > named ? ` and ${beside.length - named} more` : "";
      return [
        about("NS001", after, {
          at: ["metadata", "labels", keys[0] ?? ""],
          message: `${keys.join(", ")} ${keys.length > 1 ? "change" : "changes"} together with ${beside.slice(0, named).join(", ")}${more}`,
        }),
      ];
    });
  },
};

/** Whether a namespace had anything before: of one that is made with all that is in it nothing is running yet. */
function wasThere({ before }: Step, namespace: string): boolean {
  return before.objects.some(({ object }) => object.metadata.namespace === namespace && !isBookkeeping(object));
}

function isMeshLabel(key: string): boolean {
  const [domain] = key.split("/");
  return key === "istio-injection" || (key.includes("/") && /(^|\.)istio\.io$/.test(domain ?? ""));
}

/** Labels that decide whether istiod sees a namespace at all. */
function discoveryKeys({ before, after }: Step): ReadonlySet<string> {
  const selectors = [before, after].flatMap((set) =>
    sailObjects(set, ["Istio"]).flatMap(({ object }) =>
      listAt(object, "spec", "values", "meshConfig", "discoverySelectors"),
    ),
  );
  return new Set(selectors.flatMap(selectorKeys));
}

/** Control planes that select otherwise after the step: whichever arrives first, the namespace is out of sight for a while. */
function movedSelectors(step: Step): readonly string[] {
  const selectors = ({ object }: CheckedObject) =>
    canonicalJson(listAt(object, "spec", "values", "meshConfig", "discoverySelectors"));
  return pairs(step, (set) => sailObjects(set, ["Istio"]))
    .filter(({ before, after }) => selectors(before) !== selectors(after))
    .map(({ after }) => `the discovery selectors of ${objectId(after.object)}`);
}

function changedLabels(before: KubernetesObject | undefined, after: KubernetesObject): readonly string[] {
  const old = before ? labelsOf(before) : {};
  const now = labelsOf(after);
  return [...new Set([...Object.keys(old), ...Object.keys(now)])].filter((key) => old[key] !== now[key]).sort();
}

/** What else changes in the namespace, and the waypoint elsewhere that its label names: both may come after the label. */
function changesBeside(step: Step, changes: readonly ObjectChange[], namespace: CheckedObject): readonly string[] {
  const { name } = namespace.object.metadata;
  const waypoints = waypointUses({ ...step.after, objects: objectsOf(step.after, "", "Namespace") })
    .filter(({ user }) => user.object.metadata.name === name)
    .flatMap((use) => gatewaysNamed(step.after, use));
  return changes
    .map(({ before, after }) => (after ?? before)?.object)
    .filter((object) => object !== undefined)
    .filter((object) => !isBookkeeping(object))
    .filter(
      (object) =>
        object.metadata.namespace === name || waypoints.some((one) => identity(one.object) === identity(object)),
    )
    .map(objectId);
}
