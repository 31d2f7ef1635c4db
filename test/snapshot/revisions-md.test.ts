import { roomSection, unreachedSection, validatesSection } from "../../src/snapshot/revisions-md";
import { phaseNamed, planOf } from "../plan/support";

const line = "openshift sidecar 3.0.1 v1.24.3 -> v1.24.4";
const revised = { upgrade: { strategy: "RevisionBased" } };

test("two control planes need room, which is said before the first phase", () => {
  expect(roomSection(planOf(line, revised)).join()).toContain("as many pods of istiod again");
  expect(roomSection(planOf(line))).toEqual([]);
});

test.each<[string, object, string, readonly string[]]>([
  ["one revision, and no default", {}, "baseline", ["istio-validator-default-v1-24-3-istio-system", "Others: nobody"]],
  [
    "two of them",
    {},
    "control-plane-v1.24.4",
    ["default-v1-24-4-istio-system", "default-v1-24-3-istio-system", "Others: nobody"],
  ],
  [
    "a tag called default",
    { revisionTags: [{ name: "default" }] },
    "baseline",
    ["default-v1-24-3-istio-system", "points at default-v1-24-3"],
  ],
])("what validates Istio's objects: %s", (_, more, phase, expected) => {
  const { state } = phaseNamed(planOf(line, { ...revised, ...more }), phase);
  const text = validatesSection(state, "istio-system").join("\n");
  for (const part of expected) expect(text).toContain(part);
  expect(text.split("\n- ")).toHaveLength(expected.length + 1);
});

test("InPlace the webhooks of one istiod validate everything, and nothing is said", () => {
  expect(validatesSection(phaseNamed(planOf(line), "baseline").state, "istio-system")).toEqual([]);
});

test("what a restart does not reach is asked for in the namespaces that restart, and nowhere else", () => {
  expect(unreachedSection(planOf(line), "oc").join()).toContain('namespaces="bookinfo"');
  expect(unreachedSection(planOf("sail ambient 1.30.3 v1.30.0 -> v1.30.3"), "kubectl")).toEqual([]);
});
