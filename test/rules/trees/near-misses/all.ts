import { nearProjects } from "../projects";
import { nearWebhook } from "../webhook";
import { nearAnalysis } from "./analysis";
import { nearBundles } from "./bundles";
import { nearCilium } from "./cilium";
import { nearClusters } from "./clusters";
import { nearCopied } from "./copied";
import { nearCrossings } from "./crossings";
import { nearDelivery } from "./delivery";
import { nearElements } from "./elements";
import { nearEncrypted } from "./encrypted";
import { nearGuards } from "./gates-and-guards";
import { nearParameters } from "./gateway-parameters";
import { nearHalves } from "./half-taken";
import { nearHands } from "./hands";
import { nearIngress } from "./ingress-waypoints";
import { nearInstalls } from "./install-ways";
import { nearLinks } from "./links";
import { nearMtls } from "./mtls";
import type { NearMiss } from "./near-miss";
import { nearNetworks } from "./networks";
import { nearNobodys } from "./nobodys";
import { nearNodes } from "./nodes";
import { nearOrders } from "./orders";
import { nearOverlays } from "./overlays";
import { nearCatalogues } from "./own-catalogues";
import { nearOwners } from "./owners";
import { nearParts } from "./parts";
import { nearProxies } from "./past-proxies";
import { nearClients } from "./plain-clients";
import { nearPolicies } from "./policies";
import { nearRest } from "./rest";
import { nearRoom } from "./room";
import { nearThirdRound } from "./third-round";
import { nearTraffic } from "./traffic";
import { nearUnfound } from "./unfound";
import { nearVersions } from "./versions";
import { nearWaits } from "./waits";
import { nearWholeMesh } from "./whole-mesh";

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
  ...nearClients,
  ...nearUnfound,
  ...nearLinks,
  ...nearInstalls,
  ...nearRest,
  ...nearMtls,
  ...nearParameters,
  ...nearRoom,
  ...nearBundles,
  ...nearCilium,
  ...nearClusters,
  ...nearCopied,
  ...nearEncrypted,
  ...nearElements,
  ...nearHands,
  ...nearIngress,
  ...nearNetworks,
  ...nearNodes,
  ...nearOrders,
  ...nearGuards,
  ...nearCatalogues,
  ...nearOwners,
  ...nearWholeMesh,
  ...nearCrossings,
  ...nearWaits,
  ...nearNobodys,
  ...nearProxies,
  ...nearHalves,
  ...nearWebhook,
  ...nearProjects,
];
