import { createHash } from "node:crypto";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Finding } from "../../findings/finding";
import { type RuleDoc, ruleDocs } from "../../findings/pages";
import { fileBelow, type ReportBase } from "./report-file";

const ruleIds = Object.keys(ruleDocs).sort() as (keyof typeof ruleDocs)[];

/**
 * SARIF 2.1.0 (OASIS): one run, every rule with its page, one result per finding.
 * @param version of meshstep
 */
export function findingsSarif(findings: readonly Finding[], base: ReportBase, version: string): string {
  const rules = ruleIds.map((id) => ruleDescriptor(id, ruleDocs[id]));
  const log = {
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "meshstep", semanticVersion: version, rules } },
        columnKind: "utf16CodeUnits",
        results: findings.map((one) => result(one, base)),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function ruleDescriptor(id: string, { severity, says, why, fix, citations }: RuleDoc) {
  const see = citations.map((citation) => `See: ${citation}`);
  return {
    id,
    shortDescription: { text: says },
    fullDescription: { text: why },
    help: {
      text: [`Why: ${why}`, `Do: ${fix}`, ...see].join("\n"),
      markdown: [`**Why:** ${why}`, `**Do:** ${fix}`, ...see].join("\n\n"),
    },
    defaultConfiguration: { level: severity },
  };
}

function result({ rule, severity, message, hint, object, place }: Finding, base: ReportBase) {
  const uri = uriOf(place?.file ?? base.fallback, base);
  const region = place && { startLine: place.line, startColumn: place.column };
  return {
    ruleId: rule,
    ruleIndex: ruleIds.indexOf(rule),
    level: severity,
    message: { text: [object ? `${object}: ${message}` : message, ...(hint ? [hint] : [])].join("\n") },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri }, ...(region && { region }) },
        ...(object && { logicalLocations: [{ fullyQualifiedName: object, kind: "object" }] }),
      },
    ],
    // Says nothing of lines, so that a finding stays the same when others move it.
    partialFingerprints: { "meshstepFinding/v1": fingerprint([rule, object ?? "", uri, message]) },
  };
}

/** Relative to the base; what is outside has to be named as a whole. */
function uriOf(file: string, base: ReportBase): string {
  const path = fileBelow(base, file);
  if (path === undefined) return pathToFileURL(resolve(base.cwd, file)).href;
  return path === "" ? "." : path.split("/").map(encodeURIComponent).join("/");
}

function fingerprint(parts: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}
