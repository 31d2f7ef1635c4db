import { takesFromElsewhere } from "../../../src/repository/kustomizations/file";
import { folderWith } from "../../support/folder";

test.each<[what: string, value: unknown, expected: boolean]>([
  ["a file that is here", { resources: ["a.yaml"] }, false],
  ["an address", { resources: ["https://example.com/base"] }, true],
  ["a ConfigMap with a hash behind its name", { configMapGenerator: [{ name: "a" }] }, false],
  ["one by its name", { configMapGenerator: [{ name: "a", options: { disableNameSuffixHash: true } }] }, true],
  [
    "all Secrets by their names",
    { generatorOptions: { disableNameSuffixHash: true }, secretGenerator: [{ name: "a" }] },
    true,
  ],
])("what a kustomization takes from elsewhere: %s", (_what, value, expected) => {
  expect(takesFromElsewhere(folderWith({ "a.yaml": "a: b\n" }), value)).toBe(expected);
});
