import type { Mesh } from "../../mesh/mesh";
import { type Between, type ChangeStep, changeLine } from "./step";

/*
 * What traffic the waypoints that are there take. One takes more before anything is sent to it, and less when nothing is any more.
 */

type Waypoint = Mesh["waypoints"][number];

export function takeMoreStep({ now: { mesh: now }, after }: Between): ChangeStep | undefined {
  return takeStep(now, after, (was, is) => lostBy(was, is).length === 0, {
    name: "waypoints-take-more",
    why: "What holds for this traffic is at the waypoints since the phase before.",
    disruption:
      "These waypoints take more traffic than before from here on, without a restart of pods: what is attached to them holds for it.",
  });
}

export function takeLessStep({ now: { mesh: now }, after }: Between): ChangeStep | undefined {
  return takeStep(now, after, () => true, {
    name: "waypoints-take-less",
    why: "What a waypoint does not take any more goes past it, and past all that is attached to it: a commit of its own.",
    disruption:
      "Traffic of the kinds that these waypoints do not take any more goes past them from here on, without a restart of pods: no policy or route at them holds for it.",
  });
}

function takeStep(
  now: Mesh,
  after: Mesh,
  isWanted: (was: Waypoint["for"], is: Waypoint["for"]) => boolean,
  words: Pick<ChangeStep, "name" | "why" | "disruption">,
): ChangeStep | undefined {
  const changes: string[] = [];
  const names: string[] = [];
  const waypoints = now.waypoints.map((one) => {
    const { namespace, name } = one;
    const wanted = after.waypoints.find((it) => it.namespace === namespace && it.name === name)?.for ?? one.for;
    if (wanted === one.for || !isWanted(one.for, wanted)) return one;
    names.push(`${namespace}/${name}`);
    changes.push(
      changeLine(`Gateway/${namespace}/${name}`, 'metadata.labels["istio.io/waypoint-for"]', one.for, wanted),
    );
    return { ...one, for: wanted };
  });
  if (changes.length === 0) return undefined;
  return { ...words, title: `What waypoints take: ${names.join(", ")}`, changes, mesh: { ...now, waypoints } };
}

/** What goes past a waypoint that has taken it so far: traffic to Services, or straight to workloads. */
export function lostBy(was: string, is: string): readonly string[] {
  return taken(was).filter((one) => !taken(is).includes(one));
}

function taken(by: string): readonly string[] {
  const kinds: Readonly<Record<string, readonly string[]>> = {
    service: ["Services"],
    workload: ["workloads"],
    all: ["Services", "workloads"],
  };
  return kinds[by] ?? [];
}
