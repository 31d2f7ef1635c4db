import { nearAnalysis } from "./analysis";
import { nearClusters } from "./clusters";
import { nearDelivery } from "./delivery";
import { nearLinks } from "./links";
import type { NearMiss } from "./near-miss";
import { nearOverlays } from "./overlays";
import { nearParts } from "./parts";
import { nearPolicies } from "./policies";
import { nearRest } from "./rest";
import { nearThirdRound } from "./third-round";
import { nearTraffic } from "./traffic";
import { nearUnfound } from "./unfound";
import { nearVersions } from "./versions";

/** Every table of near misses. */
export const nearMisses: readonly NearMiss[] = [
  ...nearVersions,
  ...nearParts,
  ...nearTraffic,
  ...nearPolicies,
  ...nearDelivery,
  ...nearThirdRound,
  ...nearAnalysis,
  ...nearOverlays,
  ...nearUnfound,
  ...nearLinks,
  ...nearRest,
  ...nearClusters,
];
