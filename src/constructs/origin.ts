import type { Problem } from "../findings/input-error";
import type { Origin } from "./phase-chart";

/** An origin as a problem names it. */
export function problemOrigin(origin: Origin): Pick<Problem, "path" | "place" | "construct"> {
  return "construct" in origin ? { construct: origin.construct } : origin;
}
