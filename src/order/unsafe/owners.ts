import { grouped } from "../../basics/grouped";
import { deliveryOf, isNamespace, type OrderEntry } from "../entry";
import { isMeshLabel } from "../roles";
import type { OrderProblem } from "./problem";

/**
 * Namespaces that two deliveries write. Each engine writes under one name for all its deliveries, so each of the two takes away what only
 * the other one sets.
 *
 * @param labelled namespaces whose labels a Job sets, from the delivery `namespaces`
 */
export function twoOwners<E extends OrderEntry>(
  entries: readonly E[],
  labelled: readonly string[] = [],
): readonly OrderProblem<E>[] {
  const namespaces = entries.filter(({ object }) => isNamespace(object));
  const byName = grouped(namespaces, ({ object }) => object.metadata.name);
  return namespaces.flatMap((entry) => [
    ...besideOthers(entry, byName.get(entry.object.metadata.name) ?? []),
    ...besideJob(entry, labelled),
  ]);
}

function besideOthers<E extends OrderEntry>(entry: E, alike: readonly E[]): readonly OrderProblem<E>[] {
  const first = alike.find((one) => deliveryOf(one) !== deliveryOf(entry));
  if (!first) return [];
  return [
    {
      rule: "NS004",
      severity: "error",
      entry,
      message: `it is also in ${first.file}, which another delivery applies: each takes away the labels that only the other one sets`,
      hint: "Keep it in one delivery.",
    },
  ];
}

function besideJob<E extends OrderEntry>(entry: E, labelled: readonly string[]): readonly OrderProblem<E>[] {
  const { name, labels = {} } = entry.object.metadata;
  if (!labelled.includes(name) || deliveryOf(entry) === "namespaces") return [];
  const contested = Object.keys(labels).filter(isMeshLabel).sort();
  return [
    {
      rule: "NS004",
      severity: contested.length > 0 ? "error" : "warning",
      entry,
      message:
        contested.length > 0
          ? `its ${contested.join(" and ")} is set from here, and by the Job that labels the namespace as spec.namespaces says`
          : "it is applied from here, and its labels are set by a Job, because spec.namespaces calls it shared",
      hint: "Make it owned in spec.namespaces and leave its manifest out, or external.",
    },
  ];
}
