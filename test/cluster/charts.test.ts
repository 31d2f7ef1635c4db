import { casesAt } from "../../test-cluster/charts/cases";
import { changes, fieldsOf } from "../../test-cluster/charts/fields";
import { held } from "../../test-cluster/charts/prove";

/** What rendered charts are judged by must be able to say no; the charts themselves are not needed for that. */
const deployment = (...env: string[]) => `
kind: Deployment
metadata: { name: istiod }
spec:
  template: { spec: { containers: [{ name: discovery, env: [${["A", ...env, "Z"].map((one) => `{ name: ${one}, value: "false" }`).join(", ")}] }] } }
`;
const shows = {
  "Deployment/istiod spec.template.spec.containers[discovery].env[M].name": "M",
  "Deployment/istiod spec.template.spec.containers[discovery].env[M].value": "false",
};
const difference = (before: string, after: string) => changes(fieldsOf(before), fieldsOf(after));

test("a variable in the middle is the only change, and holds", () => {
  const found = difference(deployment(), deployment("M"));
  expect(found.map(({ field }) => field)).toEqual(Object.keys(shows));
  expect(held(found, { shows, copies: {} }).faults).toEqual([]);
});

test.each([
  ["nothing changes", deployment(), /M\].value is as without it$/],
  ["something else changes, too", deployment("M", "N"), /N\].value: \(none\) -> false, of which no row speaks$/],
  [
    "it changes to something else",
    deployment("M").replaceAll("false", "true"),
    /M\].value: \(none\) -> true, of which/,
  ],
])("says no when %s", (_, after, says) => {
  expect(held(difference(deployment(), after), { shows, copies: {} }).faults).toContainEqual(
    expect.stringMatching(says),
  );
});

test("documents in a ConfigMap are compared by their keys, and a copy may repeat what was given and nothing else", () => {
  const config = (env: string) => `
kind: ConfigMap
metadata: { name: values }
data:
  merged-values: |
    { "pilot": { "env": ${env} } }
`;
  const copies = { "ConfigMap/values data.merged-values.pilot.env.M": "false" };
  const found = difference(config("{}"), config('{ "M": "false" }'));
  expect(held(found, { shows: {}, copies })).toEqual({ differs: [], copies: 1, faults: [] });
  expect(held(difference(config("{}"), config('{ "M": "true" }')), { shows: {}, copies }).faults).toHaveLength(1);
});

test("an object that goes as a whole", () => {
  const found = difference(deployment(), "");
  expect(held(found, { shows: { "Deployment/istiod *": undefined }, copies: {} }).faults).toEqual([]);
  expect(held([], { shows: { "Deployment/istiod *": undefined }, copies: {} }).faults).toHaveLength(1);
});

test.each(["1.24.6", "1.25.5", "1.26.8", "1.27.5", "1.28.3", "1.29.5", "1.30.4"])(
  "it is said of every value of the ledger where it shows in the charts of %s",
  (version) => {
    expect(
      casesAt(version).filter(
        ({ kept, shows }) => !("Istio.spec.values.compatibilityVersion" in kept) && !Object.keys(shows).length,
      ),
    ).toEqual([]);
  },
);
