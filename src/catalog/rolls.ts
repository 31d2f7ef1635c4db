import { digests, registryMoves, seenToRest } from "./data/rolls";
import type { DistributionName } from "./types";
import { compareVersions } from "./version";

/** Whether an operator hop replaces the pods of the mesh at the Istio version that runs. */
export interface RollFact {
  readonly roll: "rolls" | "does not roll" | "may roll";
  /** Why, in a sentence. */
  readonly because: string;
  /** Where that is known from. */
  readonly source: string;
}

const csvs =
  "image digests in the ClusterServiceVersions of the releases: https://github.com/openshift-service-mesh/sail-operator";

/**
 * What an operator hop does to pods whose version does not move. A new operator renders every chart again: what differs in the
 * result, most of all the images, rolls.
 *
 * @param from operator release, for example `3.1.7`
 * @param running the Istio version that runs, for which images are compared where they are known
 */
export function rollsWith(distribution: DistributionName, from: string, to: string, running?: string): RollFact {
  const move = registryMoves.find(
    (one) => one.distribution === distribution && compareVersions(from, one.at) < 0 && compareVersions(to, one.at) >= 0,
  );
  if (move) return { roll: "rolls", because: move.because, source: move.source };
  const rest = seenToRest.find((one) => one.distribution === distribution && one.from === from && one.to === to);
  if (rest) return { roll: "does not roll", because: rest.because, source: rest.source };
  return (running !== undefined && byDigest(distribution, from, to, running)) || unknownRoll(distribution);
}

/** Images that differ roll; images that agree leave open what else differs. */
function byDigest(distribution: DistributionName, from: string, to: string, running: string): RollFact | undefined {
  const known = distribution === "openshift" ? digests[running] : undefined;
  const [before, after] = [known?.[from], known?.[to]];
  if (before === undefined || after === undefined) return undefined;
  return before === after
    ? {
        roll: "may roll",
        because: `Both releases bring the same images of ${running}; defaults may differ.`,
        source: csvs,
      }
    : { roll: "rolls", because: `${to} brings other images of ${running} than ${from}.`, source: csvs };
}

function unknownRoll(distribution: DistributionName): RollFact {
  return { roll: "may roll", ...unknown[distribution] };
}

const unknown: Readonly<Record<DistributionName, Omit<RollFact, "roll">>> = {
  sail: {
    because: "The images of an Istio version stay the same, defaults of the charts may differ.",
    source: "image names in the charts of Sail Operator: https://github.com/istio-ecosystem/sail-operator",
  },
  openshift: {
    because: "Most releases bring other images of the same Istio version: expect a roll.",
    source: csvs,
  },
  alauda: {
    because: "Whether its images of the same Istio version are others is not known here: expect a roll.",
    source: "the images that the ClusterServiceVersions of both releases name would tell",
  },
};
