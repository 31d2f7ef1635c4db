import { type Finding, finding, type MeshPath } from "../../findings/finding";
import type { Mesh } from "../../mesh/mesh";
import type { Phase } from "../phase";
import { tagOf } from "./asking";
import { type Overtaking, overtaking } from "./overtaking";

/** Tags that turn the order of the cohorts round, each once, in the first phase that moves it. */
export function overtakingFindings(mesh: Mesh, phases: readonly Phase[]): readonly Finding[] {
  const said = new Set<string>();
  return phases.flatMap(({ dir, kind, state }, index) => {
    const before = phases[index - 1]?.state;
    const [to] = state.controlPlanes;
    if (kind !== "tags" || !before || !to) return [];
    return state.tags.flatMap(({ name, revision }) => {
      const isMoved =
        revision === to.revision && before.tags.some((one) => one.name === name && one.revision !== revision);
      const ahead = isMoved && !said.has(name) ? overtaking(mesh, to, before, name) : undefined;
      if (!ahead) return [];
      said.add(name);
      return [
        finding("REV008", {
          severity: "warning",
          path: entryOf(mesh, name, ahead),
          message: `${dir} turns the order round for pods that start from then on: those of ${ahead.namespaces.join(", ")} get ${to.version} before cohort ${ahead.number} (${ahead.waiting.join(", ")}) has come to it, ${because(name, ahead)}`,
          hint: wayOut(ahead),
        }),
      ];
    });
  });
}

function because(tag: string, { gateways }: Overtaking): string {
  return gateways.length > 0
    ? `as the gateways of ${gateways.join(", ")} follow tag ${tag} too, and gateways move before workloads`
    : `as all that follow tag ${tag} ask for it with its first cohort`;
}

function wayOut({ gateways, namespaces }: Overtaking): string {
  const who = gateways.length > 0 ? gateways : namespaces;
  return `Give ${who.join(", ")} a tag of its own, or none, in a row of its own before this one: it asks for the revision that runs, and no proxy comes to another version. Or accept it: pods that run keep the order.`;
}

/** The entry that asks for the order; what no cohort names comes last. */
function entryOf(mesh: Mesh, tag: string, { namespaces }: Overtaking): MeshPath {
  const root = ["spec", "upgrade", "cohorts"];
  const isAsked = (entry: string) => entry === tag || (namespaces.includes(entry) && tagOf(mesh, entry) === tag);
  const cohorts = mesh.upgrade?.cohorts ?? [];
  const index = cohorts.findIndex((cohort) => cohort.some(isAsked));
  return index < 0 ? root : [...root, index, cohorts[index]?.findIndex(isAsked) ?? 0];
}
