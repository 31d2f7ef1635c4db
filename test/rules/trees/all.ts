import { analysisStates } from "./analysis";
import { type State, type Step, states, steps } from "./breakages";
import { clusterStates, clusterSteps } from "./clusters";
import { linkStates } from "./links";
import { moreStates, moreSteps } from "./more-breakages";
import { overlayStates } from "./overlays";
import { rareStates, rareSteps } from "./rare-breakages";
import { restStates } from "./rest";
import { fine, thirdStates, thirdSteps } from "./third-round";
import { unfoundFine, unfoundStates, unfoundSteps } from "./unfound";

/** Every table of breakages: what breaks a folder. */
export const allStates: readonly State[] = [
  ...states,
  ...moreStates,
  ...rareStates,
  ...thirdStates,
  ...unfoundStates,
  ...overlayStates,
  ...analysisStates,
  ...linkStates,
  ...restStates,
  ...clusterStates,
];

/** What breaks on the way from one folder to another. */
export const allSteps: readonly Step[] = [
  ...steps,
  ...moreSteps,
  ...rareSteps,
  ...thirdSteps,
  ...unfoundSteps,
  ...clusterSteps,
];

/** Changes of which nothing is said. */
export const allFine = [...fine, ...unfoundFine];
