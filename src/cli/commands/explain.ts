import { InputError } from "../../findings/input-error";
import { findRule, type RuleDoc, ruleDocs } from "../../findings/rules";
import { nearest } from "../../source/nearest";
import { type CliIo, type ExitCode, exitCodes } from "../io";

/** `meshstep explain [rule]`: a rule's page, or one line for each. */
export function explain(id: string | undefined, io: CliIo): ExitCode {
  if (id === undefined) {
    const lines = Object.entries(ruleDocs).map(
      ([rule, doc]) => `${rule.padEnd(8)}  ${doc.severity.padEnd(7)}  ${doc.says}\n`,
    );
    io.out(lines.join(""));
    return exitCodes.ok;
  }
  const found = findRule(id);
  if (!found) {
    const near = nearest(id.toUpperCase(), Object.keys(ruleDocs));
    throw InputError.of(`there is no rule ${id}`, {
      hint: near ? `did you mean ${near}?` : "meshstep explain lists them",
    });
  }
  io.out(page(found.id, found.doc));
  return exitCodes.ok;
}

function page(id: string, doc: RuleDoc): string {
  return [
    `${id} (${doc.severity})`,
    doc.says,
    "",
    `Why:  ${doc.why}`,
    `Do:   ${doc.fix}`,
    ...doc.citations.map((citation) => `See:  ${citation}`),
    "",
  ].join("\n");
}
