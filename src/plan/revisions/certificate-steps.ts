import { revisionName } from "../../catalog/revisions";
import { signedByIstioCsr } from "../../mesh/certificates";
import type { Mesh } from "../../mesh/mesh";
import { certificateGates } from "../phase-checks";
import type { MeshState } from "../state";
import type { Step } from "./asking";
import { planeOf } from "./state";
import { listedWords, unlistedWords } from "./words";

/** The certificate that the new istiod is to serve with knows its name before there is one. */
export const listed: Step = ({ mesh, from, to }, state) =>
  signedByIstioCsr(mesh) && !planeOf(state, to.revision)
    ? {
        kind: "certificates",
        name: `certificates-${to.version}`,
        state: { ...state, listed: to.version },
        words: listedWords(to.revision),
        gates: certificateGates(mesh, [from.revision, to.revision], leftOut(mesh, to.version, state)),
        manual: [{ step: "list-revisions", revisions: [from.revision, to.revision] }],
        walkedBack: {
          manual: [{ step: "list-revisions", revisions: [from.revision], leaves: to.revision }],
          gates: certificateGates(mesh, [from.revision], [to.revision]),
        },
      }
    : undefined;

/** When nothing is left of the revision that is come from, it leaves the list. */
export const unlisted: Step = ({ mesh, from, to }, state) =>
  signedByIstioCsr(mesh)
    ? {
        kind: "certificates",
        name: `certificates-without-${from.version}`,
        state: withoutListed(state),
        words: unlistedWords(from.revision),
        gates: certificateGates(mesh, [to.revision], [from.revision]),
        manual: [{ step: "list-revisions", revisions: [to.revision], leaves: from.revision }],
      }
    : undefined;

/** What an earlier row has left in the list leaves it, where no hop lists other revisions. */
export const unlistedLeft: Step = ({ mesh, to }, state) => {
  const { listed: version } = state;
  if (version === undefined) return undefined;
  return unlisted({ mesh, from: { version, revision: revisionOf(mesh, version) }, to }, state);
};

/** A control plane of the list has come. */
export function withoutListed({ listed: _, ...state }: MeshState): MeshState {
  return state;
}

/** A control plane has gone, and istio-csr has it in its list still. */
export function stillListed(mesh: Mesh, state: MeshState, version: string): MeshState {
  return signedByIstioCsr(mesh) ? { ...state, listed: version } : state;
}

/** The list of a hop replaces what an earlier row has left in it. */
function leftOut(mesh: Mesh, wanted: string, { listed: version }: MeshState): readonly string[] {
  return version === undefined || version === wanted ? [] : [revisionOf(mesh, version)];
}

function revisionOf({ controlPlane }: Mesh, version: string): string {
  return revisionName(controlPlane.name, version);
}
