import { commandLine } from "../../gates/quote";
import { objectId } from "../../mesh/mesh";
import { adoptedFolder } from "../../repository/objects/adopted-copies";
import type { Adoption } from "../../verbs/adopt/adopt";
import { formatUncarried, oneLine } from "../../verbs/adopt/carry/uncarried";
import { wholeMesh } from "../../verbs/adopt/proof/round-trip";
import { findingLines } from "./findings-text";

/** How many differences are printed; mesh.yaml holds more of them. */
const longestList = 20;

/** What became of an adoption, short enough to be read. */
export function adoptionReport(adoption: Adoption, output: string): string {
  return [
    ...[...adoption.doubts, ...adoption.notes].map((note) => `note: ${oneLine(note)}\n`),
    output === "-" ? unwritten(adoption) : "",
    findingLines(adoption.findings),
    verdict(adoption, output),
  ].join("");
}

/** What spec.manifests names and nobody wrote. */
function unwritten({ carriage }: Adoption): string {
  const { files } = carriage;
  if (files.size === 0) return "";
  const lines = [...files.values()].map(({ object }) => `  ${oneLine(objectId(object))}\n`).join("");
  return `Carried objects, to be written to ${adoptedFolder}/ by -o FILE:\n${lines}`;
}

function verdict(
  { name, uncarried, reworded, findings, carriage, incomplete, count, left }: Adoption,
  output: string,
): string {
  const lines = uncarried.slice(0, longestList).map((one) => `  ${formatUncarried(one)}\n`);
  const more = uncarried.length - lines.length;
  if (more > 0) lines.push(`  and ${more} more, at the end of mesh.yaml\n`);
  const same = reworded.map((one) => `  ${formatUncarried(one)}\n`);
  const listed = [
    ...(same.length ? ["Written in other words that mean the same:\n", ...same] : []),
    ...(lines.length ? ["Not carried:\n", ...lines] : []),
  ].join("");
  const files = carriage.files.size;
  const beside = files ? ` and ${files} ${files === 1 ? "file" : "files"} in ${adoptedFolder}/` : "";
  const wrote = output === "-" ? "" : `Wrote ${output}${beside}. `;
  const all = `${count} ${count === 1 ? "object" : "objects"}`;
  const objects = left > 0 ? `${count - left} of the ${all} read` : `the ${all} read`;
  const proof = uncarried.some(({ object }) => object === wholeMesh)
    ? `Nothing of it is rendered yet that could be held against ${objects}.`
    : uncarried.length
      ? `But for that, the baseline of ${name} holds what ${objects} hold.`
      : `The baseline of ${name} holds what ${objects} hold${reworded.length ? ", but for these words" : ""}${incomplete ? "; of what was left out above it knows nothing" : ""}.`;
  const next = uncarried.some(({ breaks }) => breaks)
    ? "Promote nothing of it: without what is left out the mesh does not work."
    : findings.length > 0
      ? `synth stops at the findings above.${ignoring(findings)}`
      : output === "-"
        ? ""
        : `Next: ${commandLine("meshstep", "plan", "-f", output)}`;
  return `${listed}${wrote}${proof}${next && ` ${next}`}\n`;
}

/** Of an object with a file of its own the user may say that it is meant to be so. */
function ignoring(findings: Adoption["findings"]): string {
  const one = findings.find(({ severity, place }) => severity === "error" && place !== undefined);
  return one ? ` One that is meant is ignored by a comment in its file: # meshstep:ignore ${one.rule}: the reason` : "";
}
