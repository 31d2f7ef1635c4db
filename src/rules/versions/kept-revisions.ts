import { grouped } from "../../basics/grouped";
import { compareVersions } from "../../catalog/version";
import type { Finding } from "../../findings/finding";
import { textAt } from "../../objects/object-paths";
import { orderEntries, phaseOf } from "../engines/order";
import { isLetGo, sailObjects, versionOf } from "../objects";
import { isRevisionBased, namesRevision, revisionOf } from "../revisions";
import { about, type CheckedObject, inShort, type ManifestSet, type Step } from "../rule";
import { podTemplates } from "../waypoints";
import { provides, type RevisionUse, revisionsOf, revisionUses } from "./revision-uses";
import { exactVersion } from "./versions";

/** Uses of one revision that its RevisionBased control plane does not make as these manifests stand. */
interface KeptRevision {
  readonly revision: string;
  readonly istio: CheckedObject;
  readonly uses: readonly RevisionUse[];
}

/** The phases behind which nothing asks for the old revision any more. */
const cleanUp = /^\d+-clean-up-/;

/**
 * Uses of a revision of another version than its control plane has. The operator keeps such a one while something has used it ever since,
 * and that a cluster tells alone: a move on its way looks the same as a label that was forgotten. Where a tag names it, somebody meant it.
 */
export function keptRevisions(set: ManifestSet): readonly Finding[] {
  const kept = keptIn(set).filter(({ revision }) => !isHeld(set, revision));
  if (kept.length === 0) return [];
  const phase = phaseOf(orderEntries(set));
  return phase === undefined ? kept.map(nowhereHeld) : unplanned(set, kept, phase);
}

function nowhereHeld(one: KeptRevision): Finding {
  return said(one, {
    severity: "warning",
    message: `${namesOf(one)} asks for ${one.revision}, and ${nameOf(one.istio)}, at ${versionOf(one.istio)}, makes ${revisionOf(one.istio)}: the other one runs only where it ran before and has been in use ever since`,
    hint: `In the middle of a move that is as it should be: the operator keeps ${one.revision} while something uses it. Then go on, naming ${revisionOf(one.istio)} and making the pods again, or back to its version; an IstioRevisionTag with targetRef IstioRevision/${one.revision} keeps it in any case.`,
  });
}

/**
 * Of a phase of ours: its plan asks for what the Istio makes and for what a tag holds, and for nothing else. A row that began in the
 * middle of a move, forwards or back, is the exception: without a hold, the one other revision lives from those who use it until clean-up.
 */
function unplanned(set: ManifestSet, kept: readonly KeptRevision[], phase: string): readonly Finding[] {
  const holds = sailObjects(set, ["IstioRevisionTag"]).flatMap((tag) => heldBy(tag.object) ?? []);
  return kept.flatMap((one) => {
    const isHolding = hasHold(set) || holds.some((held) => held !== revisionOf(one.istio));
    if (kept.length === 1 && !isHolding && !cleanUp.test(phase)) return [];
    const meant = [...new Set([revisionOf(one.istio), ...holds])];
    const message = `${namesOf(one)} asks for ${one.revision}, and in ${phase} ${nameOf(one.istio)} makes ${revisionOf(one.istio)}, and no tag holds the other one: nothing has kept it`;
    return [said(one, { severity: "error", message, hint: `Name ${meant.join(" or ")}, as synth wrote it.` })];
  });
}

/** Tags that name a revision of a later version than their control plane has: it has not been made yet, or is about to be left. */
export function tagsAhead(set: ManifestSet): readonly Finding[] {
  const istios = sailObjects(set, ["Istio"]).filter(isRevisionBased);
  const made = sailObjects(set, ["IstioRevision"]).map(({ object }) => object.metadata.name);
  return sailObjects(set, ["IstioRevisionTag"]).flatMap((tag) => {
    const name = textAt(tag.object, "spec", "targetRef", "name") ?? "";
    const istio = istios.find(({ object }) => isVersionedName(object.metadata.name, name) && namesRevision(tag, name));
    if (!istio || made.includes(name) || !isLater(set, istio, name)) return [];
    return [
      about("REV006", tag, {
        at: ["spec", "targetRef", "name"],
        severity: "warning",
        message: `spec.targetRef names ${name}, and ${nameOf(istio)}, at ${versionOf(istio)}, makes ${revisionOf(istio)}: a revision of a later version runs only where it ran before`,
        hint: `Name ${revisionOf(istio)}, or move the Istio first.`,
      }),
    ];
  });
}

/** The same, of a step: what nobody asked for before it, the operator has deleted by then, or never made. */
export function askedTooLate(step: Step): readonly Finding[] {
  const { before, after } = step;
  const late = keptIn(after)
    .filter(({ revision }) => !isHeld(before, revision) && !isAsked(before, revision))
    .map((one) => said(one, tooLate(one, `${namesOf(one)} asks for`)));
  return [...late, ...heldTooLate(step)];
}

/** Tags that name such a revision: one that comes with the Istio's move finds the revision before it gone already (seen with Sail Operator 1.30.3). */
function heldTooLate({ before, after }: Step): readonly Finding[] {
  const istios = sailObjects(after, ["Istio"]).filter(isRevisionBased);
  return sailObjects(after, ["IstioRevisionTag"]).flatMap((tag) => {
    const revision = heldBy(tag.object) ?? "";
    const istio = istios.find(
      (one) => isVersionedName(one.object.metadata.name, revision) && revisionOf(one) !== revision,
    );
    if (!istio || isHeld(before, revision) || isAsked(before, revision) || isAsked(after, revision)) return [];
    const words = tooLate({ revision, istio }, `IstioRevisionTag/${tag.object.metadata.name} names`);
    return [about("REV006", tag, { at: ["spec", "targetRef", "name"], ...words })];
  });
}

function tooLate({ revision, istio }: Pick<KeptRevision, "revision" | "istio">, who: string) {
  return {
    severity: "error" as const,
    message: `${who} ${revision} from this step on, and nothing did before: ${nameOf(istio)} makes ${revisionOf(istio)} now, and the operator deletes what is not in use`,
    hint: `Name ${revisionOf(istio)}.`,
  };
}

/** A tag of ours that is gone while what it held is still asked for: in a phase, the state alone does not tell. */
export function letGoEarly({ before, after }: Step): readonly Finding[] {
  if (phaseOf(orderEntries(after)) === undefined) return [];
  return keptIn(after)
    .filter(({ revision }) => isHeld(before, revision) && !isHeld(after, revision))
    .map(nowhereHeld);
}

/** What is asked for of other versions than the control planes have: each such revision, with its own version. */
export function keptVersions(
  set: ManifestSet,
): readonly { readonly revision: string; readonly istio: CheckedObject; readonly version: string }[] {
  return keptIn(set).map(({ revision, istio }) => ({ revision, istio, version: versionIn(istio, revision) }));
}

function keptIn(set: ManifestSet): readonly KeptRevision[] {
  const revisions = revisionsOf(set);
  const istios = sailObjects(set, ["Istio"]).filter(isRevisionBased);
  if (!revisions || istios.length === 0) return [];
  const current = new Set([...revisions.names, ...istios.map(revisionOf)]);
  const others = revisionUses(set, podTemplates).filter(
    ({ revision }) => !current.has(revision) && provides(revisions, revision),
  );
  return [...grouped(others, ({ revision }) => revision)].flatMap(([revision, uses]) => {
    const istio = istios.find(({ object }) => isVersionedName(object.metadata.name, revision));
    return istio ? [{ revision, istio, uses }] : [];
  });
}

/** `default-v1-30-3`, of `default`. */
export function isVersionedName(istio: string, revision: string): boolean {
  return revision.startsWith(`${istio}-v`) && /^\d+-\d+-\d+$/.test(revision.slice(istio.length + 2));
}

/** Whether a revision is of a later version than its control plane has, as far as that is known. */
function isLater(set: ManifestSet, istio: CheckedObject, revision: string): boolean {
  const own = exactVersion(set, istio);
  return own !== undefined && compareVersions(versionIn(istio, revision), own) > 0;
}

/** `v1.30.3` of `default-v1-30-3`. */
function versionIn({ object }: CheckedObject, revision: string): string {
  return revision.slice(object.metadata.name.length + 1).replaceAll("-", ".");
}

/** The revision that a tag keeps by its name. */
function heldBy(tag: unknown): string | undefined {
  return textAt(tag, "spec", "targetRef", "kind") === "IstioRevision"
    ? textAt(tag, "spec", "targetRef", "name")
    : undefined;
}

function isHeld(set: ManifestSet, revision: string): boolean {
  return sailObjects(set, ["IstioRevisionTag", "ZTunnel"]).some((one) => namesRevision(one, revision));
}

/** A tag of ours that holds the old revision until the row ends. */
function hasHold(set: ManifestSet): boolean {
  return sailObjects(set, ["IstioRevisionTag"]).some(({ object }) => isLetGo(object));
}

function isAsked(set: ManifestSet, revision: string): boolean {
  return (
    revisionUses(set, podTemplates).some((one) => one.revision === revision) ||
    sailObjects(set, ["IstioRevision"]).some(({ object }) => object.metadata.name === revision)
  );
}

function said({ uses }: KeptRevision, words: Pick<Finding, "severity" | "message" | "hint">): Finding {
  const { first } = inShort(uses.map(({ user }) => user));
  const use = uses.find(({ user }) => user === first) as RevisionUse;
  return about("REV006", use.user, { at: use.at, ...words });
}

function namesOf({ uses }: KeptRevision): string {
  return `istio.io/rev of ${inShort(uses.map(({ user }) => user)).names}`;
}

function nameOf({ object }: CheckedObject): string {
  return `Istio/${object.metadata.name}`;
}
