import { clip } from "../../verbs/diff/summary";

/** GitHub refuses longer comments; GitLab and Azure DevOps take more. */
export const commentLimit = 65_536;

/** Stands between the comments when all are printed; no line of a comment is equal to it. */
export const partSeparator = "<!-- meshstep:diff next-comment -->";

/** A part of a comment that may only be cut between its pieces. */
export interface CommentBlock {
  /** Before the pieces, also where they go on in another comment: the head of a table, the start of a fence. */
  readonly open?: string;
  /** @default what `open` is */
  readonly reopen?: string;
  readonly pieces: readonly string[];
  /** Between two pieces. @default a line break */
  readonly between?: string;
  readonly close?: string;
}

/**
 * Lays blocks out over as many comments as they need, each within the limit.
 * @param head what a comment starts with: `head(1, 3)` for the first of three
 * @param limit UTF-16 code units, of which there are never fewer than characters
 */
export function commentParts(
  blocks: readonly CommentBlock[],
  head: (part: number, parts: number) => string,
  limit = commentLimit,
): readonly string[] {
  const room = limit - head(99_999, 99_999).length - "\n\n\n".length;
  const bodies: string[] = [];
  let body = "";
  const turnOver = () => {
    bodies.push(body);
    body = "";
  };
  for (const block of blocks) {
    let rest = block.pieces;
    while (rest.length > 0) {
      const again = rest.length < block.pieces.length;
      const space = body === "" ? room : room - body.length - "\n\n".length;
      const count = fitting(block, rest, again, space);
      // What fits into one comment is kept together.
      const wait =
        body !== "" && (count === 0 || (count < rest.length && fitting(block, rest, again, room) === rest.length));
      if (!wait) {
        const taken = count || 1;
        const text = textOf(block, count ? rest.slice(0, taken) : [shortened(block, rest[0] ?? "", room)], again);
        body = body ? `${body}\n\n${text}` : text;
        rest = rest.slice(taken);
      }
      if (rest.length > 0) turnOver();
    }
  }
  if (body || !bodies.length) turnOver();
  return bodies.map((text, index) => `${head(index + 1, bodies.length)}${text && `\n\n${text}`}\n`);
}

function textOf(
  { open = "", reopen = open, between = "\n", close = "" }: CommentBlock,
  pieces: readonly string[],
  again: boolean,
) {
  return `${again ? reopen : open}${pieces.join(between)}${close}`;
}

/** How many of the pieces fit into the space, with what stands around them. */
function fitting(block: CommentBlock, pieces: readonly string[], again: boolean, space: number): number {
  let left = space - textOf(block, [], again).length;
  let count = 0;
  for (const piece of pieces) {
    left -= piece.length + (count ? (block.between ?? "\n").length : 0);
    if (left < 0) return count;
    count += 1;
  }
  return count;
}

/** A piece that is too long for any comment. */
function shortened(block: CommentBlock, piece: string, room: number): string {
  const words = "… (99999999 more characters)".length;
  return clip(piece, Math.max(0, room - textOf(block, [], true).length - textOf(block, [], false).length - words));
}
