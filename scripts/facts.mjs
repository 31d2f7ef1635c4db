/**
 * Holds what meshstep knows against itself: ledger, platform windows, catalogue and examples. Offline.
 *
 *   node scripts/facts.mjs    prints what contradicts what, and exits 1 when anything does
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { load, root } from "./load.mjs";

const { contradictions, distribution, findRelease, isInstallable, isAlias, parse, ledgerRows } = load(`
  export { contradictions } from "./src/ledger/consistency";
  export { ledgerRows } from "./src/ledger/rows";
  export { distribution, findRelease, isInstallable } from "./src/catalog/lookup";
  export { isAlias } from "./src/catalog/version";
  export { parse } from "yaml";
`);

const problems = [...contradictions(), ...exampleProblems()];
for (const problem of problems) console.error(problem);
console.error(
  problems.length
    ? `${problems.length} contradictions`
    : `${ledgerRows().length} rows, windows, catalogue and examples go together`,
);
process.exitCode = problems.length ? 1 : 0;

/** Every example names what the catalogue has, and accepts and keeps only what the ledger knows. */
function exampleProblems() {
  const ids = new Set(ledgerRows().map(({ id }) => id));
  return readdirSync(join(root, "examples")).flatMap((name) => {
    const { spec } = parse(readFileSync(join(root, "examples", name, "mesh.yaml"), "utf8"));
    const known = distribution(spec.distribution);
    const release = findRelease(known, String(spec.operator.release));
    const { to: target, keepBehaviour: kept } = spec.upgrade ?? {};
    const says = (problem) => `example ${name}: ${problem}`;
    if (!release) return [says(`operator release ${spec.operator.release} is not in the catalogue`)];
    return [
      ...(isAlias(spec.version) || isInstallable(release, spec.version)
        ? []
        : [says(`${spec.version} is not installable in ${release.version}`)]),
      ...(target === undefined || known.releases.some((one) => isInstallable(one, target))
        ? []
        : [says(`goes to ${target}, which no release installs`)]),
      ...[...(spec.upgrade?.acceptFaults ?? []), ...(Array.isArray(kept) ? kept : [])]
        .filter((id) => !ids.has(id))
        .map((id) => says(`names ${id}, which is no row`)),
    ];
  });
}
