/** A regular expression of Envoy and Go (RE2) as one of ours; undefined when it is none. Flags and named groups are written otherwise there; what is left is common to both. */
export function expressionOf(text: string): RegExp | undefined {
  try {
    return new RegExp(
      text
        .replace(/\(\?(?:[imsU]+|[imsU]*-[imsU]+)\)/g, "")
        .replace(/\(\?(?:[imsU]+|[imsU]*-[imsU]+):/g, "(?:")
        .replace(/\(\?P</g, "(?<"),
    );
  } catch {
    return undefined;
  }
}
