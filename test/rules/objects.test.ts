import { identity } from "../../src/objects/kubernetes-object";
import { listAt, textAt, valueAt } from "../../src/objects/object-paths";
import { namespaceLabels } from "../../src/rules/objects";
import { namespace, setOf, sharedNamespace } from "./support";

test.each<[unknown, string[], unknown]>([
  [{ a: { b: 1 } }, ["a", "b"], 1],
  [{ a: { b: null } }, ["a", "b"], null],
  [{ a: null }, ["a", "b"], undefined],
  [{ a: "text" }, ["a", "length"], undefined],
  [{ a: [1] }, ["a", "b"], undefined],
  [{}, ["constructor"], undefined],
  [undefined, ["a"], undefined],
])("%j at %j", (value, path, expected) => {
  expect(valueAt(value, ...path)).toBe(expected);
});

test("texts are texts, and numbers as YAML reads them", () => {
  const value = { text: "v1.28.3", number: 1.28, flag: true, list: ["a"], map: {} };
  expect(Object.keys(value).map((key) => textAt(value, key))).toEqual([
    "v1.28.3",
    "1.28",
    undefined,
    undefined,
    undefined,
  ]);
  expect(Object.keys(value).map((key) => listAt(value, key))).toEqual([[], [], [], ["a"], []]);
});

test("an object is the same object in another version of its API", () => {
  const one = namespace("shop");
  expect(identity({ ...one, apiVersion: "v2" })).toBe(identity(one));
  expect(identity({ ...one, apiVersion: "example.com/v1" })).not.toBe(identity(one));
});

test("a namespace's labels are complete only when nobody else may write them", () => {
  const known = (...objects: ReturnType<typeof namespace>[]) => namespaceLabels(setOf("sail", objects), "shop");
  const name = { "kubernetes.io/metadata.name": "shop" };
  expect(known()).toEqual({ labels: name, complete: false });
  expect(known(namespace("other", { a: "1" }))).toEqual({ labels: name, complete: false });
  expect(known(namespace("shop", { a: "1" }))).toEqual({ labels: { a: "1", ...name }, complete: true });
  expect(known(sharedNamespace("shop", { a: "1" }))).toEqual({ labels: { a: "1", ...name }, complete: false });
  expect(known(namespace("shop", { a: "1" }), sharedNamespace("shop", { b: "2" }))).toEqual({
    labels: { a: "1", b: "2", ...name },
    complete: false,
  });
  const argo = { "argocd.argoproj.io/sync-options": "Prune=false,ServerSideApply=true" };
  expect(known(namespace("shop", {}, argo)).complete).toBe(false);
});
