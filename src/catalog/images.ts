import { ossmDigests, sailRegistryMove } from "./data/images";
import type { Distribution, OperatorRelease } from "./types";
import { compareVersions, minorOf, withoutV } from "./version";

/** Whether raising the operator rolls what runs, although no Istio version moves. */
export interface OperatorRoll {
  /** `yes` and `no` are read from the images; `likely` and `unlikely` follow from what the vendor does as a rule. */
  readonly rolls: "yes" | "no" | "likely" | "unlikely" | "unknown";
  readonly because: string;
}

/** How sure each answer is, for rows that run several versions: the most restless one wins. */
const byWeight = ["yes", "likely", "unknown", "unlikely", "no"] as const;

/**
 * Whether istiod, CNI, waypoints and ztunnel roll when the operator is raised from one release to another.
 * @param versions the Istio versions that run
 */
export function operatorRoll(
  d: Distribution,
  from: OperatorRelease,
  to: OperatorRelease,
  versions: readonly string[],
): OperatorRoll {
  const rolls = [...new Set(versions.map(withoutV))].map((version) => rollOf(d, from, to, version));
  const [worst] = rolls.sort((a, b) => byWeight.indexOf(a.rolls) - byWeight.indexOf(b.rolls));
  return worst ?? { rolls: "unknown", because: "nothing is said to run" };
}

function rollOf(d: Distribution, from: OperatorRelease, to: OperatorRelease, version: string): OperatorRoll {
  if (d.name === "sail") return sailRoll(from, to);
  if (d.name === "openshift") return ossmRoll(from, to, version);
  return { rolls: "unknown", because: `which images the releases of ${d.title} name is not public` };
}

function sailRoll(from: OperatorRelease, to: OperatorRelease): OperatorRoll {
  const moved = (release: OperatorRelease) => compareVersions(release.version, sailRegistryMove) >= 0;
  if (moved(from) === moved(to)) {
    const registry = moved(to) ? "registry.istio.io" : "gcr.io";
    return { rolls: "no", because: `both releases name the same images of ${registry}` };
  }
  return {
    rolls: "yes",
    because: `from ${sailRegistryMove} on the operator takes every image from registry.istio.io instead of gcr.io`,
  };
}

function ossmRoll(from: OperatorRelease, to: OperatorRelease, version: string): OperatorRoll {
  const digests = ossmDigests[version] ?? {};
  const [before, after] = [digests[from.version], digests[to.version]];
  if (before !== undefined && after !== undefined) {
    return before === after
      ? { rolls: "no", because: `${from.version} and ${to.version} name the same images of ${version}` }
      : { rolls: "yes", because: `${to.version} names other images of ${version} than ${from.version}` };
  }
  if (!isNewest(from, version)) {
    return {
      rolls: "unlikely",
      because: `${version} is no longer the newest patch of its minor, and older ones are not rebuilt`,
    };
  }
  if (from.released !== undefined && from.released === to.released) {
    return { rolls: "unlikely", because: `releases of one day (${to.released}) name the same images` };
  }
  return {
    rolls: "likely",
    because: `the newest patch of a minor, ${version}, is rebuilt with every release of the operator`,
  };
}

function isNewest({ installable }: OperatorRelease, version: string): boolean {
  return withoutV(installable.find((one) => minorOf(one) === minorOf(version)) ?? "") === version;
}

/** The answer as a sentence about what runs. */
export function rollWords({ rolls, because }: OperatorRoll): string {
  const says = {
    yes: "istiod, CNI, waypoints and ztunnel roll at the same Istio version",
    likely: "Expect istiod, CNI, waypoints and ztunnel to roll at the same Istio version",
    unlikely: "Nothing is expected to roll by its images",
    no: "Nothing rolls by its images",
    unknown: "Whether anything rolls is not known, so treat it as touching traffic",
  }[rolls];
  return `${says}: ${because}.`;
}
