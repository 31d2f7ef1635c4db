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

/** Tags and namespaces that are to move together, before it is known which of them have moved. */
interface Group {
  readonly tags: readonly string[];
  readonly namespaces: readonly string[];
}

/**
 * The cohorts of mesh.yaml, in their order; after them what none of them names, one tag and then one namespace at a time. Namespaces of gateways are in none:
 * gateways move before workloads, and never with them.
 */
export function revisionCohorts(mesh: Mesh, state: MeshState): readonly RevisionCohort[] {
  const members = enrolledNamespaces(mesh, state).filter((name) => !gatewayNamespaces(mesh).includes(name));
  const tagOf = (name: string) => mesh.namespaces.find((one) => one.name === name)?.revisionTag;
  const moved = new Set<string>();
  return groups(mesh, members, tagOf).flatMap((group): RevisionCohort[] => {
    const namespaces = [...new Set(group.namespaces)].filter((name) => members.includes(name));
    // A tag moves once, with the first that follow it.
    const tags = [...new Set([...group.tags, ...namespaces.flatMap((name) => tagOf(name) ?? [])])];
    const fresh = tags.filter((tag) => !moved.has(tag));
    for (const tag of fresh) moved.add(tag);
    if (fresh.length === 0 && namespaces.length === 0) return [];
    const isTagged = (name: string) => tagOf(name) !== undefined;
    return [
      {
        tags: fresh,
        labelled: namespaces.filter((name) => !isTagged(name)),
        tagged: namespaces.filter(isTagged),
      },
    ];
  });
}

/** Whether anything restarts with a cohort: a tag may move for nobody. */
export function hasPods({ labelled, tagged }: RevisionCohort): boolean {
  return labelled.length + tagged.length > 0;
}

/** What mesh.yaml puts together, and by itself what it does not name. */
function groups(
  { revisionTags, upgrade }: Mesh,
  members: readonly string[],
  tagOf: (namespace: string) => string | undefined,
): readonly Group[] {
  const tags = revisionTags.map(({ name }) => name);
  const followers = (tag: string) => members.filter((name) => tagOf(name) === tag);
  const named = (upgrade?.cohorts ?? []).map(
    (entries): Group => ({
      tags: entries.filter((entry) => tags.includes(entry)),
      namespaces: entries.flatMap((entry) => (tags.includes(entry) ? followers(entry) : [entry])),
    }),
  );
  const isNamed = new Set(named.flatMap((group) => [...group.tags, ...group.namespaces]));
  const rest = (names: readonly string[]) => names.filter((name) => !isNamed.has(name));
  return [
    ...named,
    ...tags
      .map((tag): Group => ({ tags: [tag], namespaces: rest(followers(tag)) }))
      // A tag that nobody follows moves as well, unless it has moved by then.
      .filter(({ tags, namespaces }) => namespaces.length > 0 || followers(tags[0] ?? "").length === 0),
    ...rest(members.filter((name) => tagOf(name) === undefined)).map(
      (name): Group => ({ tags: [], namespaces: [name] }),
    ),
  ];
}

/** Namespaces whose injected gateways are described. */
export function gatewayNamespaces(mesh: Mesh): readonly string[] {
  const injected = restartedGateways(mesh).filter(({ kind }) => kind === "injected");
  return [...new Set(injected.map(({ namespace }) => namespace))];
}
