import { signedByIstioCsr } from "../../mesh/certificates";
import { certificateGates } from "../phase-checks";
import type { Step } from "./asking";
import { planeOf } from "./state";
import { listedWords, unlistedWords } from "./words";

/** The certificate that the new istiod is to serve with knows its name before there is one. */
export const listed: Step = ({ mesh, from, to }, state) =>
  signedByIstioCsr(mesh) && !planeOf(state, to.revision)
    ? {
        kind: "certificates",
        name: `certificates-${to.version}`,
        state,
        words: listedWords(to.revision),
        gates: certificateGates(mesh, [from.revision, to.revision]),
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
        state,
        words: unlistedWords(from.revision),
        gates: certificateGates(mesh, [to.revision], [from.revision]),
        manual: [{ step: "list-revisions", revisions: [to.revision], leaves: from.revision }],
      }
    : undefined;
