import type { LedgerRow } from "../../src/ledger/schema";
import { changesFor, shownAndFolded } from "../../src/plan/brought";
import type { Plan } from "../../src/plan/phase";
import type { MeshState } from "../../src/plan/state";
import { planOf, waypoint } from "./support";

/** `dns … spreads CNI running pods`, by phase without its number. */
function told(plan: Plan, unseen = false): Record<string, string[]> {
  return Object.fromEntries(
    plan.phases.map((phase, index) => {
      const before = plan.phases[index - 1]?.state ?? phase.state;
      const brought = changesFor(before, phase.state, plan.mesh).filter((one) => (one.unseen !== undefined) === unseen);
      const lines = brought.map(({ row, how, by, reaches }) => [row.id, how, by, reaches].filter(Boolean).join(" "));
      return [phase.dir.replace(/^\d+-/, ""), lines];
    }),
  );
}

const jumps = { upgrade: { acceptVendorJumps: ["1.24->1.26", "1.28->1.30"] } };
const row = (phase: readonly string[] | undefined, id: string) => phase?.filter((line) => line.startsWith(`${id} `));

describe("DNS capture", () => {
  const plan = (line: string, cni: Record<string, unknown> = {}) =>
    told(planOf(line, { ...jumps, cni: { values: { cni: { ambient: cni } } } }));

  test("comes for new pods with the CNI that has it, for running ones with the CNI that rewires them", () => {
    const first = plan("openshift ambient 3.1.11 v1.24.6 -> v1.26.8");
    expect(row(first["cni-v1.26.8"], "ambient-dns-capture-default")).toEqual([
      "ambient-dns-capture-default arrives CNI new pods",
    ]);
    expect(Object.entries(first).filter(([, rows]) => row(rows, "ambient-dns-capture-default")?.length)).toHaveLength(
      1,
    );
    const second = plan("openshift ambient 3.4.1 v1.28.10 -> v1.30.3");
    expect(row(second["cni-v1.30.3"], "ambient-dns-capture-default")).toEqual([
      "ambient-dns-capture-default spreads CNI running pods",
    ]);
    expect(row(second["cni-v1.30.3"], "iptables-reconcile-default")).toHaveLength(1);
  });

  test.each<[why: string, values: Record<string, unknown>, expected: string[]]>([
    ["off: it reaches nobody", { dnsCapture: false }, []],
    ["rewiring kept off: it stays with new pods", { reconcileIptablesOnStartup: false }, []],
  ])("%s", (_why, values, expected) => {
    const { "cni-v1.30.3": phase } = plan("openshift ambient 3.4.1 v1.28.10 -> v1.30.3", values);
    expect(row(phase, "ambient-dns-capture-default")).toEqual(expected);
  });

  test("no value is named that the operator in force does not take, or that the version does not know", () => {
    const { phases, mesh } = planOf("openshift ambient 3.1.11 v1.24.6 -> v1.26.8", jumps);
    const index = phases.findIndex(({ kind }) => kind === "cni");
    const [before, after] = [phases[index - 1], phases[index]].map((one) => one?.state);
    const unkept = changesFor(before as MeshState, after as MeshState, mesh).filter(
      ({ row, unkept }) => row.keep && unkept,
    );
    // Its IstioCNI has neither cni.env nor shareHostNetworkNamespace, and FORCE_IPTABLES_BINARY is of 1.28.
    expect(unkept.map(({ row }) => row.id)).toEqual([
      "cni-openshift-iptables-backend",
      "cni-host-network-off",
      "cni-safe-upgrade",
    ]);
  });

  test("is nothing to a sidecar mesh", () => {
    const { "cni-v1.26.8": phase } = plan("openshift sidecar 3.1.11 v1.24.6 -> v1.26.8");
    expect(row(phase, "ambient-dns-capture-default")).toEqual([]);
  });
});

describe("sidecars", () => {
  const onKubernetes = (version: string) =>
    told(planOf("sail sidecar 1.28.3 v1.26.8 -> v1.27.5", { platform: { kind: "kubernetes", version } }));

  test("native sidecars: new pods once istiod is new, the others with their restart; only where the cluster has them", () => {
    const rows = onKubernetes("1.33");
    expect(row(rows["control-plane-v1.27.5"], "native-sidecars-default")).toEqual([
      "native-sidecars-default arrives control plane new pods",
    ]);
    expect(row(rows["restart-workloads-v1.27.5"], "native-sidecars-default")).toEqual([
      "native-sidecars-default arrives sidecars running pods",
    ]);
    expect(row(onKubernetes("1.32")["control-plane-v1.27.5"], "native-sidecars-default")).toEqual([]);
  });
});

describe("faults", () => {
  test("one that a roll of ztunnel provokes is told in that phase, by the CNI that stands there", () => {
    const rows = told(planOf("sail ambient 1.29.0 v1.28.4 -> v1.29.0"));
    expect(row(rows["ztunnel-v1.29.0"], "cni-zds-deadlock")).toEqual(["cni-zds-deadlock bites ZTunnel"]);
    const clean = told(planOf("sail ambient 1.30.3 v1.28.10 -> v1.29.6"));
    expect(row(clean["ztunnel-v1.29.6"], "cni-zds-deadlock")).toEqual([]);
  });

  test("one of the version that is left is told where it is left", () => {
    const rows = told(planOf("openshift ambient 3.0.3 v1.24.3 -> v1.24.6"));
    expect(row(rows["cni-v1.24.6"], "cni-blocks-own-upgrade")).toEqual(["cni-blocks-own-upgrade bites CNI"]);
    expect(
      row(told(planOf("openshift ambient 3.1.11 v1.24.6 -> v1.26.8", jumps))["cni-v1.26.8"], "cni-blocks-own-upgrade"),
    ).toEqual([]);
  });

  test("one that any restart of istiod provokes is told when the operator restarts it, too", () => {
    const rows = told(
      planOf("sail ambient 1.28.3 v1.28.3 -> v1.30.3", {
        waypoints: [waypoint],
        upgrade: { operator: { release: "1.30.3" } },
      }),
    );
    expect(row(rows["operator-1.30.3"], "gateways-restart-with-istiod")).toEqual([
      "gateways-restart-with-istiod bites control plane",
    ]);
    expect(row(rows["operator-1.30.3"], "registry-istio-io")).toEqual([
      "registry-istio-io arrives operator running pods",
    ]);
  });

  test("one that ends here is told last", () => {
    const { "cni-v1.26.8": phase } = told(planOf("openshift ambient 3.1.11 v1.24.6 -> v1.26.8", jumps));
    expect(phase?.at(-1)).toMatch(/^cni-deleted-pod-zds ends CNI$/);
  });
});

describe("what the mesh does not show", () => {
  test("objects that it does not carry are told apart from what applies", () => {
    const plan = planOf("sail sidecar 1.30.3 v1.29.6 -> v1.30.3");
    expect(row(told(plan)["control-plane-v1.30.3"], "sidecar-service-namespace")).toEqual([]);
    expect(row(told(plan, true)["control-plane-v1.30.3"], "sidecar-service-namespace")).toHaveLength(1);
  });

  test("values that settle the matter keep it out", () => {
    const controlPlane = { values: { pilot: { env: { PILOT_SIDECAR_PICK_BEST_SERVICE_NAMESPACE: "false" } } } };
    const plan = planOf("sail sidecar 1.30.3 v1.29.6 -> v1.30.3", { controlPlane });
    expect(row(told(plan, true)["control-plane-v1.30.3"], "sidecar-service-namespace")).toEqual([]);
  });

  test("so does a compatibility profile, for istiod", () => {
    const controlPlane = { values: { compatibilityVersion: "1.28" } };
    const { "control-plane-v1.29.6": phase } = told(
      planOf("sail ambient 1.30.3 v1.28.10 -> v1.29.6", { controlPlane }),
    );
    expect(row(phase, "circuit-breaker-remaining-metrics")).toEqual([]);
    // The CNI's half of the profile never takes effect.
    const { "cni-v1.29.6": cni } = told(planOf("sail ambient 1.30.3 v1.28.10 -> v1.29.6", { controlPlane }));
    expect(row(cni, "iptables-reconcile-default")).toHaveLength(1);
  });
});

test("an operator phase says whether it rolls what runs", () => {
  const plan = planOf("sail ambient 1.28.3 v1.28.3 -> v1.30.3");
  expect(plan.phases.find(({ kind }) => kind === "operator")?.disruption).toMatch(
    /and that rolls: istiod, CNI and ztunnel restart at the same Istio version, .*registry\.istio\.io/,
  );
});

test("at most six rows are shown, and never a small one; the rest is folded", () => {
  const plan = planOf("openshift ambient 3.4.1 v1.28.10 -> v1.30.3", { ...jumps, waypoints: [waypoint] });
  plan.phases.forEach((phase, index) => {
    const brought = changesFor(plan.phases[index - 1]?.state ?? phase.state, phase.state, plan.mesh);
    const { shown, folded, unseen } = shownAndFolded(brought);
    expect(shown.length).toBeLessThanOrEqual(6);
    expect(shown.some((one) => one.row.small || one.how === "ends")).toBe(false);
    const ids = (list: readonly { row: LedgerRow }[]) => list.map((one) => one.row.id);
    expect(ids(shown).filter((id) => ids(folded).includes(id) || ids(unseen).includes(id))).toEqual([]);
  });
});
