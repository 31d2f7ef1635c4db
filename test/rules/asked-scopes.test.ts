import { unseenByAsked } from "../../src/rules/asked-scopes";
import { istio, namespace, setOf } from "./support";

/** Folders of a mesh each, as a repository of clusters has them, and how often it is asked whether two objects are of one cluster. */
function asked(selectors: readonly object[]): { readonly times: number; readonly found: number } {
  let times = 0;
  const clusters = Array.from({ length: 40 }, () => [
    istio("v1.28.3", { values: { meshConfig: { discoverySelectors: selectors } } }),
    namespace("shop", { "istio.io/rev": "default" }),
  ]);
  const set = setOf("sail 1.28.3", clusters.flat());
  const clusterOf = new Map(set.objects.map((one, index) => [one, Math.floor(index / 2)]));
  const apart: typeof set.apart = (a, b) => {
    times += 1;
    return clusterOf.get(a) !== clusterOf.get(b);
  };
  return { found: unseenByAsked({ ...set, apart }).length, times };
}

test("who is of one cluster is asked only where a control plane leaves namespaces out", () => {
  expect(asked([])).toEqual({ found: 0, times: 0 });
  expect(asked([{ matchLabels: { team: "a" } }])).toEqual({ found: 40, times: 1600 });
});
