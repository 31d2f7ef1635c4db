import { phaseNamed, planOf } from "./support";

const dns = /DNS capture is the chart's default since 1\.25/;
const rewires = /reconcileIptablesOnStartup on: .*reaches those that were never restarted/;
const leaves = /excludeNamespaces .* out of the mesh/;

describe("what a newer CNI plugin does to ambient pods by itself, said where it arrives", () => {
  const cases: [line: string, phase: string, says: RegExp[], silent: RegExp[]][] = [
    ["sail ambient 1.27.3 v1.24.6 -> v1.25.5", "cni-v1.25.5", [dns], [rewires, leaves]],
    ["sail ambient 1.29.2 v1.27.5 -> v1.28.6", "cni-v1.28.6", [], [dns, rewires, leaves]],
    ["sail ambient 1.30.3 v1.28.10 -> v1.29.6", "cni-v1.29.6", [rewires], [dns, leaves]],
    ["sail ambient 1.30.3 v1.29.6 -> v1.30.3", "cni-v1.30.3", [leaves], [dns, rewires]],
    // There is no sidecar that istio-cni could rewire, or take out of the mesh.
    ["openshift sidecar 3.1.4 v1.24.6 -> v1.26.6", "cni-v1.26.6", [], [dns, rewires, leaves]],
  ];
  test.each(cases)("%s, %s", (line, phase, says, silent) => {
    const jump = line.includes("openshift") ? { upgrade: { acceptVendorJumps: ["1.24->1.26"] } } : {};
    const { disruption } = phaseNamed(planOf(line, jump), phase);
    for (const pattern of says) expect(disruption).toMatch(pattern);
    for (const pattern of silent) expect(disruption).not.toMatch(pattern);
  });

  test("a jump over 1.29 brings both", () => {
    const plan = planOf("openshift ambient 3.4.1 v1.28.10 -> v1.30.3", {
      upgrade: { acceptVendorJumps: ["1.28->1.30"] },
    });
    expect(phaseNamed(plan, "cni-v1.30.3").disruption).toMatch(rewires);
    expect(phaseNamed(plan, "cni-v1.30.3").disruption).toMatch(leaves);
  });
});

describe("what live traffic feels, by what the mesh has", () => {
  const gatewayApi = { name: "api", namespace: "edge", kind: "gateway-api" as const };
  const ingress = { name: "in", namespace: "edge", kind: "injected" as const };
  const cni = { namespace: "istio-cni" };
  const waypoints = [{ name: "waypoint", namespace: "bookinfo" }];
  const onDelete = { updateStrategy: "OnDelete" as const };
  const jump = { upgrade: { acceptVendorJumps: ["1.28->1.30"] } };
  const down = { upgrade: { accept: ["proxies-ahead"] } };
  const ambientDown = "sail ambient 1.30.3 v1.29.6 -> v1.28.10";
  const sidecars = "sail sidecar 1.30.3 v1.29.5 -> v1.29.6";
  const jumping = "openshift ambient 3.4.1 v1.28.10 -> v1.30.3";
  const raised = "sail ambient 1.28.3 v1.28.3 -> v1.29.2";
  type Case = [what: string, line: string, more: object, phase: string, says: RegExp[], silent: RegExp[]];
  test.each<Case>([
    [
      "istiod rolls the Gateways of a sidecar mesh, too",
      sidecars,
      { gateways: [ingress, gatewayApi] },
      "control-plane-v1.29.6",
      [/deploys by itself, which may happen twice: edge\/api\./, /until people restart them: edge\/in\./],
      [],
    ],
    [
      "people alone restart gateways",
      sidecars,
      { gateways: [ingress] },
      "control-plane-v1.29.6",
      [/until people restart them: edge\/in\./],
      [/may happen twice/],
    ],
    ["no gateway at all", sidecars, {}, "control-plane-v1.29.6", [/Sidecars stay/], [/twice/, /Gateways/]],
    [
      "waypoints are ahead on the way down",
      ambientDown,
      { ...down, waypoints },
      "control-plane-v1.28.10",
      [
        /Until the checks of this phase hold there can be states in which waypoint v1\.29\.6 is ahead/,
        /accepts it by name/,
      ],
      [/one minor between them/],
    ],
    [
      "gateways stay ahead until their own phase is over",
      ambientDown,
      { ...down, gateways: [ingress] },
      "control-plane-v1.28.10",
      [/Until 04-restart-gateways-v1\.28\.10 is over .*gateway v1\.29\.6 is ahead of control plane v1\.28\.10/],
      [],
    ],
    ["nothing is ahead on the way up", sidecars, {}, "control-plane-v1.29.6", [], [/there can be states/]],
    [
      "a vendor jump, where it begins",
      jumping,
      jump,
      "control-plane-v1.30.3",
      [
        /Until 03-ztunnel-v1\.30\.3 is over .*ztunnel v1\.28\.10 is an accepted vendor jump behind control plane v1\.30\.3/,
      ],
      [/newer proxy/],
    ],
    ["where it ends", jumping, jump, "ztunnel-v1.30.3", [/Until the checks of this phase hold .*ztunnel/], []],
    ["after it", jumping, jump, "verify-v1.30.3", [/^None\.$/], []],
    [
      "a new operator and a mesh of istiod alone",
      "sail sidecar 1.28.3 v1.28.3 -> v1.28.10",
      {},
      "operator-1.30.3",
      [/that rolls: istiod restarts at the same Istio version\. /],
      [/istiod(,| and) CNI (may )?restart/, /all at once/, /after (it|them)/],
    ],
    [
      "and one with a CNI plugin and a Gateway",
      "sail sidecar 1.28.3 v1.28.3 -> v1.28.10",
      { cni, gateways: [gatewayApi] },
      "operator-1.30.3",
      [
        /istiod and CNI restart at the same Istio version, all at once, and the proxies that istiod deploys after them\./,
      ],
      [/that rolls: .*ztunnel restart/],
    ],
    [
      "and one whose ztunnel waits for people",
      raised,
      { upgrade: { ztunnel: onDelete } },
      "operator-1.29.2",
      [/that rolls: istiod and CNI restart/, /ztunnel's pods stay until people delete them/],
      [],
    ],
    [
      "a whole mesh in one phase under OnDelete",
      "openshift ambient 3.3.8 v1.28.8 -> v1.28.10",
      { upgrade: { phases: "combined" }, ztunnel: { namespace: "ztunnel", ...onDelete } },
      "control-plane-cni-ztunnel-v1.28.10",
      [/ztunnel stays for now: with OnDelete/, /istio-cni-node restarts/],
      [/ztunnel restarts node by node/, /None yet/],
    ],
    [
      "and without it",
      "openshift ambient 3.3.8 v1.28.8 -> v1.28.10",
      { upgrade: { phases: "combined" } },
      "control-plane-cni-ztunnel-v1.28.10",
      [/ztunnel restarts node by node/],
      [/OnDelete/],
    ],
    [
      "a namespace with gateways restarts without them",
      sidecars,
      {
        cni,
        namespaces: [{ name: "edge" }, { name: "shop" }],
        gateways: [ingress, gatewayApi],
        upgrade: { cohorts: [["shop"]] },
      },
      "restart-cohort-2-v1.29.6",
      [/leaves gateways alone, which move by a step of their own: edge\/api-istio, edge\/in\./],
      [],
    ],
    [
      "and one without restarts whole",
      sidecars,
      { namespaces: [{ name: "edge" }, { name: "shop" }], gateways: [ingress], upgrade: { cohorts: [["shop"]] } },
      "restart-cohort-1-v1.29.6",
      [/^Every workload of shop restarts/],
      [/gateways/],
    ],
  ])("%s", (_, line, more, phase, says, silent) => {
    const { disruption } = phaseNamed(planOf(line, more), phase);
    for (const pattern of says) expect(disruption).toMatch(pattern);
    for (const pattern of silent) expect(disruption).not.toMatch(pattern);
  });

  test.each<[what: string, line: string, more: object, why: RegExp]>([
    ["an ambient mesh", ambientDown, { ...down, waypoints }, /^On the way down ztunnel and the CNI plugin move before/],
    [
      "what follows",
      ambientDown,
      { ...down, waypoints },
      /waypoints take their version from istiod and come down after it/,
    ],
    ["a mesh of istiod alone", "sail sidecar 1.30.3 v1.29.6 -> v1.29.5", {}, /nothing has to move before .* sidecars/],
  ])("the order on the way down: %s", (_, line, more, why) => {
    const { phases } = planOf(line, more);
    expect(phases.find(({ kind }) => kind === "control-plane")?.why).toMatch(why);
  });

  test("commands leave out the gateways that have moved", () => {
    const plan = planOf(sidecars, { namespaces: [{ name: "edge" }], gateways: [ingress, gatewayApi] });
    const { manual } = phaseNamed(plan, "restart-workloads-v1.29.6");
    expect(manual).toEqual([expect.objectContaining({ namespace: "edge", except: ["api-istio", "in"] })]);
    const { backManual } = phaseNamed(plan, "control-plane-v1.29.6");
    expect(backManual.after).toContainEqual(
      expect.objectContaining({ namespace: "edge", except: ["api-istio", "in"] }),
    );
  });

  test.each<[platform: { kind: "openshift"; version: string }, line: string, says: boolean]>([
    [{ kind: "openshift", version: "4.18" }, jumping, false],
    [{ kind: "openshift", version: "4.18" }, jumping.replace("ambient", "sidecar"), true],
  ])("native sidecars come with a cluster only where there are sidecars: %j %s", (platform, line, says) => {
    const plan = planOf(line, { ...jump, platform, cni });
    const found = plan.phases.filter(({ kind }) => kind === "platform");
    expect(found).not.toHaveLength(0);
    expect(found.some(({ disruption }) => disruption.includes("native sidecars"))).toBe(says);
  });
});

test.each<[string, object, RegExp, RegExp]>([
  ["sail ambient 1.30.3 v1.30.0 -> v1.30.3", {}, /^Connections .* without a restart of pods\.$/, /sidecar/],
  ["sail sidecar 1.30.3 v1.30.0 -> v1.30.3", {}, /^None by itself: .* its sidecar\.$/, /Connections|ambient/],
  [
    "sail sidecar 1.30.3 v1.30.0 -> v1.30.3",
    { upgrade: { restarts: "job" } },
    /Jobs restart what has a sidecar, and nothing else: restart the others yourself\.$/,
    /Connections|ambient/,
  ],
])("namespaces join %s %j: what that is for the pods that run", (line, more, says, silent) => {
  const plan = planOf(line, { ...more, namespaces: [{ name: "shop", joins: true }] });
  const { disruption } = phaseNamed(plan, "namespaces");
  expect(disruption).toMatch(says);
  expect(disruption).not.toMatch(silent);
});

test.each<[object, RegExp, RegExp]>([
  [{}, /run more than one replica/, /serve all the while/],
  [{ controlPlane: { highAvailability: { minReplicas: 2 } } }, /serve all the while/, /run more than one/],
  [{ controlPlane: { values: { pilot: { autoscaleMin: 3 } } } }, /serve all the while/, /run more than one/],
])("istiod's roll, by how many replicas the mesh has: %j", (more, says, silent) => {
  const { disruption } = phaseNamed(planOf("sail sidecar 1.30.3 v1.29.5 -> v1.29.6", more), "control-plane-v1.29.6");
  expect(disruption).toMatch(says);
  expect(disruption).not.toMatch(silent);
});
