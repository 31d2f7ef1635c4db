/** Whether a request can be for both; either may begin with a star. */
export function hostsOverlap(a: string, b: string): boolean {
  if (a === "*" || b === "*" || a === b) return true;
  const [wide, other] = a.startsWith("*.") ? [a, b] : [b, a];
  return wide.startsWith("*.") && other.endsWith(wide.slice(1));
}
