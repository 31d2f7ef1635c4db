/** Single quotes for a POSIX shell. */
export function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** A word of a command line, in quotes only where the shell would read it otherwise. */
export function word(text: string): string {
  return /^[A-Za-z0-9_./:=,@%+-]+$/.test(text) ? text : quote(text);
}

/** A command line for a POSIX shell. */
export function commandLine(...words: readonly string[]): string {
  return words.map(word).join(" ");
}
