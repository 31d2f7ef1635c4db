import type { MeshPath } from "../findings/finding";
import type { Problem } from "../findings/input-error";
import type { Naming } from "./naming";
import type { MeshSpec } from "./schema";

/** Entries of the same name; each points at the first one. */
export function duplicateProblems(spec: MeshSpec, naming: Naming): Problem[] {
  return [
    ...repeated("namespace", ["spec", "namespaces"], spec.namespaces.map(nameOf), naming),
    ...repeated("waypoint", ["spec", "waypoints"], spec.waypoints.map(namespacedName), naming),
    ...repeated("revision tag", ["spec", "revisionTags"], spec.revisionTags.map(nameOf), naming),
    ...repeated("request", ["spec", "verify", "requests"], spec.verify.requests.map(nameOf), naming),
    ...repeated("SLO", ["spec", "verify", "slos"], (spec.verify.slos ?? []).map(nameOf), naming),
  ];
}

function nameOf(entry: { readonly name: string }): string {
  return entry.name;
}

function namespacedName(entry: { readonly name: string; readonly namespace: string }): string {
  return `${entry.namespace}/${entry.name}`;
}

function repeated(what: string, path: MeshPath, names: readonly string[], naming: Naming): Problem[] {
  const first = new Map<string, number>();
  const problems: Problem[] = [];
  names.forEach((name, index) => {
    const before = first.get(name);
    if (before === undefined) {
      first.set(name, index);
    } else {
      const message = `a second ${what} ${name}; the first is at ${naming.at([...path, before, "name"])}`;
      problems.push({ message, path: [...path, index, "name"] });
    }
  });
  return problems;
}
