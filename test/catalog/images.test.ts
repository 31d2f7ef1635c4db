import { operatorRoll, rollWords } from "../../src/catalog/images";
import { distribution, findRelease } from "../../src/catalog/lookup";
import type { DistributionName, OperatorRelease } from "../../src/catalog/types";

const roll = (name: DistributionName, from: string, to: string, ...versions: string[]) => {
  const d = distribution(name);
  return operatorRoll(d, findRelease(d, from) as OperatorRelease, findRelease(d, to) as OperatorRelease, versions);
};

test.each<[DistributionName, string, string, string, string]>([
  // Run in a lab: the first rolled everything, the second nothing.
  ["sail", "1.28.3", "1.30.3", "v1.28.3", "yes"],
  ["sail", "1.26.3", "1.28.3", "v1.26.3", "no"],
  ["sail", "1.29.1", "1.29.2", "v1.28.5", "yes"],
  ["sail", "1.30.0", "1.30.3", "v1.30.0", "no"],
  ["openshift", "3.1.10", "3.1.11", "v1.26.8", "yes"],
  ["openshift", "3.1.11", "3.2.8", "v1.26.8", "no"],
  ["openshift", "3.3.1", "3.3.2", "v1.28.5", "yes"],
  ["openshift", "3.3.2", "3.3.6", "v1.28.5", "no"],
  ["openshift", "3.3.5", "3.4.1", "v1.28.8", "no"],
  ["openshift", "3.2.7", "3.2.8", "v1.26.6", "unlikely"],
  ["openshift", "3.0.13", "3.0.14", "v1.24.6", "likely"],
  ["openshift", "3.3.6", "3.4.1", "v1.28.10", "unlikely"],
  ["alauda", "2.1.0", "2.1.1", "v1.28.1", "unknown"],
])("%s %s to %s with %s: %s", (name, from, to, version, expected) => {
  expect(roll(name, from, to, version).rolls).toBe(expected);
});

test("of several versions the most restless one decides, and the words say why", () => {
  const both = roll("openshift", "3.2.5", "3.2.7", "v1.26.6", "v1.27.9");
  expect(both.rolls).toBe("yes");
  expect(rollWords(both)).toBe(
    "istiod, CNI, waypoints and ztunnel roll at the same Istio version: 3.2.7 names other images of 1.27.9 than 3.2.5.",
  );
  expect(rollWords(roll("sail", "1.28.3", "1.30.3", "v1.28.3"))).toMatch(/registry\.istio\.io instead of gcr\.io\.$/);
});
