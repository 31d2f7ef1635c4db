import { firstFew } from "../../../basics/first-few";
import { otherTools, toolWords } from "../../../repository/readers/other-tools";

/** Files of which other tools make objects of a mesh. */
export function otherToolNotes(paths: readonly string[], cwd: string): readonly string[] {
  const tools = otherTools(paths, cwd);
  return tools.length === 0 ? [] : [`not judged: what comes of ${firstFew(tools.map(toolWords))}`];
}
