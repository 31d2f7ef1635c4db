import { argocdOrder } from "../../src/order/argocd";
import { isBefore } from "../../src/order/result";
import { fc } from "../support/fast-check";
import { asArgoDoes } from "./argo-by-chance";
import { act, entry, object } from "./support";

describe("whatever Argo CD leaves to chance", () => {
  const kinds = ["Namespace", "ConfigMap", "Job", "Istio", "Gateway", "Widget", "CustomResourceDefinition"];
  const anyObject = fc.record({
    kind: fc.constantFrom(...kinds),
    name: fc.constantFrom("a", "b", "c"),
    namespace: fc.constantFrom("a", "b", undefined),
    wave: fc.constantFrom("0", "1", "2"),
  });
  const anySnapshot = fc.uniqueArray(anyObject, {
    selector: ({ kind, name, namespace }) => `${kind}/${isClusterScoped(kind) ? "" : namespace}/${name}`,
    maxLength: 14,
  });

  test("what the function promises to come first does come first", () => {
    fc.assert(
      fc.property(anySnapshot, fc.infiniteStream(fc.nat()), (found, chance) => {
        const entries = found.map(({ kind, name, namespace, wave }) =>
          entry(object(kind, name, { wave, ...(namespace && !isClusterScoped(kind) && { namespace }) }, specOf(kind))),
        );
        const groups = asArgoDoes(entries, () => chance.next().value as number);
        const { placed } = argocdOrder(entries);
        for (const one of placed)
          for (const other of placed)
            if (isBefore(one, other))
              expect([act(one), act(other), (groups.get(one.entry) ?? 0) < (groups.get(other.entry) ?? 0)]).toEqual([
                act(one),
                act(other),
                true,
              ]);
      }),
      { numRuns: 300 },
    );
  });
});

function isClusterScoped(kind: string): boolean {
  return ["Namespace", "Istio", "CustomResourceDefinition"].includes(kind);
}

function specOf(kind: string): object {
  return kind === "CustomResourceDefinition" ? { spec: { group: "example.com", names: { kind: "Widget" } } } : {};
}
