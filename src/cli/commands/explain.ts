import { resolve } from "node:path";
import { nearest } from "../../basics/nearest";
import { InputError } from "../../findings/input-error";
import { findRule, type RuleDoc, ruleDocs } from "../../findings/pages";
import { findRow, ledgerRows } from "../../ledger/rows";
import type { LedgerRow } from "../../ledger/schema";
import { readTextFile } from "../../source/read-text";
import { type CliIo, type ExitCode, exitCodes } from "../io";
import { rowPage } from "../reporters/row-page";

export interface ExplainOptions {
  readonly with: readonly string[];
}

/** `meshstep explain [name]`: a rule's page, a row of the ledger, or one line for each rule. */
export function explain(name: string | undefined, options: ExplainOptions, io: CliIo): ExitCode {
  if (name === undefined) {
    const lines = Object.entries(ruleDocs).map(
      ([rule, doc]) => `${rule.padEnd(8)}  ${doc.severity.padEnd(7)}  ${doc.says}\n`,
    );
    io.out(lines.join(""));
    return exitCodes.ok;
  }
  const rule = findRule(name);
  if (rule) {
    io.out(page(rule.id, rule.doc));
    return exitCodes.ok;
  }
  const extra = extraRows(options, io);
  const row = findRow(name, extra);
  if (!row) throw unknown(name, extra);
  io.out(rowPage(row));
  return exitCodes.ok;
}

function extraRows({ with: files }: ExplainOptions, io: CliIo): readonly LedgerRow[] {
  if (files.length === 0) return [];
  // Loaded here, because checking a file takes the schemas.
  const { readLedgerFile } = require("../../ledger/read") as typeof import("../../ledger/read");
  return files.flatMap((file) => readLedgerFile(readTextFile(resolve(io.cwd, file), file), file).rows);
}

function unknown(name: string, extra: readonly LedgerRow[]): InputError {
  const near =
    nearest(name.toUpperCase(), Object.keys(ruleDocs)) ??
    nearest(
      name.toLowerCase(),
      ledgerRows(extra).map(({ id }) => id),
    );
  // A name that looks like a rule's is not said to be no change.
  const what = /^[A-Za-z]+\d*$/.test(name) ? "rule" : "rule and no change";
  return InputError.of(`there is no ${what} ${name}`, {
    hint: near ? `did you mean ${near}?` : "meshstep explain lists the rules, meshstep changes the changes",
  });
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
