import { kindOf } from "../../objects/kubernetes-object";
import { objectsOf } from "../objects";
import type { CheckedObject, ManifestSet, Step } from "../rule";
import { podTemplates } from "../waypoints";
import { revisionUses } from "./revision-uses";

/**
 * Whether a tag goes that nothing has asked for, before the step and after it. Known only where the manifests hold those who ask: as some
 * of them do for other revisions. `default` also checks what is written, and serves all who name none.
 */
export function isIdleTag({ before, after }: Step, { object }: CheckedObject): boolean {
  const { name } = object.metadata;
  if (kindOf(object) !== "sailoperator.io/IstioRevisionTag" || name === "default") return false;
  const [was, is] = [before, after].map(askedIn);
  return was !== undefined && was.size > 0 && !was.has(name) && is?.has(name) !== true;
}

function askedIn(set: ManifestSet): ReadonlySet<string> {
  const namespaces = new Set(objectsOf(set, "", "Namespace"));
  const uses = revisionUses(set, podTemplates);
  // Of workloads alone nobody knows what their namespaces say.
  return uses.some(({ user }) => namespaces.has(user)) ? new Set(uses.map(({ revision }) => revision)) : new Set();
}
