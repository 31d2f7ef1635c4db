import type { Outcome } from "../../verbs/verify/verify";
import { verdictOf } from "../../verbs/verify/verify";
import { verifyMarkdown } from "./verify-markdown";
import { summary, type VerifyFormat, type VerifyReport, verifyText } from "./verify-report";

const render: Readonly<Record<VerifyFormat, (report: VerifyReport) => string>> = {
  text: verifyText,
  json: verifyJson,
  junit: verifyJunit,
  github: verifyGithub,
  markdown: verifyMarkdown,
};

/** A verification in the format that was asked for. */
export function verifyOutput(report: VerifyReport, format: VerifyFormat): string {
  return render[format](report);
}

function verifyJson(report: VerifyReport): string {
  const { mesh, phase, back, state, nothing } = report;
  const checks = report.checks.map(({ check, says, run }, index) => ({
    says,
    ...outcomeOf(state.outcomes[index] as Outcome),
    run,
    check,
  }));
  const verdict = ["holds", "does not hold", "could not be asked"][verdictOf(state)];
  const elapsedSeconds = Math.round(state.elapsed / 1000);
  return `${JSON.stringify({ version: 1, mesh, phase, back, verdict, ...(nothing !== undefined && { nothing }), elapsedSeconds, ...(state.away !== undefined && { away: state.away }), checks }, null, 2)}\n`;
}

function outcomeOf(outcome: Outcome) {
  const { is, ...told } = outcome;
  return { outcome: is, ...told };
}

function verifyJunit(report: VerifyReport): string {
  const { mesh, phase, state } = report;
  const cases = report.checks.map(({ says }, index) => {
    const outcome = state.outcomes[index] as Outcome;
    const body = {
      holds: "",
      missing: `<failure message="${xml(whyOf(outcome))}"/>`,
      unasked: `<error message="${xml(whyOf(outcome))}"/>`,
      skipped: "<skipped/>",
    }[outcome.is];
    const open = `    <testcase classname="${xml(`${mesh}.${phase}`)}" name="${xml(says)}"`;
    return body ? `${open}>${body}</testcase>` : `${open}/>`;
  });
  const count = (is: Outcome["is"]) => state.outcomes.filter((one) => one.is === is).length;
  const counts = `tests="${cases.length}" failures="${count("missing")}" errors="${count("unasked")}" skipped="${count("skipped")}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${counts}>`,
    `  <testsuite name="${xml(`meshstep verify ${mesh} ${phase}`)}" ${counts} time="${(state.elapsed / 1000).toFixed(3)}">`,
    ...cases,
    "  </testsuite>",
    "</testsuites>",
    "",
  ].join("\n");
}

function xml(text: string): string {
  const plain = [...text].filter((char) => char >= " " || char === "\t").join("");
  return plain.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}

/** Annotations of a GitHub job. */
function verifyGithub(report: VerifyReport): string {
  const lines = report.checks.flatMap(({ says }, index) => {
    const outcome = report.state.outcomes[index] as Outcome;
    if (outcome.is === "holds" || outcome.is === "skipped") return [];
    const title = outcome.is === "missing" ? "does not hold" : "could not be asked";
    return [`::error title=${escaped(`${report.phase}: ${title}`)}::${escaped(`${says}: ${outcome.why}`)}`];
  });
  return [...lines, `::notice::${escaped(summary(report))}`, ""].join("\n");
}

function escaped(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function whyOf(outcome: Outcome): string {
  return "why" in outcome ? outcome.why : "";
}
