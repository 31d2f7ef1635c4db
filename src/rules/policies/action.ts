import { textAt } from "../../objects/object-paths";
import { annotationsOf } from "../objects";
import type { CheckedObject } from "../rule";

/** What an AuthorizationPolicy does with requests that its rules match. */
export function actionOf({ object }: CheckedObject): string {
  return textAt(object, "spec", "action") ?? "ALLOW";
}

/** Where it says that it is only tried: nothing is refused by it then. */
export const dryRun = "istio.io/dry-run";

export function isDryRun({ object }: CheckedObject): boolean {
  return annotationsOf(object)[dryRun] === "true";
}
