import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { sha256 } from "../../basics/sha256";
import type { Finding, Place } from "../../findings/finding";
import type { Problem } from "../../findings/input-error";
import { type RuleDoc, ruleDocs } from "../../findings/pages";
import { fileBelow, type ReportBase } from "./report-file";

const ruleIds = Object.keys(ruleDocs).sort() as (keyof typeof ruleDocs)[];

/**
 * SARIF 2.1.0 (OASIS): one run, every rule with its page, one result per finding, and a notification for what could not be read.
 * @param version of meshstep
 */
export function findingsSarif(
  findings: readonly Finding[],
  base: ReportBase,
  version: string,
  broken: readonly Problem[] = [],
): string {
  const rules = ruleIds.map((id) => ruleDescriptor(id, ruleDocs[id]));
  const log = {
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "meshstep", semanticVersion: version, rules } },
        columnKind: "utf16CodeUnits",
        ...(broken.length > 0 && {
          invocations: [
            { executionSuccessful: false, toolExecutionNotifications: broken.map((one) => notification(one, base)) },
          ],
        }),
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

function notification({ message, hint, place }: Problem, base: ReportBase) {
  return {
    level: "error",
    message: { text: [message, ...(hint ? [hint] : [])].join("\n") },
    ...(place && { locations: [{ physicalLocation: physicalLocation(place, base) }] }),
  };
}

function physicalLocation(place: Place | undefined, base: ReportBase) {
  const uri = uriOf(place?.file ?? base.fallback, base);
  return {
    artifactLocation: { uri },
    ...(place && { region: { startLine: place.line, startColumn: place.column } }),
  };
}

function result({ rule, severity, message, hint, object, place }: Finding, base: ReportBase) {
  const physical = physicalLocation(place, base);
  return {
    ruleId: rule,
    ruleIndex: ruleIds.indexOf(rule),
    level: severity,
    message: { text: [object ? `${object}: ${message}` : message, ...(hint ? [hint] : [])].join("\n") },
    locations: [
      {
        physicalLocation: physical,
        ...(object && { logicalLocations: [{ fullyQualifiedName: object, kind: "object" }] }),
      },
    ],
    // Says nothing of lines, so that a finding stays the same when others move it.
    partialFingerprints: {
      "meshstepFinding/v1": fingerprint([rule, object ?? "", physical.artifactLocation.uri, message]),
    },
  };
}

/** Relative to the base; what is outside has to be named as a whole. */
function uriOf(file: string, base: ReportBase): string {
  const path = fileBelow(base, file);
  if (path === undefined) return pathToFileURL(resolve(base.cwd, file)).href;
  return path === "" ? "." : path.split("/").map(encodeURIComponent).join("/");
}

function fingerprint(parts: readonly string[]): string {
  return sha256(JSON.stringify(parts));
}
