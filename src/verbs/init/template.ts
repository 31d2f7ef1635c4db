/** Puts words into a template: `{{name}}`. A line of which nothing is left is dropped, and comments behind keys line up. */
export function fillTemplate(template: string, words: Readonly<Record<string, string>>): string {
  const lines = template.split("\n").flatMap((line) => {
    const filled = line.replace(/\{\{(\w+)\}\}/g, (_, key: string) => words[key] ?? "");
    return filled.trim() === "" && line.trim() !== "" ? [] : [filled];
  });
  return alignComments(lines).join("\n");
}

/** What stands behind a key, with two spaces or more before it. */
const behind = /^(.*\S) {2,}(# .*)$/;

function alignComments(lines: readonly string[]): readonly string[] {
  const widths = lines.map((line) => (line.startsWith("#") ? 0 : (behind.exec(line)?.[1]?.length ?? 0)));
  const column = Math.max(...widths) + 2;
  return lines.map((line, index) =>
    (widths[index] ?? 0) > 0
      ? line.replace(behind, (_, key: string, comment: string) => key.padEnd(column) + comment)
      : line,
  );
}
