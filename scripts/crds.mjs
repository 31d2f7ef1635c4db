/**
 * Writes schema/crds/*.json, the schemas that `check` holds objects against, from folders of CRDs that lie outside of this repository.
 *
 *   node scripts/crds.mjs [FOLDER]    writes them; default: ../shared/crds
 *   node scripts/crds.mjs --check     exits 1 when the committed ones are stale
 *   node scripts/crds.mjs --istio-api FILE    also the kinds of Istio that FOLDER has no CRD of, from kubernetes/customresourcedefinitions.gen.yaml
 *                                     of the Go module istio.io/api, of the same version
 *   node scripts/crds.mjs --flux FOLDER    also those of Flux: FOLDER/2.9 holds the CRDs of the controllers of that release. They stand in the Go
 *                                     modules of the controllers, or controller-gen makes them from the modules of their APIs
 *
 * FOLDER/releases/ holds the Sail kinds of every operator release (index.json says which schema is whose), FOLDER/gateway-api-* and
 * FOLDER/istio-* the CRDs of one release each, FOLDER/argocd those of the engine in the lab.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { parse, parseAllDocuments } from "yaml";
import { load, root } from "./load.mjs";

const { values: options, positionals } = parseArgs({
  options: { check: { type: "boolean", default: false }, "istio-api": { type: "string" }, flux: { type: "string" } },
  allowPositionals: true,
});
const folder = resolve(root, positionals[0] ?? "../shared/crds");
const { SchemaCollector } = load(`export { SchemaCollector } from "./src/schemas/intern";`);

const files = { "sail.json": sailSchemas() };
for (const name of readdirSync(folder).sort()) {
  const [, project, version] = /^(gateway-api|istio)-(\d.*)$/.exec(name) ?? [];
  if (!project) continue;
  files[`${project}.json`] = printed(crdSchemas(crdsIn(join(folder, name)), `${project} ${version}`));
  if (project === "istio" && options["istio-api"])
    files["istio-more.json"] = moreOfIstio(join(folder, name), `${project} ${version}`);
}

// An ApplicationSet holds an Application for each of its generators: too large for what it tells.
const left = ["applicationsets.argoproj.io", "appprojects.argoproj.io"];
const argocd = crdsIn(join(folder, "argocd")).filter(({ metadata }) => !left.includes(metadata.name));
files["argocd.json"] = printed(crdSchemas(argocd, "argocd 3.5.3"));
if (options.flux) files["flux.json"] = fluxSchemas(options.flux);

mkdirSync(join(root, "schema/crds"), { recursive: true });
for (const [name, text] of Object.entries(files)) {
  const file = join(root, "schema/crds", name);
  if (existsSync(file) && readFileSync(file, "utf8") === text) continue;
  if (options.check) {
    console.error(`schema/crds/${name}: stale; run node scripts/crds.mjs`);
    process.exitCode = 1;
  } else {
    writeFileSync(file, text);
    console.error(`wrote schema/crds/${name}: ${text.length} bytes`);
  }
}

function sailSchemas() {
  const collector = new SchemaCollector();
  const { releases } = JSON.parse(readFileSync(join(folder, "releases/index.json"), "utf8"));
  for (const [distribution, versions] of Object.entries(releases)) {
    for (const [release, kinds] of Object.entries(versions)) {
      for (const [kind, served] of Object.entries(kinds)) {
        for (const [version, { schema, served: isServed }] of Object.entries(served)) {
          if (!isServed) continue;
          const text = readFileSync(join(folder, "releases", `${kind}-${schema}.json`), "utf8");
          collector.add(`${distribution} ${release}`, `sailoperator.io/${kind}`, version, JSON.parse(text));
        }
      }
    }
  }
  return printed(collector.table());
}

function crdsIn(crds) {
  return readdirSync(crds)
    .sort()
    .map((name) => parse(readFileSync(join(crds, name), "utf8")));
}

function crdSchemas(crds, set) {
  const collector = new SchemaCollector();
  addCrds(collector, crds, set);
  return collector.table();
}

function addCrds(collector, crds, set) {
  for (const { spec } of crds) {
    for (const { name: version, served, schema } of spec.versions) {
      if (served) collector.add(set, `${spec.group}/${spec.names.kind}`, version, schema.openAPIV3Schema);
    }
  }
}

/** Several releases in one table: what an object may say is what any of them takes. */
function fluxSchemas(releases) {
  const collector = new SchemaCollector();
  const minor = (name) => Number(name.split(".")[1]);
  for (const release of readdirSync(releases).sort((a, b) => minor(a) - minor(b))) {
    addCrds(collector, crdsIn(join(releases, release)), `flux ${release}`);
  }
  return printed(collector.table());
}

function moreOfIstio(crds, set) {
  const known = new Set(crdsIn(crds).map(({ metadata }) => metadata.name));
  const all = parseAllDocuments(readFileSync(options["istio-api"], "utf8")).map((one) => one.toJS());
  return printed(
    crdSchemas(
      all.filter((one) => one && !known.has(one.metadata.name)),
      set,
    ),
  );
}

/** A node and a set to a line, so that a new release shows as what it changes. */
function printed({ nodes, sets }) {
  const lines = Object.entries(sets).map(([name, kinds]) => `${JSON.stringify(name)}:${JSON.stringify(kinds)}`);
  return `{"nodes":[\n${nodes.map((node) => JSON.stringify(node)).join(",\n")}\n],"sets":{\n${lines.join(",\n")}\n}}\n`;
}
