/**
 * A process that writes trees. argv: the writer's script, the out folder, a JSON file of rows of trees
 * (`[[{ name, files: [[path, text]] }]]`), and how often to write these rows in turn.
 * Exit code 3 and the message on stdout when it is refused.
 */
const { readFileSync, writeSync } = require("node:fs");
const [writer, out, json, times] = process.argv.slice(2);
const { writeTrees } = require(writer);
const rows = JSON.parse(readFileSync(json, "utf8")).map((row) =>
  row.map(({ name, files }) => ({ name, files: new Map(files) })),
);
writeSync(1, "go\n");
for (let turn = 0; turn < Number(times); turn++) {
  try {
    writeTrees(out, rows[turn % rows.length]);
  } catch (error) {
    writeSync(1, `${error.name}: ${error.message}`);
    process.exit(3);
  }
}
