import { restartedGateways } from "../../mesh/gateways";
import type { Mesh } from "../../mesh/mesh";
import { enrolledNamespaces } from "../enrolled";
import type { MeshState } from "../state";

/** Who moves together to a new revision. */
export interface RevisionCohort {
  /** Tags that move for it, and have not moved before. */
  readonly tags: readonly string[];
  /** Namespaces whose label moves. */
  readonly labelled: readonly string[];
  /** Namespaces that follow a tag. */
  readonly tagged: readonly string[];
}

/**
 * The cohorts of mesh.yaml, in their order; after them what none of them names, one tag and then one namespace at a time. Namespaces of gateways are in none:
 * gateways move before workloads, and never with them.
 */
export function revisionCohorts(mesh: Mesh, state: MeshState): readonly RevisionCohort[] {
  const members = enrolledNamespaces(mesh, state).filter((name) => !gatewayNamespaces(mesh).includes(name));
  const tagOf = (name: string) => mesh.namespaces.find((one) => one.name === name)?.revisionTag;
  const tags = mesh.revisionTags.map(({ name }) => name);
  const namesOf = (entry: string) => (tags.includes(entry) ? members.filter((name) => tagOf(name) === entry) : [entry]);
  const said = mesh.upgrade?.cohorts ?? [];
  const named = new Set(said.flat().flatMap((entry) => [entry, ...namesOf(entry)]));
  const restOfTag = tags.flatMap((tag) => {
    const rest = namesOf(tag).filter((name) => !named.has(name));
    return rest.length > 0 || !(named.has(tag) || namesOf(tag).some((name) => named.has(name))) ? [[tag, ...rest]] : [];
  });
  const untagged = members.filter((name) => tagOf(name) === undefined && !named.has(name)).map((name) => [name]);
  const moved = new Set<string>();
  return [...said, ...restOfTag, ...untagged].flatMap((entries): RevisionCohort[] => {
    const all = [
      ...new Set(entries.flatMap((entry) => (tags.includes(entry) && !said.includes(entries) ? [] : namesOf(entry)))),
    ];
    const namespaces = all.filter((name) => members.includes(name));
    const wanted = [
      ...entries.filter((entry) => tags.includes(entry)),
      ...namespaces.flatMap((name) => tagOf(name) ?? []),
    ];
    const fresh = [...new Set(wanted)].filter((tag) => !moved.has(tag));
    for (const tag of fresh) moved.add(tag);
    const cohort = {
      tags: fresh,
      labelled: namespaces.filter((name) => tagOf(name) === undefined),
      tagged: namespaces.filter((name) => tagOf(name) !== undefined),
    };
    return Object.values(cohort).some((one) => one.length > 0) ? [cohort] : [];
  });
}

/** Namespaces whose injected gateways are described. */
export function gatewayNamespaces(mesh: Mesh): readonly string[] {
  const injected = restartedGateways(mesh).filter(({ kind }) => kind === "injected");
  return [...new Set(injected.map(({ namespace }) => namespace))];
}
