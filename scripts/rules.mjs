/**
 * Writes docs/rules.md from the rules' pages in src/findings/pages/.
 *
 *   node scripts/rules.mjs            writes it
 *   node scripts/rules.mjs --print    prints what it would write
 *   node scripts/rules.mjs --check    exits 1 when the committed one is stale
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { load, root } from "./load.mjs";

const out = "docs/rules.md";
const { values: options } = parseArgs({
  options: { check: { type: "boolean", default: false }, print: { type: "boolean", default: false } },
});
const { ruleDocs } = load(`export { ruleDocs } from "./src/findings/pages/index";`);
const text = page(ruleDocs);
const file = join(root, out);
const current = existsSync(file) && readFileSync(file, "utf8") === text;

if (options.print) {
  process.stdout.write(text);
} else if (!current && options.check) {
  console.error(`${out}: stale; run node scripts/rules.mjs`);
  process.exitCode = 1;
} else if (!current) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  console.error(`wrote ${out}`);
}

function page(docs) {
  const ids = Object.keys(docs).sort();
  return `${[
    "<!-- Written by scripts/rules.mjs from src/findings/pages/. -->",
    "",
    "# Rules",
    "",
    "What meshstep checks in plans and manifests. An `error` stops `synth` and makes `check` exit with 1; a `warning` is shown and kept in plan.json.",
    "`meshstep explain RULE` prints the same on the command line. Ids are stable: the id of a retired rule is never used again.",
    "",
    "| id | severity | says | why | fix | written down in |",
    "|---|---|---|---|---|---|",
    ...ids.map((id) => row(id, docs[id])),
  ].join("\n")}\n`;
}

/** The anchor lets reports link to a rule: `docs/rules.md#VER001`. */
function row(id, { severity, says, why, fix, citations }) {
  const cells = [`<a id="${id}"></a>${id}`, severity, says, why, fix, citations.map(linked).join("<br>")];
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}

/** An address stands at the end of a citation, after a colon. */
function linked(citation) {
  const match = /^(.*): (https:\/\/\S+)$/.exec(citation);
  return match ? `[${match[1]}](${match[2]})` : citation;
}
