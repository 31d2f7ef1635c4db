import { objectId } from "../../mesh/mesh";
import { listAt, textAt, valueAt } from "../../objects/object-paths";
import { isSame, type ObjectRef, refTo, watchedFor } from "../../order/flux/children";
import type { AboutDetails, CheckedObject, ManifestSet } from "../rule";
import { dependantsOf } from "./depends-on";
import { appliedBy } from "./readers";

/**
 * Health checks that do not hold back those that depend on a Kustomization (DEL013): Flux passes over them beside `wait: true`, and ZTunnel, which
 * stays Ready while its pods are replaced, is looked at with an old word of a DaemonSet that is listed after it.
 */
export function earlyChecks(set: ManifestSet, one: CheckedObject): readonly AboutDetails[] {
  const checks = listAt(one.object, "spec", "healthChecks").map(refOf);
  const [dependant] = checks.length === 0 ? [] : dependantsOf(set, one);
  const isOpen = ["wait", "healthChecks"].some((field) => set.writes?.(one, field));
  if (!dependant || isOpen) return [];
  const [own, next] = [one, dependant].map(({ object }) => object.metadata.name);
  const applied = appliedBy(set, one);
  if (valueAt(one.object, "spec", "wait") === true) {
    const lost = applied.flatMap((it) => {
      const made = watchedFor(it.object).filter((ref) => !isSame(ref, refTo(it.object)) && isIn(checks, ref));
      return made[0] ? [{ it, made: made[0] }] : [];
    });
    const [first] = lost;
    if (!first) return [];
    return [
      {
        at: ["spec", "wait"],
        severity: "warning",
        message: `Kustomization ${own} has wait: true, and Flux passes over healthChecks beside that: it does not wait for ${shown(first.made)}, and ${objectId(first.it.object)} can be Ready before that has rolled: ${next} then begins too early`,
        hint: "Write wait: false: then what healthChecks lists is awaited.",
      },
    ];
  }
  return applied.flatMap((it): readonly AboutDetails[] => {
    const [child] = watchedFor(it.object);
    const at = checks.findIndex((ref) => isSame(ref, refTo(it.object)));
    if (it.object.kind !== "ZTunnel" || !child || at < 0) return [];
    if (checks.findIndex((ref) => isSame(ref, child)) <= at) return [];
    return [
      {
        at: ["spec", "healthChecks", at],
        severity: "warning",
        message: `healthChecks looks at ${objectId(it.object)}, which stays Ready while its pods are replaced, before ${shown(child)}: an old word of that passes, and ${next} begins too early`,
        hint: `List the ${child.kind} first.`,
      },
    ];
  });
}

function refOf(entry: unknown): ObjectRef {
  const [apiVersion = "", kind = "", name = "", namespace] = ["apiVersion", "kind", "name", "namespace"].map((key) =>
    textAt(entry, key),
  );
  const group = apiVersion.includes("/") ? (apiVersion.split("/")[0] ?? "") : "";
  return { group, kind, name, ...(namespace !== undefined && { namespace }) };
}

function isIn(checks: readonly ObjectRef[], wanted: ObjectRef): boolean {
  return checks.some((one) => isSame(one, wanted));
}

function shown({ kind, namespace, name }: ObjectRef): string {
  return [kind, namespace, name].filter(Boolean).join("/");
}
