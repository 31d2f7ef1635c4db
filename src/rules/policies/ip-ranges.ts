import { isIP } from "node:net";

/** Whether a text is an IP address or, behind a slash, a block of them. */
export function isBlock(text: string): boolean {
  return isIP(text) > 0 || isRange(text);
}

/** Whether a text is a list of blocks with commas between them, or a star for all. */
export function areRanges(text: string): boolean {
  return text
    .split(",")
    .map((part) => part.trim())
    .every((part) => part === "" || part === "*" || isRange(part));
}

function isRange(text: string): boolean {
  const [address = "", bits = "", ...rest] = text.split("/");
  const family = isIP(address);
  return family > 0 && /^\d+$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128) && rest.length === 0;
}
