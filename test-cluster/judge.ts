import type { JobSight, Sample } from "./observer";
import type { PartName, Sight } from "./parts";
import type { PlanPhase } from "./repository";

/** What the watching of one step found. Times in seconds after the push. */
export interface Verdict {
  readonly phase: string;
  /** What must not be; empty when all is well. */
  readonly faults: readonly string[];
  readonly precheck?: number;
  /** When the last part came to rest. */
  readonly atRest?: number;
  readonly closing?: number;
  readonly marker?: number;
}

/**
 * Watches arrive one kind after the other, so that a Job can be seen complete a moment before the pod that it waited for is seen ready. A gate that passes
 * early is early by more than this: kubectl asked the same server before it ended.
 */
const watchLag = 300;

/**
 * Judges one step by what was seen from outside.
 * @param samples from before the push to after the step
 * @param pushed milliseconds
 * @param known Jobs that were there before the push, by uid
 */
export function judge(
  samples: readonly Sample[],
  phase: PlanPhase,
  pushed: number,
  expects: { readonly closing: boolean; readonly precheck: boolean },
  known: ReadonlySet<string>,
): Verdict {
  const before = samples.filter(({ at }) => at <= pushed).at(-1);
  const during = samples.filter(({ at }) => at > pushed);
  const completed = (end: string) =>
    during.find(({ jobs }) => Object.values(jobs).some((job) => isOf(job, phase, end) && job.state === "complete"));
  const precheck = completed("precheck");
  const closing = completed("verify");
  const marker = during.find((one) => one.marker === phase.dir);
  const faults: string[] = [];
  const stale = (end: string, at: Sample | undefined) =>
    Object.values(at?.jobs ?? {}).some((job) => isOf(job, phase, end) && known.has(job.uid));

  if (expects.precheck) {
    if (!precheck) faults.push("the precheck never completed");
    else if (stale("precheck", precheck) && before?.marker !== phase.dir)
      faults.push("the precheck is one of an earlier walk");
    const touched = before && during.find(({ parts }) => askedFor(parts) !== askedFor(before.parts));
    if (touched && (!precheck || touched.at < precheck.at - watchLag)) {
      faults.push(
        `${askedFor(touched.parts)} was applied ${seconds(touched.at, precheck?.at)} before the precheck was complete`,
      );
    }
    const busy = precheck && unsettled(samples, precheck, restOf);
    if (busy && !touchedBefore(touched, precheck)) faults.push(`the precheck passed while ${busy}`);
  }
  if (expects.closing) {
    if (!closing) faults.push("the closing Job never completed");
    else if (stale("verify", closing)) faults.push("the closing Job is one of an earlier walk");
    const busy = closing && unsettled(samples, closing, (sight) => missingOf(sight, phase));
    if (busy) faults.push(`the closing Job passed while ${busy}`);
    // Where the phase ahead never settled, the marker has named this one all the time.
    if (marker && before?.marker !== phase.dir && (!closing || marker.at < closing.at - watchLag))
      faults.push("the marker came before the closing Job");
  }
  const rest = during.filter(({ parts }) => missingOf(parts, phase)).at(-1);
  const after = rest && samples[samples.indexOf(rest) + 1];
  const since = (one: Sample | undefined) => (one ? (one.at - pushed) / 1000 : undefined);
  return {
    phase: phase.dir,
    faults,
    ...optional("precheck", since(precheck)),
    ...optional("atRest", since(after)),
    ...optional("closing", since(closing)),
    ...optional("marker", since(marker)),
  };
}

/** Why a part is not at rest at its version of the phase; empty when all are. */
export function missingOf(sight: Sight, { state }: PlanPhase): string {
  const wanted: Readonly<Record<PartName, string | undefined>> = {
    "control plane": state.controlPlanes[0]?.version,
    CNI: state.cni,
    ZTunnel: state.ztunnel,
    waypoints: state.waypoints,
  };
  for (const [name, version] of Object.entries(wanted) as [PartName, string | undefined][]) {
    if (version === undefined) continue;
    const part = sight[name];
    if (!part) return `${name} is not there`;
    if (part.busy) return `${name}: ${part.busy}`;
    // Under OnDelete pods are of several versions until people have replaced them.
    const several = name === "ZTunnel" ? state.inTransit?.ztunnel : undefined;
    const expected = (several ?? [version]).map((one) => one.replace(/^v/, ""));
    if (several && part.asked !== version.replace(/^v/, "")) return `${name} is asked for ${part.asked}`;
    if (several ? !part.running.every((one) => expected.includes(one)) : part.running.join() !== expected.join())
      return `${name} runs ${part.running.join(" and ")}`;
  }
  return "";
}

/** Why a part that is there is in the middle of a rollout. */
function restOf(sight: Sight): string {
  const busy = Object.entries(sight).find(([, part]) => part.busy);
  return busy ? `${busy[0]}: ${busy[1].busy}` : "";
}

/** What was missing when something passed, and still a moment later. */
function unsettled(samples: readonly Sample[], passed: Sample, missing: (sight: Sight) => string): string {
  const now = missing(passed.parts);
  if (!now) return "";
  const later = samples.filter(({ at }) => at > passed.at && at <= passed.at + watchLag);
  return later.some(({ parts }) => !missing(parts)) ? "" : now;
}

function touchedBefore(touched: Sample | undefined, precheck: Sample): boolean {
  return touched !== undefined && touched.at <= precheck.at;
}

function askedFor(sight: Sight): string {
  return Object.entries(sight)
    .flatMap(([name, { asked }]) => (asked === undefined ? [] : [`${name} ${asked}`]))
    .join(", ");
}

function isOf(job: JobSight, phase: PlanPhase, end: string): boolean {
  return job.phase === phase.dir && job.end === end;
}

function seconds(from: number, to: number | undefined): string {
  return to === undefined ? "and not" : `${((to - from) / 1000).toFixed(1)} s`;
}

function optional<K extends string>(key: K, value: number | undefined): Partial<Record<K, number>> {
  return value === undefined ? {} : ({ [key]: value } as Record<K, number>);
}
