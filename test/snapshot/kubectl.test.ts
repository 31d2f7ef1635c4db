import { lossesIn } from "../../src/mesh/kustomize-losses";
import type { KubernetesObject } from "../../src/mesh/mesh";
import { manifestYaml } from "../../src/snapshot/manifest-yaml";
import { fc } from "../support/fast-check";
import { builtByKustomize, readByKubectl, testWithKubectl } from "../support/kubectl";
import { oddTexts } from "../support/odd-texts";

/** Every text as a value, in a list, deep inside, and as a key; in one object, because kubectl takes its time to start. */
function objectOf(values: readonly unknown[], keys: readonly string[]): KubernetesObject {
  const spec = {
    values: values.map((value) => ({ value })),
    list: [values],
    keys: keys.map((key) => ({ [key]: 1 })),
    "~": values.at(-1),
  };
  return { apiVersion: "v1", kind: "X", metadata: { name: "x" }, spec };
}

const batch = <T>(one: fc.Arbitrary<T>) => fc.array(one, { minLength: 300, maxLength: 600, size: "max" });

/** A JavaScript object has one key less. */
const isKey = (text: string) => text !== "__proto__";

testWithKubectl("kubectl reads every text as it was, and as a key", () => {
  fc.assert(
    fc.property(batch(oddTexts), (texts) => {
      const object = objectOf(texts, texts.filter(isKey));
      expect(readByKubectl(manifestYaml(object))["spec"]).toEqual(object["spec"]);
    }),
    { numRuns: 5, endOnFailure: true },
  );
});

testWithKubectl("and behind kustomize, which reads and writes by other rules, the same", () => {
  fc.assert(
    fc.property(batch(oddTexts), (texts) => {
      const object = objectOf(
        texts.filter((text) => lossesIn(text).length === 0),
        texts.filter((text) => isKey(text) && lossesIn({ [text]: 1 }).length === 0),
      );
      expect(readByKubectl(builtByKustomize(manifestYaml(object)))["spec"]).toEqual(object["spec"]);
    }),
    { numRuns: 5, endOnFailure: true },
  );
});

testWithKubectl("numbers, too, whatever their size", () => {
  const edges = [0, 1e3, 0.5, 1e20, 1e21, 2 ** 53, 2 ** 63, 2 ** 64, 2 ** 64 + 4096, 5e-324, Number.MAX_VALUE];
  const one = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.maxSafeInteger(),
    fc.constantFrom(...edges),
  );
  fc.assert(
    // -0 has no place in JSON: the API server never sees it.
    fc.property(batch(one.map((number) => number + 0)), (numbers) => {
      const object = objectOf(numbers, []);
      const text = manifestYaml(object);
      expect(readByKubectl(text)["spec"]).toEqual(object["spec"]);
      expect(readByKubectl(builtByKustomize(text))["spec"]).toEqual(object["spec"]);
    }),
    { numRuns: 2, endOnFailure: true },
  );
});
