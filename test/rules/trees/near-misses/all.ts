import { nearAnalysis } from "./analysis";
import { nearDelivery } from "./delivery";
import { nearParameters } from "./gateway-parameters";
import { nearLinks } from "./links";
import { nearMtls } from "./mtls";
import type { NearMiss } from "./near-miss";
import { nearOverlays } from "./overlays";
import { nearParts } from "./parts";
import { nearPolicies } from "./policies";
import { nearRest } from "./rest";
import { nearRoom } from "./room";
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
  ...nearMtls,
  ...nearParameters,
  ...nearRoom,
];
