/*
 * Tests that want something from outside the repository: where it is missing they are reported as skipped, with the reason in
 * their name, and never silently passed.
 */

type Define = (name: string, body: () => void) => void;

/** `test` where something is present; a skipped test that says why elsewhere. */
export function testWhere(present: boolean, reason: string): Define {
  return (name, body) => (present ? test(name, body) : test.skip(`${name} (skipped: ${reason})`, body));
}

/** `describe` where something is present; a skipped block that says why elsewhere. */
export function describeWhere(present: boolean, reason: string): (name: string, body: () => void) => void {
  return (name, body) => (present ? describe(name, body) : describe.skip(`${name} (skipped: ${reason})`, body));
}
