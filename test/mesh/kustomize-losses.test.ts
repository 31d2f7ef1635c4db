import { isDeepStrictEqual } from "node:util";
import type { MeshPath } from "../../src/findings/finding";
import { lossesIn } from "../../src/mesh/kustomize-losses";
import type { KubernetesObject } from "../../src/objects/kubernetes-object";
import { manifestYaml } from "../../src/snapshot/manifest-yaml";
import { builtByKustomize, readByKubectl, testWithKubectl } from "../support/kubectl";

const object = (over: object): KubernetesObject => ({
  apiVersion: "v1",
  kind: "X",
  metadata: { name: "x" },
  ...over,
});
const annotated = (key: string, value: string) => object({ metadata: { name: "x", annotations: { [key]: value } } });
const localConfig = "config.kubernetes.io/local-config";
const hashSuffix = "internal.config.kubernetes.io/needsHashSuffix";

/** What is said of each, and where. */
const lost: readonly [what: string, KubernetesObject, path: MeshPath, why: RegExp][] = [
  ["a merge key in quotes", object({ data: { "<<": "a" } }), ["data", "<<"], /a merge, whatever quotes/],
  ["one with a map", object({ spec: [{ "<<": { a: 1 } }] }), ["spec", 0, "<<"], /a merge/],
  ["DEL", object({ data: { a: "b\u007f" } }), ["data", "a"], /the text holds the character U\+007F/],
  ["a C1 control", object({ data: { a: "\u0090" } }), ["data", "a"], /U\+0090/],
  ["NEL", object({ data: { a: "a\u0085b" } }), ["data", "a"], /U\+0085/],
  ["NEL in a key", object({ data: { "a\u0085b": "" } }), ["data", "a\u0085b"], /the key holds .* U\+0085/],
  ["no character", object({ spec: ["\uffff"] }), ["spec", 0], /U\+FFFF/],
  ["lines before U+2028", object({ zz: "a\n\u2028" }), ["zz"], /several lines, the last .* U\+2028/],
  ["lines before U+2029", object({ zz: "a\n\u2029" }), ["zz"], /U\+2029/],
  ["a long key", object({ data: { ["k".repeat(1100)]: "" } }), ["data", "k".repeat(1100)], /1000 characters/],
  ["local-config", annotated(localConfig, "true"), ["metadata", "annotations", localConfig], /leaves .* out/],
  ["any local-config", annotated(localConfig, ""), ["metadata", "annotations", localConfig], /leaves .* out/],
  ["a hash suffix", annotated(hashSuffix, "enabled"), ["metadata", "annotations", hashSuffix], /another name/],
];

test.each(lost)("%s is told", (_, given, path, why) => {
  expect([...lossesIn(given)]).toEqual([{ path, why: expect.stringMatching(why) }]);
});

/** Kustomize may also fail, or print what kubectl does not read. */
function throughKustomize(given: KubernetesObject): unknown {
  try {
    const read = readByKubectl(builtByKustomize(manifestYaml(given)));
    const { labels: _, ...metadata } = read.metadata;
    return { ...read, metadata };
  } catch {
    return undefined;
  }
}

testWithKubectl("and kustomize does lose it", () => {
  const through = lost.filter(([, given]) => isDeepStrictEqual(throughKustomize(given), given));
  expect(through.map(([what]) => what)).toEqual([]);
});

const kept: readonly [what: string, KubernetesObject][] = [
  ["local-config that says no", annotated(localConfig, "false")],
  ["other words of kustomize", annotated("kustomize.config.k8s.io/behavior", "merge")],
  ["U+2028 on one line", object({ zz: "a\u2028" })],
  ["lines behind U+2028", object({ zz: "\u2028\nb" })],
  ["escapes", object({ data: { a: "\u0000\u001b\ufeff" } })],
  ["a key of 1000 characters", object({ data: { ["k".repeat(1000)]: "" } })],
  ["<< as a text", object({ data: { a: "<<" } })],
];

test.each(kept)("%s is fine", (_, given) => {
  expect([...lossesIn(given)]).toEqual([]);
});

testWithKubectl("and kustomize keeps it", () => {
  for (const [, given] of kept) expect(throughKustomize(given)).toEqual(given);
});

test("half a character is told, which no file could hold", () => {
  const [loss] = lossesIn(object({ data: { a: "a\ud800" } }));
  expect(loss).toMatchObject({ path: ["data", "a"], why: expect.stringContaining("half a character (U+D800)") });
});
