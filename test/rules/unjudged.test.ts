import type { KubernetesObject } from "../../src/mesh/mesh";
import { unjudgedIn } from "../../src/rules/run";
import { expectState, setOf } from "./support";

/* What rules say that they cannot judge, because manifests decide it that are not here: no finding then, and a note. */

const kustomization = (name: string, dependsOn: readonly object[] = []): KubernetesObject => ({
  apiVersion: "kustomize.toolkit.fluxcd.io/v1",
  kind: "Kustomization",
  metadata: { name, namespace: "flux-system" },
  spec: { path: `./${name}`, dependsOn },
});

test.each<[rule: "DEL008", what: string, objects: KubernetesObject[], expected: readonly string[]]>([
  [
    "DEL008",
    "a Kustomization of a namespace of which nothing is here",
    [kustomization("mesh", [{ name: "crds", namespace: "platform" }])],
    [
      "whether Kustomization platform/crds, which others here wait for, is there: nothing of its namespace is among these manifests",
    ],
  ],
  ["DEL008", "nothing where all are here", [kustomization("mesh", [{ name: "crds" }]), kustomization("crds")], []],
])("%s: %s", (rule, _what, objects, expected) => {
  const set = setOf("sail 1.28.3", objects);
  expectState(rule, set, []);
  expect(unjudgedIn(set)).toEqual(expected);
});
