import { type CommentBlock, commentLimit, commentParts } from "../../../src/cli/reporters/comment-parts";
import { brokenMarkdown } from "../../support/comments";
import { fc } from "../../support/fast-check";

const head = (part: number, parts: number) => `<!-- marker part=${part} -->\n## title (${part} of ${parts})`;

const text = (pieces: readonly string[]): CommentBlock => ({ pieces });
const table = (pieces: readonly string[]): CommentBlock => ({
  open: "| object | field | before | after |\n|---|---|---|---|\n",
  pieces: pieces.map((piece) => `| ${piece} | b | c | d |`),
});
const folded = (pieces: readonly string[]): CommentBlock => ({
  open: "<details><summary>x</summary>\n\n```diff\n",
  reopen: "<details><summary>x (continued)</summary>\n\n```diff\n",
  pieces: pieces.map((piece) => `+${piece}`),
  close: "\n```\n\n</details>",
});

test("what fits is one comment, with a blank line between blocks", () => {
  expect(commentParts([text(["a"]), text(["b", "c"])], head)).toEqual([
    "<!-- marker part=1 -->\n## title (1 of 1)\n\na\n\nb\nc\n",
  ]);
});

test("no blocks are a comment, too", () => {
  expect(commentParts([], head)).toEqual(["<!-- marker part=1 -->\n## title (1 of 1)\n"]);
});

test("the limit is GitHub's", () => {
  expect(commentLimit).toBe(65_536);
});

describe("a block that does not fit", () => {
  const lines = ["1", "2", "3"].map((digit) => digit.repeat(60));
  const fenced = (summary: string, shown: readonly string[]) =>
    `<details><summary>${summary}</summary>\n\n\`\`\`diff\n${shown.map((line) => `+${line}\n`).join("")}\`\`\`\n\n</details>\n`;

  test("is opened again where it goes on", () => {
    expect(commentParts([text(["before"]), folded(lines)], head, 260)).toEqual([
      `${head(1, 2)}\n\nbefore\n\n${fenced("x", lines.slice(0, 2))}`,
      `${head(2, 2)}\n\n${fenced("x (continued)", lines.slice(2))}`,
    ]);
  });

  test("is kept together where a comment of its own has room for it", () => {
    const before = "b".repeat(60);
    expect(commentParts([text([before]), folded(lines.slice(0, 2))], head, 260)).toEqual([
      `${head(1, 2)}\n\n${before}\n`,
      `${head(2, 2)}\n\n${fenced("x", lines.slice(0, 2))}`,
    ]);
  });
});

test("a piece that is longer than any comment is cut, and says so", () => {
  const [only = "", ...others] = commentParts([folded(["🚀".repeat(500)])], head, 300);
  expect(others).toEqual([]);
  expect(only).toMatch(/🚀… \(\d+ more characters\)\n```\n\n<\/details>\n$/);
  expect(only.length).toBeLessThanOrEqual(300);
  expect(brokenMarkdown(only)).toEqual([]);
});

test("property: every part is within the limit and whole in itself, and nothing is lost", () => {
  const piece = fc.stringMatching(/^[a-z🚀]{0,80}$/u);
  const block = fc
    .tuple(fc.constantFrom(text, table, folded), fc.array(piece, { maxLength: 30 }))
    .map(([make, pieces]) => make(pieces));
  fc.assert(
    fc.property(fc.array(block, { maxLength: 6 }), fc.integer({ min: 400, max: 4000 }), (blocks, limit) => {
      const parts = commentParts(blocks, head, limit);
      parts.forEach((part, index) => {
        expect(part.startsWith(`${head(index + 1, parts.length)}\n`)).toBe(true);
        expect(part.length).toBeLessThanOrEqual(limit);
        expect(brokenMarkdown(part)).toEqual([]);
      });
      const all = parts.join("").split("\n");
      const pieces = blocks.flatMap((one) => one.pieces).filter((one) => one !== "");
      let at = 0;
      for (const one of pieces) {
        at = all.indexOf(one, at) + 1;
        expect(at).toBeGreaterThan(0);
      }
    }),
    { numRuns: 300 },
  );
});
