import { createHash } from "node:crypto";

/** The sha256 of a text or of bytes, as 64 hexadecimal digits. */
export function sha256(content: string | Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}
