/** Whether a request can be for both; either may begin with a star. */
export function hostsOverlap(a: string, b: string): boolean {
  if (a === "*" || b === "*" || a === b) return true;
  const [wide, other] = a.startsWith("*.") ? [a, b] : [b, a];
  return wide.startsWith("*.") && other.endsWith(wide.slice(1));
}

/** Whether every name that the first stands for is one of the second's. */
export function isWithin(name: string, host: string): boolean {
  return host === "*" || name === host || (host.startsWith("*.") && name.endsWith(host.slice(1)));
}
