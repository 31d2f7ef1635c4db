import type { MeshPath } from "../findings/finding";
import type { Problem } from "../findings/input-error";
import type { YamlSource } from "../source/yaml-source";
import type { ReleaseEntry } from "./releases-schema";
import { isAlias, minorOf, withoutV, withV } from "./version";

type Report = (path: MeshPath, message: string, hint?: string) => void;

/** Everything in which releases that are well-formed one by one contradict themselves or each other. */
export function releaseProblems(entries: readonly ReleaseEntry[], source: YamlSource): Problem[] {
  const problems: Problem[] = [];
  const report: Report = (path, message, hint) => {
    problems.push({ message, path, place: source.locate(path), ...(hint ? { hint } : {}) });
  };
  reportRepeated(
    entries.map((entry) => withoutV(entry.version)),
    (index) => ["releases", index, "version"],
    report,
  );
  entries.forEach((entry, index) => {
    reportEntry(entry, ["releases", index], report);
  });
  return problems;
}

function reportEntry(entry: ReleaseEntry, path: MeshPath, report: Report): void {
  const installable = new Set(entry.installable.map(withV));
  const at = (list: string) => (index: number) => [...path, list, index];
  reportRepeated(entry.installable.map(withV), at("installable"), report);
  reportRepeated(entry.endOfLife.map(withV), at("endOfLife"), report);

  const notInstallable = (version: string, where: MeshPath) => {
    if (!installable.has(withV(version))) report(where, `${withV(version)} is not one of the installable versions`);
  };
  if (entry.defaultVersion) notInstallable(entry.defaultVersion, [...path, "defaultVersion"]);
  entry.ztunnel?.lacks.forEach((version, index) => {
    notInstallable(version, [...path, "ztunnel", "lacks", index]);
  });
  for (const [alias, version] of Object.entries(entry.aliases ?? {})) {
    const where = [...path, "aliases", alias];
    if (minorOf(alias) !== minorOf(version)) report(where, `${withV(version)} is no version of ${minorOf(alias)}`);
    else notInstallable(version, where);
  }
  reportAlive(entry, path, report);
}

/** A version is either deployed or refused; an alias is end of life only when nothing of its minor is left. */
function reportAlive(entry: ReleaseEntry, path: MeshPath, report: Report): void {
  const installable = new Set(entry.installable.map(withV));
  const minors = new Set(entry.installable.map(minorOf));
  entry.endOfLife.forEach((version, index) => {
    const where = [...path, "endOfLife", index];
    if (installable.has(withV(version))) report(where, `${withV(version)} is installable too`, "keep it in one list");
    if (isAlias(version) && minors.has(minorOf(version))) {
      report(where, `${withV(version)} still has installable versions`, "leave the alias out");
    }
  });
}

function reportRepeated(values: readonly string[], path: (index: number) => MeshPath, report: Report): void {
  const seen = new Set<string>();
  values.forEach((value, index) => {
    if (seen.has(value)) report(path(index), `${value} stands here twice`);
    seen.add(value);
  });
}
