import { objectId } from "../../objects/kubernetes-object";
import { textAt } from "../../objects/object-paths";
import { changedObjects } from "../changed";
import { chartsOf } from "../charts/chart";
import { chartRevision, chartTags } from "../charts/twins";
import { isPlanned } from "../going-back";
import { sailObjects } from "../objects";
import { isRevisionBased, revisionOf } from "../revisions";
import { type CheckedObject, fewOf, type ManifestSet, type Step } from "../rule";
import { podTemplates } from "../waypoints";
import { type RevisionUse, revisionUses } from "./revision-uses";

/**
 * Whether a control plane goes that nothing has asked for, before the step and after it, and another one stays: what a canary leaves. Known only where the manifests
 * hold those who ask, as they do for others.
 */
export function isIdleControlPlane({ before, after }: Step, one: CheckedObject): boolean {
  const isIts = revisionsOf(before, one);
  if (!isIts || isIts("default")) return false;
  const [was, is] = [before, after].map((set) => askedIn(set));
  const stays = sailObjects(after, ["Istio", "IstioRevision"]).length + chartsOf(after, "istiod").length > 0;
  return (
    stays && (was ?? []).length > 0 && ![...(was ?? []), ...(is ?? [])].some(({ revisions }) => revisions.some(isIts))
  );
}

/** What of such a step only the cluster tells: a pod keeps its revision until it restarts. */
export function unseenUsers(step: Step): readonly string[] {
  if (step.kind !== undefined || isPlanned(step)) return [];
  const gone = changedObjects(step).flatMap(({ before, after }) =>
    before && !after && isIdleControlPlane(step, before) ? [objectId(before.object)] : [],
  );
  const { shown, many } = fewOf(gone);
  return gone.length === 0
    ? []
    : [
        `not judged: whether pods still run on ${shown}, which ${many ? "go and are" : "goes and is"} asked for by nothing here: what has not restarted since gets no configuration any more`,
      ];
}

/** Whether something in the manifests asks for a control plane, by its revision or by a tag. */
export function isAskedFor(set: ManifestSet, one: CheckedObject): boolean {
  const isIts = revisionsOf(set, one);
  return isIts !== undefined && askedIn(set).some(({ revisions }) => revisions.some(isIts));
}

/** Who has asked for a control plane until it goes, as the end of a sentence. */
export function lossOfUsers({ before }: Step, one: CheckedObject): string {
  const isIts = revisionsOf(before, one);
  const users = isIts ? askedIn(before).filter(({ revisions }) => revisions.some(isIts)) : [];
  if (users.length === 0) return "";
  const { shown, many } = fewOf(users.map(({ use }) => objectId(use.user.object)));
  return `; ${shown} ${many ? "ask" : "asks"} for it until this step: pods that run on it get neither configuration nor certificates until they restart`;
}

/** What tells the revisions of a control plane, or of what installs one alone; undefined for anything else. */
function revisionsOf(set: ManifestSet, one: CheckedObject): ((revision: string) => boolean) | undefined {
  if (sailObjects(set, ["Istio", "IstioRevision"]).includes(one)) {
    const own = revisionOf(one);
    return isRevisionBased(one)
      ? (revision) => revision.startsWith(`${one.object.metadata.name}-v`)
      : (revision) => revision === own;
  }
  const charts = (set.charts ?? []).filter(({ by }) => by === one);
  const revisions = charts.map((each) => (each.chart === "istiod" ? chartRevision(each) : undefined));
  return charts.length === 0 || revisions.includes(undefined) ? undefined : (revision) => revisions.includes(revision);
}

interface Asked {
  readonly use: RevisionUse;
  /** What it asks for, and what that is a tag of. */
  readonly revisions: readonly string[];
}

function askedIn(set: ManifestSet): readonly Asked[] {
  const tags = tagsOf(set);
  return revisionUses(set, podTemplates).map((use) => ({
    use,
    revisions: [use.revision, ...(tags.get(use.revision) ?? [])],
  }));
}

/** The revisions that tags are of. */
function tagsOf(set: ManifestSet): ReadonlyMap<string, readonly string[]> {
  const istios = new Map(sailObjects(set, ["Istio"]).map((one) => [one.object.metadata.name, revisionOf(one)]));
  const ofSail = sailObjects(set, ["IstioRevisionTag"]).map(({ object }): [string, readonly string[]] => {
    const name = textAt(object, "spec", "targetRef", "name") ?? "";
    return [object.metadata.name, [istios.get(name) ?? name]];
  });
  const ofCharts = chartsOf(set, "istiod").flatMap((one) =>
    (chartTags(one) ?? []).map((tag): [string, readonly string[]] => [tag, [chartRevision(one) ?? ""]]),
  );
  return new Map([...ofSail, ...ofCharts]);
}
