import { meshFromSpec } from "../../src/mesh/defaults";
import type { MeshSpecInput } from "../../src/mesh/schema";
import { planUpgrade } from "../../src/plan/plan";
import { folderWith } from "../support/folder";
import { gateway, names, planOf, verdicts, waypoint } from "./support";

const hop = (version: string) =>
  [`control-plane-${version}`, `cni-${version}`, `ztunnel-${version}`, `verify-${version}`] as const;
const down = (version: string) =>
  [`ztunnel-${version}`, `cni-${version}`, `control-plane-${version}`, `verify-${version}`] as const;
const sidecarHop = (version: string) =>
  [`control-plane-${version}`, `cni-${version}`, `restart-workloads-${version}`, `verify-${version}`] as const;

/** A release that is installed from a mirrored catalogue. */
const pinned = (release: string) => ({ release, catalog: "pinned" }) as const;
const following = (release: string, channel: string, approval: "Automatic" | "Manual" = "Manual") => ({
  release,
  subscription: { namespace: "openshift-operators", channel, approval },
});

describe("rows of phases", () => {
  test.each<[string, string, object, readonly string[]]>([
    ["patch, operator has it", "openshift ambient 3.3.1 v1.28.4 -> v1.28.5", {}, hop("v1.28.5")],
    [
      "patch, operator needed: newest of its minor",
      "openshift ambient 3.1.1 v1.26.3 -> v1.26.4",
      {},
      ["operator-3.1.12", ...hop("v1.26.4")],
    ],
    [
      "patch, operator pinned: a mirrored catalogue holds what is planned",
      "openshift ambient 3.1.1 v1.26.3 -> v1.26.4",
      { operator: pinned("3.1.1"), upgrade: { operator: { release: "3.1.2" } } },
      ["operator-3.1.2", ...hop("v1.26.4")],
    ],
    [
      "operator only",
      "openshift ambient 3.1.1 v1.26.3 -> v1.26.3",
      { upgrade: { operator: { release: "3.1.12" } } },
      ["operator-3.1.12", "verify-v1.26.3"],
    ],
    [
      "a floating channel has one head, which is good when it is the wanted one",
      "openshift ambient 3.3.6 v1.28.10 -> v1.30.3",
      { operator: following("3.3.6", "stable"), upgrade: { acceptVendorJumps: ["1.28->1.30"] } },
      ["operator-3.4.3", ...hop("v1.30.3")],
    ],
    ["nothing to do", "openshift ambient 3.1.1 v1.26.3 -> v1.26.3", {}, []],
    [
      "one minor; the operator is raised as late as it can be",
      "openshift ambient 3.1.11 v1.26.8 -> v1.28.10",
      {},
      ["operator-3.2.10", ...hop("v1.27.9"), "operator-3.3.8", ...hop("v1.28.10")],
    ],
    [
      "four minors over upstream operators, as few of them as possible",
      "sail ambient 1.26.3 v1.26.3 -> v1.30.3",
      {},
      [
        "operator-1.28.3",
        ...hop("v1.27.5"),
        ...hop("v1.28.3"),
        "operator-1.30.3",
        ...hop("v1.29.6"),
        ...hop("v1.30.3"),
      ],
    ],
    [
      "a hole: 1.27.9 is not in 3.3.0 to 3.3.2, so the row goes to a later 3.3",
      "openshift ambient 3.2.8 v1.27.9 -> v1.28.5",
      {},
      ["operator-3.3.8", ...hop("v1.28.5")],
    ],
    [
      "Alauda 2.2.0 lost 1.28.3: patch first",
      "alauda ambient 2.1.1 v1.28.3 -> v1.30.3",
      { upgrade: { acceptVendorJumps: ["1.28->1.30"] } },
      ["operator-2.1.2", ...hop("v1.28.6"), "operator-2.2.0", ...hop("v1.30.3")],
    ],
    [
      "vendor jumps and minors in one row",
      "openshift ambient 3.0.14 v1.24.6 -> v1.28.10",
      { upgrade: { acceptVendorJumps: ["1.24->1.26"] } },
      [
        "operator-3.1.12",
        ...hop("v1.26.8"),
        "operator-3.2.10",
        ...hop("v1.27.9"),
        "operator-3.3.8",
        ...hop("v1.28.10"),
      ],
    ],
    ["patch back", "openshift ambient 3.3.1 v1.28.5 -> v1.28.4", {}, down("v1.28.4")],
    ["minor back", "openshift ambient 3.3.1 v1.28.5 -> v1.27.8", {}, down("v1.27.8")],
    [
      "two minors back, one at a time",
      "openshift ambient 3.3.1 v1.28.5 -> v1.26.8",
      {},
      [...down("v1.27.8"), ...down("v1.26.8")],
    ],
    ["sidecar", "openshift sidecar 3.0.1 v1.24.3 -> v1.24.4", {}, sidecarHop("v1.24.4")],
    [
      "sidecar without CNI",
      "sail sidecar 1.30.3 v1.29.6 -> v1.30.3",
      {},
      ["control-plane-v1.30.3", "restart-workloads-v1.30.3", "verify-v1.30.3"],
    ],
    [
      "sidecar patch back: the control plane first, or restarts would inject the old version again",
      "openshift sidecar 3.0.1 v1.24.4 -> v1.24.3",
      {},
      ["cni-v1.24.3", "control-plane-v1.24.3", "restart-workloads-v1.24.3", "verify-v1.24.3"],
    ],
    [
      "combined patch",
      "openshift ambient 3.3.1 v1.28.4 -> v1.28.5",
      { upgrade: { phases: "combined" } },
      ["control-plane-cni-ztunnel-v1.28.5", "verify-v1.28.5"],
    ],
    [
      "settings that roll ZTunnel come first",
      "openshift ambient 3.3.1 v1.28.4 -> v1.28.5",
      { upgrade: { ztunnel: { terminationGracePeriodSeconds: 300 } } },
      ["prepare-ztunnel", ...hop("v1.28.5")],
    ],
    [
      "settings that the running operator does not serve wait for one that does",
      "openshift ambient 3.1.11 v1.26.8 -> v1.27.9",
      { upgrade: { ztunnel: { updateStrategy: "OnDelete" } } },
      [
        "operator-3.2.10",
        "prepare-ztunnel",
        "control-plane-v1.27.9",
        "cni-v1.27.9",
        "ztunnel-v1.27.9",
        "restart-ztunnel-v1.27.9",
        "verify-v1.27.9",
      ],
    ],
    [
      "each setting comes as soon as it is served",
      "openshift ambient 3.0.14 v1.24.6 -> v1.27.9",
      {
        upgrade: {
          acceptVendorJumps: ["1.24->1.26"],
          ztunnel: { terminationGracePeriodSeconds: 300, updateStrategy: "OnDelete" },
        },
      },
      [
        "operator-3.1.12",
        "prepare-ztunnel",
        ...hop("v1.26.8"),
        "operator-3.2.10",
        "prepare-ztunnel",
        "control-plane-v1.27.9",
        "cni-v1.27.9",
        "ztunnel-v1.27.9",
        "restart-ztunnel-v1.27.9",
        "verify-v1.27.9",
      ],
    ],
    [
      "OnDelete in values, which the chart takes as well",
      "openshift ambient 3.3.1 v1.28.4 -> v1.28.5",
      { ztunnel: { values: { ztunnel: { updateStrategy: { type: "OnDelete" } } } } },
      ["control-plane-v1.28.5", "cni-v1.28.5", "ztunnel-v1.28.5", "restart-ztunnel-v1.28.5", "verify-v1.28.5"],
    ],
    [
      "OnDelete on the way down: nodes are drained before anything else goes down",
      "openshift ambient 3.3.1 v1.28.5 -> v1.27.8",
      { ztunnel: { updateStrategy: "OnDelete" } },
      ["ztunnel-v1.27.8", "restart-ztunnel-v1.27.8", "cni-v1.27.8", "control-plane-v1.27.8", "verify-v1.27.8"],
    ],
    [
      "a patch back, and then the operator on",
      "openshift ambient 3.2.1 v1.26.6 -> v1.26.4",
      { upgrade: { operator: { release: "3.2.10" } } },
      [...down("v1.26.4"), "operator-3.2.10", "verify-v1.26.4"],
    ],
    [
      "settings that run already are no phase",
      "openshift ambient 3.3.1 v1.28.4 -> v1.28.5",
      {
        ztunnel: { terminationGracePeriodSeconds: 300 },
        upgrade: { ztunnel: { terminationGracePeriodSeconds: 300 } },
      },
      hop("v1.28.5"),
    ],
  ])("%s", (_name, line, more, expected) => {
    const plan = planOf(line, more);
    expect(plan.findings.filter((one) => one.severity === "error")).toEqual([]);
    expect(names(plan)).toEqual(["baseline", ...expected]);
  });

  test("without an upgrade there is only the baseline", () => {
    expect(names(planOf("sail sidecar 1.28.3 v1.28.3"))).toEqual(["baseline"]);
  });

  test("aliases are resolved, and that is said", () => {
    const plan = planOf("sail sidecar 1.28.3 v1.28-latest -> v1.30-latest");
    expect([plan.from, plan.to]).toEqual(["v1.28.3", "v1.30.3"]);
    expect(verdicts(plan.findings)).toEqual(["VER004 warning", "VER004 warning"]);
  });

  test("RevisionBased is refused for ambient, with its place in mesh.yaml", () => {
    expect(() => planOf("sail ambient 1.30.3 v1.29.6 -> v1.30.3", { upgrade: { strategy: "RevisionBased" } })).toThrow(
      /spec\.upgrade\.strategy: RevisionBased is planned for sidecar meshes/,
    );
  });
});

describe("rows that do not exist say what stops them", () => {
  test.each<[string, string, object, string, RegExp]>([
    ["unknown version", "openshift ambient 3.1.11 v1.26.99 -> v1.28.5", {}, "VER001 error", /Nearest: v1\.26\.8/],
    ["unknown target", "openshift ambient 3.1.11 v1.26.8 -> v1.29.1", {}, "VER001 error", /v1\.29\.1 is not in/],
    ["unknown operator release", "openshift ambient 3.9.9 v1.26.8 -> v1.27.9", {}, "VER001 error", /spec\.catalogs/],
    [
      "running version not of this operator",
      "openshift ambient 3.1.1 v1.26.8 -> v1.27.9",
      {},
      "VER001 error",
      /Releases that install v1\.26\.8: 3\.1\.5/,
    ],
    [
      "running version end of life",
      "sail sidecar 1.28.3 v1.24.6 -> v1.28.3",
      {},
      "VER002 error",
      /end of life in operator release 1\.28\.3/,
    ],
    [
      "pinned operator lost the running version",
      "openshift ambient 3.2.8 v1.27.9 -> v1.28.5",
      { operator: pinned("3.2.8"), upgrade: { operator: { release: "3.3.1" } } },
      "VER003 error",
      /install v1\.27\.9: 3\.2\.9, 3\.2\.10, 3\.3\.3/,
    ],
    [
      "pinned operator cannot install the target",
      "openshift ambient 3.3.1 v1.28.5 -> v1.28.10",
      { operator: pinned("3.3.1"), upgrade: { operator: { release: "3.3.2" } } },
      "VER003 error",
      /Releases that install v1\.28\.10: 3\.3\.6/,
    ],
    [
      "vendor jump not accepted",
      "openshift ambient 3.0.14 v1.24.6 -> v1.26.4",
      {},
      "SKEW004 error",
      /acceptVendorJumps: \["1\.24->1\.26"\]/,
    ],
    [
      "a jump that nobody publishes",
      "alauda sidecar 2.0.14 v1.24.6 -> v1.26.3",
      {},
      "SKEW003 error",
      /crosses more than one minor/,
    ],
    [
      "accepting a jump that nobody publishes",
      "sail ambient 1.28.3 v1.26.3 -> v1.28.3",
      { upgrade: { acceptVendorJumps: ["1.26->1.28"] } },
      "SKEW004 error",
      /It publishes none/,
    ],
    [
      "a vendor jump is published upwards only",
      "openshift ambient 3.1.11 v1.26.8 -> v1.24.6",
      { upgrade: { acceptVendorJumps: ["1.26->1.24"] } },
      "SKEW004 error",
      /1\.26->1\.24 is no jump/,
    ],
    [
      "a vendor jump that is published for sidecars only",
      "alauda ambient 2.0.14 v1.26.3 -> v1.28.1",
      { upgrade: { acceptVendorJumps: ["1.26->1.28"] } },
      "SKEW004 error",
      /1\.26->1\.28 is no jump that Alauda Service Mesh 2 publishes for ambient meshes/,
    ],
    [
      "a channel of another minor than the release",
      "openshift ambient 3.3.1 v1.28.4 -> v1.28.5",
      { operator: { release: "3.3.1", subscription: { namespace: "openshift-operators", channel: "stable-3.1" } } },
      "VER001 error",
      /channel stable-3\.1 does not hold operator release 3\.3\.1/,
    ],
    [
      "a release that is not the head of its channel",
      "openshift ambient 3.1.1 v1.26.3 -> v1.26.4",
      { upgrade: { operator: { release: "3.1.2" } } },
      "VER009 error",
      /OLM will not offer operator release 3\.1\.2: .* that of stable-3\.1 is 3\.1\.12 Write 3\.1\.12; or mirror .*catalog: pinned/,
    ],
    [
      "a release that is not the head of its channel, the Subscription in Git",
      "openshift ambient 3.1.1 v1.26.3 -> v1.26.4",
      { operator: following("3.1.1", "stable-3.1"), upgrade: { operator: { release: "3.1.2" } } },
      "VER009 error",
      /that of stable-3\.1 is 3\.1\.12/,
    ],
    [
      "neither the head, nor able to install what is wanted",
      "openshift ambient 3.3.1 v1.28.5 -> v1.28.10",
      { upgrade: { operator: { release: "3.3.2" } } },
      "VER009 error",
      /Releases that install v1\.28\.10: 3\.3\.6/,
    ],
    [
      "a floating channel whose head is too far",
      "openshift ambient 3.1.1 v1.26.3 -> v1.26.4",
      { operator: following("3.1.1", "stable") },
      "VER009 error",
      /3\.1\.12, which the way needs: .* that of the floating channel that the Subscription follows is 3\.4\.3 Follow the versioned channel of the release that runs now: the phases then change it, here to stable-3\.1;/,
    ],
    [
      "a floating channel that is approved by itself",
      "openshift ambient 3.3.6 v1.28.10 -> v1.28.10",
      { operator: following("3.3.6", "stable", "Automatic") },
      "VER004 error",
      /its head, now 3\.4\.3, crosses minors/,
    ],
    [
      "an operator that moves by itself to a release that lost what runs",
      "sail ambient 1.26.3 v1.26.1 -> v1.26.3",
      {
        operator: {
          release: "1.26.3",
          subscription: { namespace: "operators", channel: "stable", approval: "Automatic" },
        },
      },
      "VER003 error",
      /OLM moves the operator to 1\.30\.3, the head of stable, by itself, and that does not install v1\.26\.1/,
    ],
    [
      "an operator that would have to go down",
      "openshift ambient 3.2.1 v1.26.4 -> v1.26.6",
      { upgrade: { operator: { release: "3.2.0" } } },
      "VER003 error",
      /cannot go from 3\.2\.1 down to 3\.2\.0/,
    ],
    [
      "sidecars that nobody would restart",
      "sail sidecar 1.30.3 v1.29.6 -> v1.30.3",
      { namespaces: [] },
      "SKEW002 error",
      /no namespace is listed whose workloads are restarted/,
    ],
    [
      "minor back with a Gateway of the user's own",
      "openshift ambient 3.3.1 v1.28.5 -> v1.27.8",
      { carried: [gateway("istio-waypoint")] },
      "SKEW001 error",
      /waypoint v1\.28\.5 is ahead of control plane v1\.27\.8/,
    ],
    [
      "going down under an operator that lost the version",
      "openshift ambient 3.4.1 v1.28.5 -> v1.26.8",
      {},
      "VER002 error",
      /cannot be downgraded/,
    ],
    [
      "settings that no operator of the row serves",
      "openshift ambient 3.0.2 v1.24.4 -> v1.24.5",
      { upgrade: { ztunnel: { terminationGracePeriodSeconds: 300 } } },
      "VER005 error",
      /serves ZTunnel terminationGracePeriodSeconds/,
    ],
    [
      "combined minor",
      "openshift ambient 3.3.1 v1.27.8 -> v1.28.5",
      { upgrade: { phases: "combined" } },
      "SKEW001 error",
      /ztunnel v1\.28\.5 is ahead of control plane v1\.27\.8/,
    ],
    [
      "minor back with a waypoint",
      "openshift ambient 3.3.1 v1.28.5 -> v1.27.8",
      { waypoints: [waypoint] },
      "SKEW001 error",
      /waypoint v1\.28\.5 is ahead of control plane v1\.27\.8/,
    ],
    [
      "minor back with sidecars",
      "openshift sidecar 3.3.1 v1.28.5 -> v1.27.8",
      {},
      "SKEW001 error",
      /sidecar v1\.28\.5 is ahead of control plane v1\.27\.8/,
    ],
  ])("%s", (_name, line, more, verdict, message) => {
    const { findings } = planOf(line, more);
    expect(verdicts(findings)).toContain(verdict);
    expect(findings.map((one) => `${one.message} ${one.hint ?? ""}`).join("\n")).toMatch(message);
  });

  test("two rules that stop a row are both said", () => {
    const { findings } = planOf("openshift ambient 3.0.14 v1.24.6 -> v1.26.4", {
      upgrade: { operator: { release: "3.1.2" } },
    });
    expect(verdicts(findings)).toEqual(["VER009 error", "SKEW004 error"]);
  });

  test("a release of the user's own file is the head that is planned for", () => {
    const folder = folderWith({
      "releases.yaml":
        "apiVersion: meshstep.dev/v1alpha1\nkind: OperatorReleases\ndistribution: openshift\nreleases:\n" +
        "  - { version: 3.1.12, installable: [v1.26.8, v1.26.4, v1.26.3] }\n",
    });
    const spec = {
      distribution: "openshift",
      dataPlane: "ambient",
      version: "v1.26.3",
      operator: { release: "3.1.1" },
      upgrade: { to: "v1.26.4" },
      catalogs: ["releases.yaml"],
    } satisfies MeshSpecInput;
    const plan = planUpgrade(meshFromSpec("test", spec, { baseDir: folder }));
    expect(names(plan)[1]).toBe("operator-3.1.12");
  });

  test("a roll of ztunnel that comes before its setting is served is said", () => {
    const plan = planOf("openshift ambient 3.0.14 v1.24.6 -> v1.27.9", {
      upgrade: { acceptVendorJumps: ["1.24->1.26"], ztunnel: { updateStrategy: "OnDelete" } },
    });
    expect(plan.findings.filter((one) => one.rule === "VER005")).toMatchObject([
      { severity: "warning", message: expect.stringContaining("ztunnel rolls to v1.26.8 without updateStrategy") },
    ]);
  });

  test("an accepted jump stays visible", () => {
    const plan = planOf("openshift ambient 3.0.14 v1.24.6 -> v1.26.4", {
      upgrade: { acceptVendorJumps: ["1.24->1.26"] },
    });
    expect(verdicts(plan.findings)).toEqual(["SKEW004 warning"]);
    expect(plan.proof.some((state) => state.verdict === "jump")).toBe(true);
  });
});
