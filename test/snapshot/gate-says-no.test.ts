import { gateJobs, gateNames } from "../../src/gates/job/names";
import { gateSaysNo } from "../../src/snapshot/gate-says-no-md";
import { names, planOf } from "../plan/support";

const engines = ["argocd", "flux"] as const;
const patch = "sail ambient 1.30.3 v1.30.0 -> v1.30.3";

function page(delivery: object, phase: string): string {
  const plan = planOf(patch, { delivery });
  return gateSaysNo(plan, names(plan).indexOf(phase), "kubectl").join("\n");
}

test.each(engines)(
  "%s: the Jobs of the phase by name, and what Git holds of it, by hand in the engine's name",
  (engine) => {
    const text = page({ engine }, "ztunnel-v1.30.3");
    for (const end of ["precheck", "verify"]) {
      expect(text).toMatch(new RegExp(`kubectl delete job test-${end}-03-\\w{8} -n istio-system`));
    }
    const manager = engine === "argocd" ? "argocd-controller" : "kustomize-controller";
    for (const layer of ["40-ztunnel", "95-marker"]) {
      expect(text).toContain(
        `kubectl apply --server-side --force-conflicts --field-manager=${manager} -k live/test/mesh/${layer}\n`,
      );
    }
    expect(text).toContain("-l meshstep.dev/mesh=test,meshstep.dev/phase=03-ztunnel-v1.30.3");
  },
);

test("a sync of Argo CD has to be ended, Flux needs nothing", () => {
  expect(page({ engine: "argocd" }, "cni-v1.30.3")).toContain('"phase":"Terminating"');
  expect(page({ engine: "flux" }, "cni-v1.30.3")).not.toContain("Terminating");
});

test("where the engine lives somewhere else, and the live folder too", () => {
  const text = page(
    { engine: "argocd", argocd: { namespace: "gitops" }, repository: { path: "clusters/prod" } },
    "control-plane-v1.30.3",
  );
  expect(text).toContain("test-mesh -n gitops ");
  expect(text).toContain("-k clusters/prod/mesh/20-control-plane\n");
});

test.each<[string, object, boolean]>([
  ["Flux's cluster", { engine: "flux", flux: { kubeConfig: { secretRef: { name: "east" } } } }, true],
  ["Flux's cluster", { engine: "flux" }, false],
  ["Argo CD's cluster", { engine: "argocd", argocd: { destination: { name: "east" } } }, true],
  ["Argo CD's cluster", { engine: "argocd", argocd: { destination: { server: "https://east:6443" } } }, true],
  ["Argo CD's cluster", { engine: "argocd", argocd: { destination: { name: "in-cluster" } } }, false],
  ["Argo CD's cluster", { engine: "argocd" }, false],
])("the engine's own objects are in %s: %j", (cluster, delivery, isSaid) => {
  const text = page(delivery, "cni-v1.30.3");
  const asked = text.split("\n").filter((line) => /get (applications|kustomizations)\./.test(line));
  expect(asked.map((line) => line.endsWith(`   # in ${cluster}`))).toEqual([isSaid]);
  expect(text.includes(`or, in ${cluster}, \`kubectl patch`)).toBe(isSaid && cluster.startsWith("Argo"));
});

test("nothing where there are no Jobs", () => {
  expect(page({ engine: "none" }, "cni-v1.30.3")).toBe("");
  expect(page({ engine: "flux", gates: { mode: "none" } }, "cni-v1.30.3")).toBe("");
});

test("Jobs that ask as a tenant, in the namespaces that they ask from; nothing else is deleted", () => {
  const requests = [
    {
      name: "shop",
      from: { namespace: "shop", serviceAccount: "curl" },
      url: "http://shop.shop/",
      expect: { status: 200 },
      job: { image: "registry.example.com/tools/curl:8.11.1" },
    },
  ];
  const plan = planOf(patch, { delivery: { engine: "flux" }, verify: { requests } });
  const jobs = gateNames(plan).map((names) =>
    gateJobs(plan, names).map(({ name, namespace }) => `${name} -n ${namespace}`),
  );
  expect(jobs.flat().filter((job) => job.endsWith(" -n shop"))).toHaveLength(4);
  const named = plan.phases.map((_, index) =>
    [
      ...gateSaysNo(plan, index, "kubectl")
        .join("\n")
        .matchAll(/^kubectl delete job (\S+ -n \S+)/gm),
    ].map(([, job]) => job),
  );
  expect(named).toEqual(jobs);
});
