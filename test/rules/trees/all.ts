import { analysisStates } from "./analysis";
import { type State, type Step, states, steps } from "./breakages";
import { bundleStates } from "./bundles";
import { ciliumStates } from "./cilium";
import { clusterStates } from "./clusters";
import { copiedStates } from "./copied";
import { crossingStates, crossingSteps } from "./crossings";
import { elementStates, elementSteps } from "./elements";
import { encryptedStates } from "./encrypted";
import { guardFine, guardStates, guardSteps } from "./gates-and-guards";
import { parameterStates } from "./gateway-parameters";
import { halfStates, halfSteps } from "./half-taken";
import { handStates } from "./hands";
import { ingressStates, ingressSteps } from "./ingress-waypoints";
import { installStates } from "./install-ways";
import { linkStates } from "./links";
import { moreStates, moreSteps } from "./more-breakages";
import { mtlsStates, mtlsSteps } from "./mtls";
import { networkStates, networkSteps } from "./networks";
import { nobodysStates } from "./nobodys";
import { nodeStates } from "./nodes";
import { orderStates, orderSteps } from "./orders";
import { overlayStates } from "./overlays";
import { catalogueStates } from "./own-catalogues";
import { ownerStates, ownerSteps } from "./owners";
import { proxyStates } from "./past-proxies";
import { clientStates } from "./plain-clients";
import { projectStates } from "./projects";
import { rareStates, rareSteps } from "./rare-breakages";
import { restStates } from "./rest";
import { roomStates } from "./room";
import { fine, thirdStates, thirdSteps } from "./third-round";
import { unfoundFine, unfoundStates, unfoundSteps } from "./unfound";
import { waitStates, waitSteps } from "./waits";
import { webhookStates } from "./webhook";
import { wholeMeshStates } from "./whole-mesh";

/** Every table of breakages: what breaks a folder. */
export const allStates: readonly State[] = [
  ...states,
  ...moreStates,
  ...rareStates,
  ...thirdStates,
  ...unfoundStates,
  ...overlayStates,
  ...clientStates,
  ...analysisStates,
  ...linkStates,
  ...restStates,
  ...mtlsStates,
  ...parameterStates,
  ...roomStates,
  ...bundleStates,
  ...ciliumStates,
  ...clusterStates,
  ...copiedStates,
  ...encryptedStates,
  ...elementStates,
  ...handStates,
  ...ingressStates,
  ...installStates,
  ...networkStates,
  ...nodeStates,
  ...orderStates,
  ...guardStates,
  ...catalogueStates,
  ...ownerStates,
  ...wholeMeshStates,
  ...crossingStates,
  ...waitStates,
  ...nobodysStates,
  ...proxyStates,
  ...halfStates,
  ...webhookStates,
  ...projectStates,
];

/** What breaks on the way from one folder to another. */
export const allSteps: readonly Step[] = [
  ...steps,
  ...moreSteps,
  ...rareSteps,
  ...thirdSteps,
  ...unfoundSteps,
  ...mtlsSteps,
  ...elementSteps,
  ...networkSteps,
  ...orderSteps,
  ...guardSteps,
  ...ownerSteps,
  ...crossingSteps,
  ...waitSteps,
  ...ingressSteps,
  ...halfSteps,
];

/** Changes of which nothing is said. */
export const allFine = [...fine, ...unfoundFine, ...guardFine];
