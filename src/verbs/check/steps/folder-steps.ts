import type { Finding } from "../../../findings/finding";
import { canonicalJson } from "../../../objects/canonical-json";
import { droppedFromLists, type FolderState } from "./dropped";
import { goneApplications } from "./gone-applications";
import { narrowedDirectories } from "./narrowed-directories";

/**
 * What a step takes away from folders, although the files are still there; with what is said of the folders as they are.
 * @param state what is said of the state after: a warning of the same place is that step's
 */
export function withFolderSteps(was: FolderState, is: FolderState, state: readonly Finding[]): readonly Finding[] {
  const steps = [...droppedFromLists(was, is), ...narrowedDirectories(was, is), ...goneApplications(was, is)];
  const keyOf = ({ rule, object, place }: Finding) => canonicalJson([rule, object ?? null, place ?? null]);
  const said = new Set(steps.map(keyOf));
  return [...steps, ...state.filter((one) => one.severity === "error" || !said.has(keyOf(one)))];
}
