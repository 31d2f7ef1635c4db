import type { Kubectl } from "./check-command";
import { quote } from "./quote";

/**
 * A script for a POSIX shell, as one command that can be pasted into any shell: `sh -c '…'` does not mind being indented, and what
 * it stops with does not close the terminal. Inside, `k` is the client; it never reads what is typed meanwhile.
 *
 * @param flags variables that the reader may change in the first line
 */
export function shellScript(kubectl: Kubectl, body: string, flags: Readonly<Record<string, string>> = {}): string {
  const set = Object.entries(flags).map(([name, value]) => `${name}=${value} `);
  const script = `\nk() { ${kubectl} "$@" </dev/null; }\n${body.trim()}\n`;
  return `${set.join("")}sh -c ${quote(script)}`;
}

/** `name="value"` lines; values are names of Kubernetes objects, which hold nothing that a shell would read. */
export function variables(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}="${value}"`)
    .join("\n");
}

/** A shell text as it stands: `\\${x}` is the shell's, `${x}` ours, and no other backslash means anything here. */
export function sh(strings: TemplateStringsArray, ...values: readonly string[]): string {
  return String.raw(strings, ...values).replaceAll("\\${", "${");
}
