import type { DistributionName } from "../types";

/** From this release on, every image comes from somewhere else. */
interface RegistryMove {
  readonly distribution: DistributionName;
  readonly at: string;
  readonly because: string;
  readonly source: string;
}

export const registryMoves: readonly RegistryMove[] = [
  {
    distribution: "sail",
    at: "1.29.2",
    because:
      "From 1.29.2 on every image comes from registry.istio.io instead of gcr.io, unless values name a registry of your own.",
    source:
      "Sail Operator, image names in its charts at 1.29.1 and 1.29.2; 1.28.3 to 1.30.3 was run on 2026-11-21: istiod, CNI and ztunnel rolled together",
  },
];

/** A hop that was run, and after which no pod was replaced. */
interface SeenToRest {
  readonly distribution: DistributionName;
  readonly from: string;
  readonly to: string;
  readonly because: string;
  readonly source: string;
}

export const seenToRest: readonly SeenToRest[] = [
  {
    distribution: "sail",
    from: "1.26.3",
    to: "1.28.3",
    because: "When this hop was run, with v1.26.3 and default values, no pod was replaced.",
    source: "a run of both operators on a real API server, 2026-11-21",
  },
];

/**
 * The first characters of ztunnel's image digest, by Istio version and OpenShift Service Mesh release; the other images of a release
 * are rebuilt together with it. The newest Istio version of a line is rebuilt in every release, older ones are frozen.
 */
export const digests: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "v1.26.8": {
    "3.1.7": "c1e042bb",
    "3.1.8": "262909b7",
    "3.1.10": "322965d5",
    "3.1.11": "f648cc37",
    "3.2.5": "262909b7",
    "3.2.7": "322965d5",
    "3.2.8": "f648cc37",
  },
  "v1.27.9": { "3.2.5": "25a67234", "3.2.7": "3c8a4ca4", "3.2.8": "43fbd994" },
  "v1.28.5": {
    "3.3.1": "93dddaa0",
    "3.3.2": "0242201d",
    "3.3.3": "0242201d",
    "3.3.5": "0242201d",
    "3.3.6": "0242201d",
  },
};
