import { protectedKind } from "../../mesh/protected-kinds";
import { identity, kindOf } from "../../objects/kubernetes-object";
import { listAt, valueAt, wordOf } from "../../objects/object-paths";
import { syncOptions } from "../../order/argocd/annotations";
import { isTracked } from "../changed";
import { annotationsOf } from "../objects";
import { type CheckedObject, inShort, type Step } from "../rule";
import { podTemplates } from "../waypoints";
import { leavesObjects } from "./gone-kustomizations";
import { gapsOf } from "./protection";
import { appliedBy, readersOf } from "./readers";

/**
 * What of a mesh is deleted together with the Application or the Kustomization that applied it, as the end of a sentence; empty where nothing is
 * known to go.
 */
export function lossOfOwner({ before, after }: Step, one: CheckedObject): string {
  if (!takesAlong(one)) return "";
  const applied = appliedBy(before, one).filter((it) => !isLeft(one, it) && isTracked(it));
  const [lost] = worth.map((isMeant) => applied.filter(isMeant)).filter((ones) => ones.length > 0);
  if (!lost) return "";
  const ids = new Set(lost.map(({ object }) => identity(object)));
  const heirs = after.objects.filter(({ object }) => ids.has(identity(object))).flatMap((it) => readersOf(after, it));
  const [heir] = heirs;
  const late = heir ? `, although ${heir.name} applies it after this step: that may come too late` : "";
  const how = isFlux(one) ? "prune" : "its finalizer";
  return `, and with it by ${how} what it has applied, ${inShort(lost).names}${late}`;
}

/** What goes is named by what is missed most: parts of a mesh, what engines must not delete and what serves, and the rest. */
const worth: readonly ((one: CheckedObject) => boolean)[] = [
  ({ object }) => protectedKind(object)?.role === "mesh",
  ({ object }) =>
    protectedKind(object) !== undefined || kindOf(object) === "/Service" || Object.hasOwn(podTemplates, kindOf(object)),
  () => true,
];

function isFlux({ object }: CheckedObject): boolean {
  return kindOf(object) === "kustomize.toolkit.fluxcd.io/Kustomization";
}

const finalizer = "resources-finalizer.argocd.argoproj.io";

/** Whether what applied objects deletes them when it goes itself. */
export function takesAlong(one: CheckedObject): boolean {
  const { object } = one;
  if (isFlux(one)) return !leavesObjects(one) && valueAt(object, "spec", "suspend") !== true;
  const has = (...at: readonly string[]) => listAt(object, ...at).some((it) => wordOf(it).startsWith(finalizer));
  if (kindOf(object) === "argoproj.io/Application") return has("metadata", "finalizers");
  if (kindOf(object) !== "argoproj.io/ApplicationSet") return false;
  // The controller gives its Applications the finalizer, unless the template names others or it is told to leave what they applied.
  const path = ["spec", "template", "metadata", "finalizers"];
  const isOwn = listAt(object, ...path).length > 0 && !has(...path);
  return !isOwn && valueAt(object, "spec", "syncPolicy", "preserveResourcesOnDeletion") !== true;
}

/** Whether an object is to stay when what applied it goes. */
export function isLeft(by: CheckedObject, { object }: CheckedObject): boolean {
  if (isFlux(by)) return gapsOf(object).flux === undefined;
  return ["false", "confirm"].includes(syncOptions(annotationsOf(object)).get("Delete") ?? "");
}
