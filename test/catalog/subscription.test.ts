import { channelFor } from "../../src/catalog/channels";
import { distribution, findRelease } from "../../src/catalog/lookup";
import { subscriptionFindings } from "../../src/catalog/subscription";
import { type DistributionName, distributionNames, type OperatorRelease } from "../../src/catalog/types";

function releaseOf(name: DistributionName, version: string): OperatorRelease {
  const release = findRelease(distribution(name), version);
  if (!release) throw new Error(`no ${name} ${version} in the catalogue`);
  return release;
}

function found(where: string, channel: string, approval: "Automatic" | "Manual", to?: string) {
  const [name = "", version = ""] = where.split(" ");
  const known = name as DistributionName;
  const plan = { moves: true, ...(to !== undefined && { to: releaseOf(known, to) }) };
  return subscriptionFindings(distribution(known), releaseOf(known, version), { channel, approval }, plan);
}

test.each<[string, string, "Automatic" | "Manual"]>([
  ["openshift 3.1.2", "stable-3.1", "Manual"],
  ["sail 1.0.0", "stable-1.0", "Manual"],
  ["sail 1.30.3", "1.30-nightly", "Manual"],
  ["alauda 2.1.1", "stable-2.1", "Manual"],
])("nothing to say: %s on %s, %s", (...row) => {
  expect(found(...row)).toEqual([]);
});

test.each<[string, string, "Automatic" | "Manual", "error" | "warning", string[], string]>([
  [
    "openshift 3.1.11",
    "stable-3.1",
    "Automatic",
    "warning",
    [
      "approval is Automatic: OLM moves the operator to the channel's head by itself, as soon as the channel changes or on any day",
    ],
    "Write approval: Manual.",
  ],
  [
    "openshift 3.1.2",
    "stable-3.1",
    "Automatic",
    "warning",
    ["on any day (to 3.1.12 at least, not 3.1.2: it may run already)"],
    "Write approval: Manual.",
  ],
  [
    "openshift 3.1.2",
    "stable",
    "Manual",
    "warning",
    ["channel stable names no minor: its head, now 3.4.3, may cross minors"],
    "Write channel: stable-3.1.",
  ],
  [
    "sail 1.28.3",
    "candidates",
    "Manual",
    "warning",
    ["channel candidates names no minor"],
    "Write channel: stable-1.28.",
  ],
  [
    "alauda 2.1.1",
    "stable",
    "Automatic",
    "error",
    ["approval is Automatic", "channel stable names no minor: its head, now 2.2.0, crosses minors"],
    "Write approval: Manual and channel: stable-2.1.",
  ],
])("VER004, once: %s on %s, %s", (where, channel, approval, severity, parts, hint) => {
  const findings = found(where, channel, approval);
  expect(findings).toEqual([
    expect.objectContaining({
      rule: "VER004",
      severity,
      path: ["spec", "operator", "subscription"],
      hint,
      citation: expect.stringContaining(
        where.startsWith("openshift") ? "Operator update process" : "OLM, Subscription",
      ),
    }),
  ]);
  for (const part of parts) expect(findings[0]?.message).toContain(part);
  expect(findings[0]?.message.split("; ")).toHaveLength(parts.length);
});

test("a pinned catalogue bounds what OLM does by itself, also on a floating channel", () => {
  const known = distribution("openshift");
  const [finding, ...others] = subscriptionFindings(known, releaseOf("openshift", "3.1.2"), {
    channel: "stable",
    approval: "Automatic",
    catalog: "pinned",
  });
  expect(others).toEqual([]);
  expect(finding).toMatchObject({
    rule: "VER004",
    severity: "warning",
    message:
      "approval is Automatic: OLM moves the operator as far as the pinned catalogue goes, as soon as that changes; channel stable names no minor: its head crosses minors",
  });
});

test.each<[string, string, "head" | "pinned", "Automatic" | "Manual", string, boolean]>([
  ["the head lost it", "sail 1.26.3", "head", "Automatic", "v1.26.1", true],
  ["the head installs it", "sail 1.28.3", "head", "Automatic", "v1.28.3", false],
  ["people decide", "sail 1.26.3", "head", "Manual", "v1.26.1", false],
  ["the catalogue is pinned", "sail 1.26.3", "pinned", "Automatic", "v1.26.1", false],
])("VER003, what runs would be lost: %s", (_name, where, catalog, approval, running, expected) => {
  const [name = "", version = ""] = where.split(" ");
  const known = name as DistributionName;
  const subscription = { channel: "stable", approval, catalog };
  const findings = subscriptionFindings(distribution(known), releaseOf(known, version), subscription, {
    running,
    moves: true,
  });
  expect(findings.some(({ rule, severity }) => rule === "VER003" && severity === "error")).toBe(expected);
});

test.each<[string, string, string | undefined, string]>([
  ["openshift 3.3.1", "stable-3.1", undefined, "Write stable-3.3, or correct spec.operator.release."],
  ["openshift 3.1.2", "stable-3.2", undefined, "Write stable-3.1, or correct spec.operator.release."],
  [
    "openshift 3.1.2",
    "stable-3.2",
    "3.2.2",
    "Write stable-3.1: the phase that raises the operator to 3.2.2 changes the channel.",
  ],
  ["openshift 3.1.2", "stable-3.3", "3.2.2", "Write stable-3.1, or correct spec.operator.release."],
  ["sail 1.30.3", "stable-1.3", undefined, "Write stable-1.30, or correct spec.operator.release."],
])("VER001: %s on %s, planned to %s", (where, channel, to, hint) => {
  expect(found(where, channel, "Manual", to)).toEqual([
    expect.objectContaining({
      rule: "VER001",
      severity: "error",
      path: ["spec", "operator", "subscription", "channel"],
      message: `channel ${channel} does not hold operator release ${where.split(" ")[1]}, which spec.operator.release names`,
      hint,
    }),
  ]);
});

test("a channel can be of the wrong minor and be approved by itself", () => {
  expect(found("openshift 3.3.1", "stable-3.1", "Automatic").map(({ rule }) => rule)).toEqual(["VER004", "VER001"]);
});

test.each(distributionNames)("%s: the channel of a release has nothing against it", (name) => {
  const known = distribution(name);
  for (const release of known.releases) {
    expect(subscriptionFindings(known, release, { channel: channelFor(known, release), approval: "Manual" })).toEqual(
      [],
    );
  }
});

test("a mesh that is only described may move by itself: nothing is planned that it could break", () => {
  const known = distribution("sail");
  const subscription = { channel: "stable", approval: "Automatic" } as const;
  const findings = subscriptionFindings(known, releaseOf("sail", "1.26.3"), subscription, { running: "v1.26.1" });
  expect(findings.map(({ rule, severity }) => `${rule} ${severity}`)).toEqual(["VER004 warning", "VER003 warning"]);
});
