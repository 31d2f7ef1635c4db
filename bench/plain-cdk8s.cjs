"use strict";

/*
 * What someone would write with cdk8s alone: one App per mesh, one Chart per phase, one ApiObject per object.
 *
 *   node bench/plain-cdk8s.cjs <folder with one JSON file per mesh> <output folder> [file-per-object]
 */

const { mkdirSync, readdirSync, readFileSync } = require("node:fs");
const { join } = require("node:path");
const { ApiObject, App, Chart, YamlOutputType } = require("cdk8s");

const [input, output, layout] = process.argv.slice(2);
const outputType =
  layout === "file-per-object" ? YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE : YamlOutputType.FILE_PER_CHART;

for (const file of readdirSync(input)) {
  const { mesh, phases } = JSON.parse(readFileSync(join(input, file), "utf8"));
  const outdir = join(output, mesh);
  mkdirSync(outdir, { recursive: true });
  const app = new App({ outdir, yamlOutputType: outputType });
  for (const { dir, objects } of phases) {
    const chart = new Chart(app, dir);
    objects.forEach((object, index) => {
      new ApiObject(chart, `object-${index}`, object);
    });
  }
  app.synth();
}
