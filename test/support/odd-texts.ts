import { fc } from "./fast-check";

/** Pieces of texts that readers of YAML stumble over. */
const pieces = [
  ..."0 1 7 8 9 _ + - . e E : o O x X b B a y n f Z T # ' \" \\ { } [ ] , & * ! | > % @ ` ? = ~ é 😀".split(" "),
  ...["---", "...", "<<", "2026-01-01", "12:30", "true", "null", ".inf", " ", "  ", "\t", "\n", "\n\n", "\r\n"],
  ...["\u2028", "\u2029", "\ufeff", "\u00a0", "\r", "\0", "\u001b"],
];

/** Characters that kubectl reads from an escape and kustomize cannot pass on. */
const controls = ["a", " ", "\u007f", "\u0080", "\u0085", "\u009f", "\ufffe", "\uffff"];

const joined = (from: readonly string[], maxLength: number) =>
  fc.array(fc.constantFrom(...from), { maxLength }).map((parts) => parts.join(""));

/** Texts that look like numbers. */
export const numberLike = fc.oneof(
  joined([..."017_+-.eExoObB:"], 8),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.integer().map(String),
);

/** Any text: one that a delivery cannot hold, too. */
export const oddTexts: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: joined(pieces, 7) },
  { weight: 2, arbitrary: numberLike },
  { weight: 2, arbitrary: joined([" ", "\t", "\n", "a", "#", ":", "-", "\u2028"], 10) },
  { weight: 1, arbitrary: joined(controls, 3) },
  { weight: 1, arbitrary: fc.string({ unit: "grapheme", maxLength: 30 }) },
  { weight: 1, arbitrary: joined(["word ", "more: ", "\n"], 200) },
);
