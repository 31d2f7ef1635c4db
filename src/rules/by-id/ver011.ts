import { withV } from "../../catalog/version";
import { type Finding, finding, type MeshPath } from "../../findings/finding";
import { objectId } from "../../mesh/mesh";
import { apiGroup } from "../../objects/kubernetes-object";
import { valueAt } from "../../objects/object-paths";
import { pathText } from "../../schemas/problem";
import { changedObjects, pairs } from "../changed";
import { isPlanned } from "../going-back";
import { sailObjects, versionedKinds, versionOf } from "../objects";
import { about, type CheckedObject, type ManifestSet, type Rule, type Step } from "../rule";
import { schemaVerdict } from "../schema-problems";
import { type OperatorMove, operatorMove } from "../versions/operator-moves";

export const ver011: Rule = {
  id: "VER011",
  step: (step) => {
    const move = operatorMove(step);
    return move ? [...down(move), ...skips(move, step), ...together(move, step), ...early(move, step)] : [];
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

/** Fields that the release before does not serve: its CRDs are in force until the new operator is there. */
function early({ from, to, down: isDown }: OperatorMove, step: Step): readonly Finding[] {
  const { before, after } = step;
  const { release, distribution } = before;
  if (isDown || !release) return [];
  const old = { ...after, release, distribution };
  return changedObjects(step).flatMap((change) => {
    const { before: was, after: one } = change;
    if (!one || !isSail(one) || (was && was.object.apiVersion !== one.object.apiVersion)) return [];
    const unserved = new Set(unknownFields(after, one).map(pathText));
    const paths = unknownFields(old, one).filter(
      (path) => !unserved.has(pathText(path)) && valueAt(was?.object, ...path) === undefined,
    );
    return paths.map((at) =>
      about("VER011", one, {
        at,
        part: "key",
        message: `${pathText(at)} comes in one step with the operator ${to}, and ${from} does not serve it: until the operator has moved, the API server drops it or refuses the object`,
        hint: "Move the operator first, in a step of its own.",
      }),
    );
  });
}

function isSail({ object }: CheckedObject): boolean {
  return apiGroup(object) === "sailoperator.io";
}

function unknownFields(set: ManifestSet, one: CheckedObject): readonly MeshPath[] {
  return (schemaVerdict(set, one)?.problems ?? []).filter(({ what }) => what === "unknown").map(({ path }) => path);
}

function said({ by }: OperatorMove, message: string, severity: Finding["severity"] = "error"): Finding {
  return by ? about("VER011", by.one, { at: by.at, severity, message }) : finding("VER011", { severity, message });
}
