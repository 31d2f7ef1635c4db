import { readFileSync } from "node:fs";
import { join } from "node:path";
import { distribution } from "../../src/catalog/lookup";
import { type DistributionName, distributionNames } from "../../src/catalog/types";
import { compareVersions, minorOf } from "../../src/catalog/version";
import { loadMeshes } from "../../src/mesh/load";
import { isWritable, renderMesh } from "../../src/render/render";
import { folderWith } from "../support/folder";
import { runCli } from "../support/run-cli";

const folder = folderWith({ "a-file": "" });

async function init(...argv: string[]): Promise<string> {
  const { code, out, err } = await runCli(["init", "-", ...argv], folder);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  return out;
}

function rendered(text: string) {
  const [loaded] = loadMeshes(["-"], { cwd: folder, stdin: () => text });
  if (!loaded) throw new Error("no mesh");
  return renderMesh(loaded.mesh);
}

/** The newest and the oldest patch of every minor that a release installs, oldest minor first. */
function minors(name: DistributionName): { readonly oldest: string; readonly newest: string }[] {
  const releases = distribution(name).releases;
  const all = [...new Set(releases.flatMap(({ installable }) => installable))].sort(compareVersions);
  return [...new Set(all.map(minorOf))].map((minor) => {
    const patches = all.filter((one) => minorOf(one) === minor);
    return { oldest: patches[0] as string, newest: patches.at(-1) as string };
  });
}

/**
 * Patches within each minor, and each minor to the next. Sail's ztunnel exists since 1.24; Alauda's 1.24 was never followed by
 * anything that its operators can reach.
 */
function sensible(name: DistributionName): readonly (readonly [from: string, to: string])[] {
  const first = name === "alauda" ? "v1.26.0" : "v1.24.0";
  const known = minors(name).filter(({ newest }) => compareVersions(newest, first) >= 0);
  return known.flatMap(({ oldest, newest }, index) => {
    const next = known[index + 1]?.newest;
    const within: [string, string][] = oldest === newest ? [] : [[oldest, newest]];
    return [...within, ...(next === undefined ? [] : [[newest, next] as [string, string]])];
  });
}

describe.each(distributionNames)("%s", (name) => {
  const rows = (["ambient", "sidecar"] as const).flatMap((plane) =>
    sensible(name)
      // Alauda's ambient begins at 1.28.
      .filter(([from]) => !(name === "alauda" && plane === "ambient" && minorOf(from) === "1.26"))
      .map(([from, to]) => [plane, from, to] as const),
  );

  test.each(rows)("%s from %s to %s: synth accepts it as it is", async (plane, from, to) => {
    const result = rendered(await init("--distribution", name, "--data-plane", plane, "--from", from, "--to", to));
    expect(isWritable(result)).toBe(true);
    expect([result.plan.from, result.plan.to]).toEqual([from, to]);
  });

  test.each(["ambient", "sidecar"])("%s, with nothing said", async (plane) => {
    const result = rendered(await init("--distribution", name, "--data-plane", plane));
    expect(isWritable(result)).toBe(true);
    expect(result.plan.phases.length).toBeGreaterThan(1);
    expect(result.plan.to).toBe(minors(name).at(-1)?.newest);
  });
});

test("a jump that is published for sidecars makes no row for ambient", async () => {
  const argv = ["--distribution", "alauda", "--data-plane", "ambient", "--from", "v1.26.3", "--to", "v1.28.6"];
  const { code, err } = await runCli(["init", "-", ...argv], folder);
  expect([code, err]).toEqual([2, expect.stringContaining("this jump is not one that the vendor publishes")]);
});

test("every row is in that table", () => {
  expect(distributionNames.map((name) => sensible(name).length)).toEqual([13, 9, 3]);
});

test.each<[what: string, argv: string[], from: string, to: string]>([
  ["the newest patch of what runs", ["--from", "v1.28.1"], "v1.28.1", "v1.28.10"],
  ["the next minor, when it is the newest patch", ["--from", "1.29.6"], "v1.29.6", "v1.30.3"],
  ["itself, when there is nothing newer", ["--from", "v1.30.3"], "v1.30.3", "v1.30.3"],
  ["from the patch before", ["--to", "v1.28.4"], "v1.28.3", "v1.28.4"],
  ["from the minor before", ["--to", "v1.28.0"], "v1.27.9", "v1.28.0"],
  ["down", ["--from", "v1.28.4", "--to", "v1.28.3"], "v1.28.4", "v1.28.3"],
])("versions that are left out: %s", async (_, argv, from, to) => {
  const { plan } = rendered(await init(...argv));
  expect([plan.from, plan.to]).toEqual([from, to]);
});

test("a vendor's jump is written down where there is no other way, and only there", async () => {
  const jump = await init("--distribution", "openshift", "--from", "v1.24.6", "--to", "v1.26.8");
  expect(jump).toContain(
    '    acceptVendorJumps: ["1.24->1.26"]   # OpenShift Service Mesh 3 holds no minor in between: delete it if that is not acceptable\n',
  );
  const both = await init(
    "--distribution",
    "openshift",
    "--data-plane",
    "sidecar",
    "--from",
    "v1.24.6",
    "--to",
    "v1.30.3",
  );
  expect(both).toContain('acceptVendorJumps: ["1.24->1.26", "1.28->1.30"]');
  expect(await init("--from", "v1.28.4", "--to", "v1.30.3")).not.toContain("acceptVendorJumps");
});

test("comments line up, and no line is left half filled", async () => {
  const lines = (await init("--name", "a-rather-long-name-for-a-mesh", "--distribution", "openshift")).split("\n");
  const columns = lines.slice(4).flatMap((line) => (/\S {2,}# /.test(line) ? [line.search(/(?<=\S {2,})# /)] : []));
  expect(columns.length).toBeGreaterThan(8);
  expect(new Set(columns).size).toBe(1);
  expect(lines.join("\n")).not.toMatch(/\{\{|\}\}|^\s*$(?!\n?$)/m);
});

test("an editor's schema is named where it is on this machine, and nowhere else", async () => {
  expect(await init()).not.toContain("$schema");
  const local = folderWith({ "node_modules/meshstep/schema/mesh.schema.json": "{}", "clusters/east/a": "" });
  expect((await runCli(["init", "clusters/east/mesh.yaml"], local)).code).toBe(0);
  const [first] = readFileSync(join(local, "clusters/east/mesh.yaml"), "utf8").split("\n");
  expect(first).toBe("# yaml-language-server: $schema=../../node_modules/meshstep/schema/mesh.schema.json");
  expect((await runCli(["init", "-"], local)).out).toMatch(/^# yaml-language-server: \$schema=\.\/node_modules\//);
});

test.each<[what: string, argv: string[], message: string]>([
  [
    "an unknown version",
    ["--from", "v1.28.99"],
    "--from v1.28.99: expected an exact version that Sail Operator knows\n    Nearest: v1.28.10, ",
  ],
  [
    "one of another distribution",
    ["--distribution", "alauda", "--to", "v1.29.0"],
    "--to v1.29.0: expected an exact version that Alauda Service Mesh 2 knows\n    Nearest: v1.28.1, v1.30.3, v1.28.3.",
  ],
  [
    "an alias",
    ["--to", "v1.28-latest"],
    "--to v1.28-latest: expected an exact version that Sail Operator knows\n    Nearest: v1.28.10, ",
  ],
  ["no version at all", ["--to", "newest"], "--to newest: expected an exact version"],
  ["a name that is none", ["--name", "Prod East"], "--name Prod East: expected a DNS label (a-z, 0-9 and -)"],
  [
    "versions without a way",
    ["--distribution", "openshift", "--from", "v1.30.3", "--to", "v1.26.8"],
    "no row of phases leads from v1.30.3 to v1.26.8\n  VER002: v1.26.8 is end of life in operator release 3.4.1",
  ],
  [
    "a version that ztunnel never had",
    ["--from", "v1.23.3", "--to", "v1.24.3"],
    "no row of phases leads from v1.23.3 to v1.24.3: no release of Sail Operator runs v1.23.3 in a mesh of dataPlane ambient",
  ],
])("%s", async (_, argv, message) => {
  const { code, out, err } = await runCli(["init", "-", ...argv], folder);
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toContain(`error: ${message}`);
});

test.each([
  ["a-file", "error: a-file exists already\n    Give another name, or - to print it.\n"],
  ["nowhere/mesh.yaml", "error: nowhere/mesh.yaml: there is no folder to put it in\n    Make the folder first.\n"],
  ["a-file/mesh.yaml", "error: a-file/mesh.yaml: there is no folder to put it in\n    Make the folder first.\n"],
  [".", "error: . exists already\n    Give another name, or - to print it.\n"],
])("%s cannot be written", async (file, message) => {
  expect(await runCli(["init", file], folder)).toEqual({ code: 2, out: "", err: message });
});

test("a folder that takes no files", async () => {
  const { code, err } = await runCli(["init", "/proc/self/mesh.yaml"], folder);
  expect(code).toBe(2);
  expect(err).toMatch(/^error: \/proc\/self\/mesh\.yaml: .*\n$/);
});

test.each(["on", "123", "1e3", "null", "0x10", "prod"])("a mesh may be called %s", async (name) => {
  const text = await init("--name", name);
  const [loaded] = loadMeshes(["-"], { cwd: folder, stdin: () => text });
  expect(loaded?.mesh.name).toBe(name);
  expect(text).toContain(`out/${name}/`);
});
