import { digests } from "../../src/catalog/data/rolls";
import { distribution, findRelease } from "../../src/catalog/lookup";
import { type RollFact, rollsWith } from "../../src/catalog/rolls";
import type { DistributionName } from "../../src/catalog/types";

test.each<[DistributionName, string, string, string | undefined, RollFact["roll"], RegExp]>([
  ["sail", "1.28.3", "1.30.3", "v1.28.3", "rolls", /registry\.istio\.io/],
  ["sail", "1.28.0", "1.29.2", undefined, "rolls", /registry/],
  ["sail", "1.29.1", "1.29.2", undefined, "rolls", /registry/],
  ["sail", "1.29.2", "1.30.3", undefined, "may roll", /stay the same/],
  ["sail", "1.28.3", "1.29.1", undefined, "may roll", /stay the same/],
  ["sail", "1.26.3", "1.28.3", undefined, "does not roll", /was run/],
  ["sail", "1.26.2", "1.28.3", undefined, "may roll", /stay the same/],
  ["openshift", "1.28.3", "1.30.3", undefined, "may roll", /expect a roll/],
  ["openshift", "3.1.7", "3.1.11", "v1.26.8", "rolls", /other images of v1\.26\.8/],
  ["openshift", "3.1.11", "3.2.8", "v1.26.8", "may roll", /the same images of v1\.26\.8/],
  ["openshift", "3.3.2", "3.3.6", "v1.28.5", "may roll", /the same images/],
  ["openshift", "3.3.1", "3.3.6", "v1.28.5", "rolls", /other images/],
  ["openshift", "3.1.1", "3.1.11", "v1.26.3", "may roll", /expect a roll/],
  ["alauda", "2.1.0", "2.1.2", "v1.28.1", "may roll", /expect a roll/],
])("%s %s to %s at %s: %s", (name, from, to, running, roll, because) => {
  const fact = rollsWith(name, from, to, running);
  expect(fact.roll).toBe(roll);
  expect(fact.because).toMatch(because);
  expect(fact.source.length).toBeGreaterThan(20);
});

test("digests are of releases that were published and install the version", () => {
  const known = distribution("openshift");
  const wrong = Object.entries(digests).flatMap(([version, releases]) =>
    Object.keys(releases).filter((one) => {
      const release = findRelease(known, one);
      return !release?.installable.includes(version);
    }),
  );
  expect(wrong).toEqual([]);
});
