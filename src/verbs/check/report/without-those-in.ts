import { resolve } from "node:path";
import type { Place } from "../../../findings/finding";
import { pathBelow } from "../../../source/folder-files";
import type { CheckReport } from "./report";

/** A report without what it says of some files and folders, which were read for the sake of what was asked about. */
export function withoutThoseIn(along: readonly string[], report: CheckReport, cwd: string): CheckReport {
  const folders = along.map((path) => resolve(cwd, path));
  const isAsked = ({ place }: { readonly place?: Place | undefined }) =>
    place === undefined || !folders.some((one) => pathBelow(one, resolve(cwd, place.file)) !== undefined);
  return { ...report, findings: report.findings.filter(isAsked), broken: report.broken.filter(isAsked) };
}
