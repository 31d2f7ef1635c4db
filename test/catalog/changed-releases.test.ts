import { changedReleases } from "../../src/catalog/changed-releases";
import { readReleasesFile } from "../../src/catalog/extend";
import { distribution, findRelease } from "../../src/catalog/lookup";
import type { OperatorRelease } from "../../src/catalog/types";
import { rules } from "../../src/rules/registry";

/** What is said of a file with one release: that of 3.4.0 in our own data, changed. */
function said(change: Partial<OperatorRelease>, name: "openshift" | "sail" = "openshift", version = "3.4.0"): string[] {
  const { notes: _, ...ours } = findRelease(distribution(name), version) as OperatorRelease;
  const text = JSON.stringify(
    {
      apiVersion: "meshstep.dev/v1alpha1",
      kind: "OperatorReleases",
      distribution: name,
      releases: [
        { version: "99.0.0", installable: ["v1.99.0"] },
        { ...ours, ...change },
      ],
    },
    null,
    2,
  );
  const { releases } = readReleasesFile(text, "own.json");
  const known = distribution(name, releases);
  const findings = changedReleases(known);
  const asked = rules
    .find(({ id }) => id === "VER010")
    ?.state?.({ distribution: known, acceptedJumps: [], objects: [] });
  expect(asked).toEqual(findings);
  return findings.map(({ severity, place, message }) => {
    expect([severity, place?.file]).toEqual(["warning", "own.json"]);
    expect(text.split("\n")[place?.line ?? 0]).toContain(`"version": "${version}"`);
    return message.replace(/^.*this file changes it: /, "");
  });
}

const ours = findRelease(distribution("openshift"), "3.4.0") as OperatorRelease;
const [newest = "", ...older] = ours.installable;

test.each<[string, Partial<OperatorRelease>, string[]]>([
  ["the same content", {}, []],
  ["another date", { released: "2020-01-01" }, [`released 2020-01-01 instead of ${ours.released ?? "none"}`]],
  [
    "another installable version",
    { installable: [...older, "v1.30.99"], defaultVersion: "v1.30.99" },
    [`defaultVersion v1.30.99 instead of ${newest}; installable with v1.30.99 and without ${newest}`],
  ],
  ["one more", { installable: ["v1.30.99", ...ours.installable] }, ["installable with v1.30.99"]],
  [
    "end of life forgotten",
    { endOfLife: [] },
    [`endOfLife without ${ours.endOfLife.slice(0, 4).join(", ")} and 2 more`],
  ],
  [
    "ZTunnel",
    { ztunnel: { ...ours.ztunnel, fields: [] } },
    [`ztunnel.fields without ${ours.ztunnel.fields.join(", ")}`],
  ],
])("VER010: %s", (_what, change, expected) => {
  const aliases = change.installable ? { aliases: {} } : {};
  expect(said({ ...change, ...aliases })).toEqual(expected);
});

test("VER010: an alias that stands for something else", () => {
  const aliases = Object.entries(ours.aliases);
  const others = aliases.map(([alias, exact]) => {
    const minor = alias.replace("latest", "").replace("-", ".");
    return [alias, exact, ours.installable.find((one) => one !== exact && one.startsWith(minor)) ?? ""] as const;
  });
  const [alias, exact, other] = others.find(([, , one]) => one !== "") ?? ["", "", ""];
  expect(said({ aliases: { ...ours.aliases, [alias]: other } })).toEqual([`${alias} ${other} instead of ${exact}`]);
});

test("a new release changes nothing", () => {
  const text = `apiVersion: meshstep.dev/v1alpha1\nkind: OperatorReleases\ndistribution: sail\nreleases: [{ version: 99.0.0, installable: [v1.99.0] }]\n`;
  expect(changedReleases(distribution("sail", readReleasesFile(text, "own.yaml").releases))).toEqual([]);
});
