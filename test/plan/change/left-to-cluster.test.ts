import { meshOf, policy, rowOf } from "./support";

/* What takes more along than itself when it is deleted is left to the cluster, as a Namespace of spec.namespaces is. */

const core = (kind: string, name: string, annotations?: Record<string, string>) => ({
  apiVersion: "v1",
  kind,
  metadata: { name, ...(kind === "Namespace" ? {} : { namespace: "shop" }), ...(annotations && { annotations }) },
});
const definition = {
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition",
  metadata: { name: "tills.example.com" },
};

test.each([
  ["a Namespace", core("Namespace", "edge")],
  ["a Namespace that engines were told to prune", core("Namespace", "edge", prunable())],
  ["a volume", core("PersistentVolumeClaim", "books")],
  ["a CRD", definition],
])("%s that leaves spec.manifests stays, and nobody is asked to delete it", (_, object) => {
  const { plan, snapshots } = rowOf(
    meshOf({ delivery: { engine: "none" } }, [object]),
    meshOf({ delivery: { engine: "none" } }),
  );
  const annotations = snapshots.map(
    ({ entries }) => entries.find((one) => one.object.kind === object.kind)?.object.metadata.annotations,
  );
  expect(annotations.slice(1)).toEqual([
    {
      "argocd.argoproj.io/compare-options": "IgnoreExtraneous",
      "argocd.argoproj.io/sync-options": "Prune=false,Delete=false",
      "argocd.argoproj.io/sync-wave": "60",
      "kustomize.toolkit.fluxcd.io/prune": "disabled",
      "meshstep.dev/let-go": "true",
    },
    undefined,
  ]);
  const { [1]: letGo, [2]: removed } = plan.phases;
  expect(letGo?.changes).toEqual([expect.stringMatching(/is let go, and stays protected$/)]);
  expect(removed?.changes).toEqual([expect.stringMatching(/left to the cluster$/)]);
  expect(removed?.disruption).toMatch(/^\w+ leave Git and stay in the cluster, with /);
  expect(plan.phases.flatMap(({ manual, backManual }) => [...manual, ...backManual.after])).toEqual([]);
  expect(plan.phases.flatMap(({ gates, back }) => [...gates, ...back])).not.toContainEqual(
    expect.objectContaining({ check: "object-gone" }),
  );
});

test("walking back leaves it where the row has brought it", () => {
  const { plan } = rowOf(meshOf({}), meshOf({}, [core("Namespace", "edge")]));
  expect(plan.phases[1]?.backManual.after).toEqual([]);
});

test("what goes beside it is named for what it is", () => {
  const config = core("ConfigMap", "till");
  const { plan } = rowOf(meshOf({}, [core("Namespace", "edge"), config, policy("p")]), meshOf({}));
  expect(plan.phases[2]?.disruption).toBe(
    "Routes and policies that go do not hold any more. Deleted from the cluster: ConfigMap/shop/till. Namespaces leave Git and stay in the cluster, with all that is in them. Whoever wants them gone deletes them by hand.",
  );
  expect(plan.phases[1]?.why).toContain("What stays protected leaves Git");
});

test.each([
  ["spec.manifests", "spec.namespaces"],
  ["spec.namespaces", "spec.manifests"],
])("a Namespace does not move from %s to %s in one row", (from, to) => {
  const described = (where: string) =>
    where === "spec.manifests"
      ? meshOf({}, [core("Namespace", "edge")])
      : meshOf({ namespaces: [{ name: "edge", ownership: "owned" }] });
  expect(() => rowOf(described(from), described(to))).toThrow(`by ${from}, and here it is in ${to}`);
});

function prunable() {
  return { "argocd.argoproj.io/sync-options": "Prune=true", "kustomize.toolkit.fluxcd.io/prune": "enabled" };
}
