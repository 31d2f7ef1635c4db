import { basename } from "node:path";
import { type Finding, finding } from "../findings/finding";
import { differsInLineEnds } from "../snapshot/write/compare";
import { isUnchanged, type OutputTree, type TreeChange } from "../snapshot/write/tree";

/** SNAP001 for a mesh whose committed files differ from what synth writes. */
export function staleSnapshot(outDir: string, tree: OutputTree, change: TreeChange): readonly Finding[] {
  if (isUnchanged(change)) return [];
  const count = change.added.length + change.changed.length + change.removed.length;
  const isNew = change.added.length === tree.files.size && change.removed.length === 0;
  return [
    finding("SNAP001", {
      message: isNew
        ? `${tree.name}: ${basename(outDir)}/${tree.name} is not there: synth has not written it yet`
        : `${tree.name}: ${count} ${count === 1 ? "file differs" : "files differ"} from what synth writes`,
      hint: differsInLineEnds(outDir, tree, change)
        ? `Only the ends of lines differ: Git converts them here. Write "${basename(outDir)}/** -text" into .gitattributes and check the folder out again.`
        : "Run meshstep synth and commit the result.",
    }),
  ];
}
