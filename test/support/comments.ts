/** What would make a comment look wrong: an open fence, details that stay open, a table without its head, half a character. */
export function brokenMarkdown(comment: string): string[] {
  const problems: string[] = [];
  let fence = "";
  let table = 0;
  for (const line of comment.split("\n")) {
    const ticks = /^ *(`{3,})/.exec(line)?.[1] ?? "";
    if (fence === "" && ticks) fence = ticks;
    else if (fence !== "" && ticks.length >= fence.length && line.trim() === ticks) fence = "";
    table = fence === "" && line.startsWith("|") ? table + 1 : 0;
    if (table === 1 && !line.startsWith("| object |")) problems.push(`a row without its table: ${line}`);
    if (table > 0 && line.replaceAll("\\|", "").split("|").length !== 6) problems.push(`no row of four: ${line}`);
  }
  if (fence !== "") problems.push("a fence stays open");
  const count = (what: string) => comment.split(`\n${what}`).length;
  if (count("<details>") !== count("</details>")) problems.push("details stay open");
  // Node's own test for half of a surrogate pair; it throws.
  try {
    encodeURIComponent(comment);
  } catch {
    problems.push("half a character");
  }
  return problems;
}
