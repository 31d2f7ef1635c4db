import { withV } from "../../catalog/version";
import { type Finding, finding } from "../../findings/finding";
import { objectId } from "../../mesh/mesh";
import { pairs } from "../changed";
import { isPlanned } from "../going-back";
import { sailObjects, versionedKinds, versionOf } from "../objects";
import { about, type Rule, type Step } from "../rule";
import { type OperatorMove, operatorMove } from "../versions/operator-moves";

export const ver011: Rule = {
  id: "VER011",
  step: (step) => {
    const move = operatorMove(step);
    return move ? [...down(move), ...skips(move, step), ...together(move, step)] : [];
  },
};

function down(move: OperatorMove): readonly Finding[] {
  const { from, to, by } = move;
  if (!move.down) return [];
  const why = by?.isOlm
    ? "OLM has no downgrade, and CRDs are not downgraded either"
    : "its CRDs are not downgraded, nor is what it has installed";
  return [said(move, `the operator goes down from ${from} to ${to}: ${why}`)];
}

/** Vendors say how far one step may go; the community does not, and tries each release after the one before it. */
function skips(move: OperatorMove, step: Step): readonly Finding[] {
  const { from, to, minors } = move;
  const { policy, title } = step.after.distribution;
  if (move.down || minors < 2) return [];
  if (minors > policy.operatorMinorsPerHop) {
    const most = policy.operatorMinorsPerHop;
    return [said(move, `the operator goes from ${from} to ${to}: ${title} supports ${most} minor at a time`)];
  }
  // Plans of ours prove that both releases install what runs.
  if (isPlanned(step)) return [];
  const over = Number.isFinite(minors) ? `over ${minors - 1} minor${minors > 2 ? "s" : ""}` : "to another major";
  const message = `the operator goes from ${from} to ${to}, ${over}: what the releases between change comes at once, and the mesh goes on by one minor at a time`;
  return [said(move, message, "warning")];
}

function together(move: OperatorMove, step: Step): readonly Finding[] {
  const { from, to } = move;
  const moved = pairs(step, (set) => sailObjects(set, versionedKinds)).filter(
    ({ before, after }) => withV(versionOf(before) ?? "") !== withV(versionOf(after) ?? ""),
  );
  if (moved.length === 0) return [];
  const parts = moved.map(({ after }) => objectId(after.object)).join(", ");
  const message = `the operator goes from ${from} to ${to} in one step with spec.version of ${parts}: which of them is first is up to the engine`;
  return [said(move, message)];
}

function said({ by }: OperatorMove, message: string, severity: Finding["severity"] = "error"): Finding {
  return by ? about("VER011", by.one, { at: by.at, severity, message }) : finding("VER011", { severity, message });
}
