import { compareVersions } from "../../catalog/version";
import type { Mesh } from "../../mesh/mesh";
import { enrolledNamespaces } from "../enrolled";
import type { MeshState } from "../state";
import { asking, hasArrived, type Move, type Step, tagOf } from "./asking";
import { gatewayNamespaces, hasPods, type RevisionCohort } from "./cohorts";
import { overtaking } from "./overtaking";
import { cohortWords, restartWords, tagWords } from "./words";

/**
 * The cohorts one after the other, each with the tags that it follows.
 * @param all in the order of mesh.yaml, which numbers them
 */
export function cohortSteps(
  mesh: Mesh,
  cohorts: readonly RevisionCohort[],
  all: readonly RevisionCohort[],
): readonly Step[] {
  const restarting = all.filter(hasPods);
  return cohorts.flatMap((cohort) => {
    const place = { number: restarting.indexOf(cohort) + 1, of: restarting.length };
    const others = restarting
      .filter((one) => one !== cohort)
      .flatMap(({ labelled, tagged }) => [...labelled, ...tagged]);
    const tags = [...new Set([...cohort.tags, ...cohort.tagged.flatMap((name) => tagOf(mesh, name) ?? [])])];
    return [...tags.map(tagTo), restartCohort(cohort, place, others), labelCohort(cohort, place, others)];
  });
}

/** Pods of the namespaces that follow it may be of either version from here on: whichever restarts gets the new one. */
export function tagTo(tag: string): Step {
  return ({ mesh, from, to }, state) => {
    if (state.tags.some((one) => one.name === tag && one.revision === to.revision)) return undefined;
    const followers = enrolledNamespaces(mesh, state).filter((name) => tagOf(mesh, name) === tag);
    const versions = [from.version, to.version].sort(compareVersions);
    return {
      kind: "tags",
      name: `tag-${tag}-${to.version}`,
      state: {
        ...movingGateways(mesh, asking(state, followers, to.revision, versions), followers, versions),
        tags: state.tags.map((one) => (one.name === tag ? { ...one, revision: to.revision } : one)),
      },
      words: tagWords(tag, [from.revision, to.revision], to.version, followers, overtaking(mesh, to, state, tag)),
    };
  };
}

/** Gateways that follow what has moved may be of either version, as whatever else does. */
function movingGateways(
  mesh: Mesh,
  state: MeshState,
  followers: readonly string[],
  versions: readonly string[],
): MeshState {
  return gatewayNamespaces(mesh).some((name) => followers.includes(name))
    ? { ...state, inTransit: { ...state.inTransit, gateways: versions } }
    : state;
}

/** Where a cohort stands among those of mesh.yaml. */
interface Place {
  readonly number: number;
  readonly of: number;
}

/** Whether every other cohort has moved by now; of one alone there is nothing to say. */
function isLast(move: Move, state: MeshState, others: readonly string[]): boolean {
  return others.length > 0 && others.every((name) => hasArrived(move, state, name));
}

/** Who asks for the new revision already, by a tag that has moved or by a label, and has not restarted for all that is known. */
function restartCohort({ tagged, labelled }: RevisionCohort, { number, of }: Place, others: readonly string[]): Step {
  return (move, state) => {
    const { to } = move;
    const waiting = [...tagged, ...labelled].filter(
      (name) => state.revisions?.[name] === to.revision && !hasArrived(move, state, name),
    );
    if (waiting.length === 0) return undefined;
    return {
      kind: "restart",
      name: `restart-cohort-${number}-${to.version}`,
      state: asking(state, waiting, to.revision, [to.version]),
      words: restartWords(
        `Restart cohort ${number} of ${of}: ${waiting.join(", ")}`,
        waiting,
        to.version,
        isLast(move, state, others),
      ),
    };
  };
}

function labelCohort({ labelled }: RevisionCohort, { number, of }: Place, others: readonly string[]): Step {
  return (move, state) => {
    const { from, to } = move;
    const moving = labelled.filter((name) => state.revisions?.[name] !== to.revision);
    return moving.length === 0
      ? undefined
      : {
          kind: "namespaces",
          name: `cohort-${number}-${to.version}`,
          state: asking(state, moving, to.revision, [to.version]),
          words: cohortWords(
            `Cohort ${number} of ${of}: ${moving.join(", ")}`,
            moving,
            [from.revision, to.revision],
            to.version,
            isLast(move, state, others),
          ),
        };
  };
}
