import { apiGroup, objectId } from "../../objects/kubernetes-object";
import { fewOf } from "../../rules/rule";
import type { FileObject } from "../objects/file-object";

/** Groups whose objects hold no others; most of a repository is of them. */
const plain =
  /^($|apps$|batch$|autoscaling$|policy$|sailoperator\.io$|.*\.istio\.io$|gateway\.networking\.k8s\.io$|networking\.k8s\.io$)/;

/** Whether an object holds objects of the Sail Operator, which its own controller makes of it: policies of a hub, compositions, works. */
export function holdsSail({ object }: Pick<FileObject, "object">): boolean {
  return !plain.test(apiGroup(object)) && holds(object);
}

/** An object, or a text of one; what only names one, as a health check does, has the name beside the kind. */
function holds(value: unknown): boolean {
  if (typeof value === "string")
    return /apiVersion: *["']?sailoperator\.io\//.test(value) && /^ *(spec|metadata):/m.test(value);
  if (typeof value !== "object" || value === null) return false;
  const { apiVersion, name } = value as Readonly<Record<string, unknown>>;
  const isSail = typeof apiVersion === "string" && apiVersion.startsWith("sailoperator.io/");
  return isSail ? name === undefined : Object.values(value).some(holds);
}

/** What of a mesh stands within other objects, where nobody here looks at it. */
export function wrappedNotes(objects: readonly FileObject[]): readonly string[] {
  const holders = objects.filter(holdsSail);
  const [first] = holders;
  if (!first) return [];
  const { shown, many } = fewOf(holders.map(({ object }) => objectId(object)));
  const where = first.locate ? ` (the first at ${first.locate([]).file}:${first.locate([]).line})` : "";
  return [
    `not judged: ${shown}${where}: ${many ? "they hold" : "it holds"} objects of sailoperator.io, which ${many ? "their controllers make" : "its controller makes"}: kubectl get istios,istiocnis,ztunnels -o yaml | meshstep check - looks at those of a cluster`,
  ];
}
