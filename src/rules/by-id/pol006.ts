import type { Finding } from "../../findings/finding";
import { pairs } from "../changed";
import { objectsOf } from "../objects";
import { mtlsModes } from "../policies/peer-authentication";
import { weakerClients } from "../policies/weaker-clients";
import { plainListeners, weakerMesh, weakerServers } from "../policies/weaker-mesh";
import { fewerTokens, weakerAuthorization } from "../policies/weaker-policies";
import { about, type CheckedObject, type Rule, type Step } from "../rule";

export const pol006: Rule = {
  id: "POL006",
  // Phases of ours carry what mesh.yaml names, unchanged.
  step: (step) =>
    step.kind === undefined
      ? [
          ...weakerMtls(step),
          ...weakerAuthorization(step),
          ...fewerTokens(step),
          ...weakerMesh(step),
          ...weakerServers(step),
          ...plainListeners(step),
          ...weakerClients(step),
        ]
      : [],
};

/** From what takes mTLS alone to what takes anything. */
const strengths = ["DISABLE", "PERMISSIVE", "STRICT"];

/** A PeerAuthentication asks for less than it did, of all ports or of one; where it leaves the mode open, the next one above decides. */
function weakerMtls(step: Step): readonly Finding[] {
  return pairs(step, (set) => objectsOf(set, "security.istio.io", "PeerAuthentication")).flatMap(
    ({ before, after }) => {
      const [was, is] = [mtlsModes(step.before, before), mtlsModes(step.after, after)];
      const ports = [...new Set([...was.ports.keys(), ...is.ports.keys()])].sort();
      const weaker = (from: string, to: string) => strengths.indexOf(to) < strengths.indexOf(from);
      const all = weaker(was.all, is.all)
        ? [said(after, ["spec", "mtls", "mode"], `mTLS goes from ${was.all} to ${is.all}: ${result(is.all)}`)]
        : [];
      const ofPorts = ports.flatMap((port) => {
        const [from, to] = [was.ports.get(port) ?? was.all, is.ports.get(port) ?? is.all];
        const isSaid = to === is.all && all.length > 0;
        if (isSaid || !weaker(from, to)) return [];
        return [
          said(
            after,
            ["spec", "portLevelMtls", port, "mode"],
            `mTLS of port ${port} goes from ${from} to ${to}: ${result(to)}`,
          ),
        ];
      });
      return [...all, ...ofPorts];
    },
  );
}

function result(mode: string): string {
  return mode === "DISABLE" ? "nothing is encrypted any more" : "plain text is taken again, from anybody";
}

function said(one: CheckedObject, at: readonly (string | number)[], message: string): Finding {
  return about("POL006", one, { at, message });
}
