import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { folderWith } from "../support/folder";
import { runGit } from "../support/git";
import { runCli } from "../support/run-cli";

/**
 * What adopt has written stands beside what it was made from: neither adopt nor check take it for more objects of the mesh.
 */

const istio = (version: string, name = "default", home = "istio-system") =>
  `apiVersion: sailoperator.io/v1\nkind: Istio\nmetadata: { name: ${name} }\nspec: { version: ${version}, namespace: ${home} }\n`;
const config = (name: string, value: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name}, namespace: istio-system }\ndata: { value: ${value} }\n`;

const adopt = (folder: string, ...argv: string[]) => runCli(["adopt", ".", "--distribution", "sail", ...argv], folder);

const secret = "apiVersion: v1\nkind: Secret\nmetadata: { name: s, namespace: shop }\n";
/** The Secret keeps the file from being named where it is, so its other objects are copied. */
const apps = (...values: string[]) => [...values, secret].join("---\n");
const one = { "istio.yaml": istio("v1.28.3"), "apps/all.yaml": apps(config("a", "x"), config("b", "x")) };

describe("adopt, where it was run before", () => {
  const adopted = async () => {
    const folder = folderWith(one);
    expect((await adopt(folder)).code).toBe(0);
    expect(readdirSync(join(folder, "adopted"))).toHaveLength(2);
    return folder;
  };

  test("takes a change of the source", async () => {
    const folder = await adopted();
    writeFileSync(join(folder, "apps/all.yaml"), apps(config("a", "z"), config("b", "x")));
    const { code, err } = await adopt(folder, "--force");
    expect({ code, err }).toMatchObject({ code: 0, err: expect.stringContaining("the 4 objects read hold") });
    expect(err).toContain("note: left out, as an earlier adopt has copied it: 2 files, the first adopted/");
    expect(readFileSync(join(folder, "adopted/configmap-a.yaml"), "utf8")).toContain("value: z");
  });

  test("lets go of what the source has no more", async () => {
    const folder = await adopted();
    writeFileSync(join(folder, "apps/all.yaml"), apps(config("b", "x")));
    expect((await adopt(folder, "--force")).code).toBe(0);
    expect(readdirSync(join(folder, "adopted"))).toEqual(["configmap-b.yaml"]);
  });

  test("keeps the only copy of what was copied, when its source is gone", async () => {
    const folder = await adopted();
    rmSync(join(folder, "apps/all.yaml"));
    for (const _ of [1, 2]) {
      const { code, err } = await adopt(folder, "--force");
      expect({ code, err }).toMatchObject({ code: 0, err: expect.stringContaining("the 3 objects read hold") });
      expect(err).toContain("note: read from an earlier adopt's copy");
      expect(readdirSync(join(folder, "adopted"))).toEqual(["configmap-a.yaml", "configmap-b.yaml"]);
      expect(readFileSync(join(folder, "mesh.yaml"), "utf8")).toContain("adopted/*.yaml");
    }
  });

  test("takes the object and not its copy where that has another file now, and leaves none that nothing lists", async () => {
    const folder = await adopted();
    rmSync(join(folder, "apps/all.yaml"));
    for (const name of ["a", "b"]) writeFileSync(join(folder, `apps/${name}.yaml`), config(name, "y"));
    const { code, err } = await adopt(folder, "--force");
    expect({ code, err }).toMatchObject({ code: 0, err: expect.stringContaining("the 3 objects read hold") });
    expect(readdirSync(folder).sort()).toEqual(["apps", "istio.yaml", "mesh.yaml"]);
  });

  test("reads copies whose source is elsewhere", async () => {
    const folder = folderWith({
      "istio.yaml": istio("v1.28.3"),
      "other/adopted/a.yaml": `# Adopted by meshstep from gone/a.yaml.\n${config("a", "x")}`,
    });
    expect((await adopt(folder)).err).toContain("the 2 objects read hold");
  });
});

test("adopt --all reads nothing that it writes for another mesh of the same run", async () => {
  const folder = folderWith({
    "all.yaml": [istio("v1.28.3", "blue", "blue"), istio("v1.28.3", "red", "red"), config("a", "x")].join("---\n"),
  });
  const counts = (err: string) => [...err.matchAll(/the (\d+) objects/g)].map(([, count]) => count);
  expect(counts((await adopt(folder, "--all")).err)).toEqual(["3", "3"]);
  expect(counts((await adopt(folder, "--all", "--force")).err)).toEqual(["3", "3"]);
});

test("adopt --all says what belongs to the folder of no mesh", async () => {
  const folder = folderWith({
    "east/istio.yaml": istio("v1.28.3"),
    "west/kustomization.yaml": "resources: [istio.yaml, ../policies]\n",
    "west/istio.yaml": istio("v1.28.3"),
    "policies/kustomization.yaml": "resources: [a.yaml]\n",
    "policies/a.yaml": config("a", "x"),
    "routes/b.yaml": config("b", "x"),
    "routes/s.yaml": "apiVersion: v1\nkind: Secret\nmetadata: { name: s }\n",
    "apps/web/c.yaml": config("c", "x"),
  });
  const { code, err } = await adopt(folder, "--all");
  expect(code).toBe(0);
  expect(err).toContain(
    "note: 2 objects belong to the folder of no mesh, and no mesh.yaml has what stands in apps/web, routes: adopt the mesh that it belongs to by its folder together with these\n",
  );
  rmSync(join(folder, "routes"), { recursive: true });
  rmSync(join(folder, "apps"), { recursive: true });
  expect((await adopt(folder, "--all", "--force")).err).not.toContain("of no mesh");
});

test("adopt --all does not ask whose it is what synth and promote wrote", async () => {
  const folder = folderWith({ "east/istio.yaml": istio("v1.28.3"), "west/istio.yaml": istio("v1.28.3") });
  await adopt(folder, "--all");
  const east = ["-f", "meshes/east/mesh.yaml"];
  expect((await runCli(["synth", ...east], folder)).code).toBe(0);
  expect((await runCli(["promote", ...east, "--live", "live/east", "--next"], folder)).code).toBe(0);
  writeFileSync(join(folder, "own.yaml"), config("a", "x"));
  const { code, err } = await adopt(folder, "--all", "--force");
  expect([code, err.match(/note: 1 object belongs to the folder of no mesh, .* stands in \S+:/)?.[0]]).toEqual([
    0,
    "note: 1 object belongs to the folder of no mesh, and no mesh.yaml has what stands in .:",
  ]);
});

test("adopt --all ends with what it could not write", async () => {
  const folder = folderWith({
    "east/istio.yaml": istio("v1.28.3"),
    "west/istio.yaml": istio("v1.28.3"),
    "north/istio.yaml": istio(`"$\{ISTIO_VERSION}"`),
  });
  const { code, err } = await adopt(folder, "--all");
  expect(code).toBe(2);
  expect(err).toMatch(/\n1 of 3 meshes not written: north\n$/);
  expect(readdirSync(join(folder, "meshes"))).toEqual(["east", "west"]);
});

describe("check", () => {
  const twins = (out: string) => out.match(/\[DUP001\]/g)?.length ?? 0;

  test("says of adopted trees what it said before", async () => {
    const folder = folderWith(one);
    const before = await runCli(["check", "."], folder);
    expect((await adopt(folder)).code).toBe(0);
    const after = await runCli(["check", "."], folder);
    expect(after.out).toBe(before.out);
    expect(twins(after.out)).toBe(0);
    // Without what they are copies of they are all that there is.
    rmSync(join(folder, "apps"), { recursive: true });
    expect((await runCli(["check", "."], folder)).err).toContain("3 objects");
    expect((await runCli(["check", "adopted"], folder)).err).toContain("2 objects");
  });

  test("still says what is there twice, and no copy of adopt", async () => {
    const folder = folderWith({ ...one, "adopted/a.yaml": config("a", "x") });
    expect(twins((await runCli(["check", "."], folder)).out)).toBe(1);
  });
});

describe("a repository whose mesh has its way and its live folder", () => {
  const lived = async () => {
    const folder = folderWith({ "mesh/istio.yaml": istio("v1.28.3") });
    expect((await adopt(folder)).code).toBe(0);
    runGit(folder, ["init", "-q", "-b", "main"]);
    expect((await runCli(["synth"], folder)).code).toBe(0);
    expect((await runCli(["promote", "--live", "live/mesh", "--to", "00-baseline"], folder)).code).toBe(0);
    return folder;
  };

  test("is adopted again from its source, and not from what meshstep wrote", async () => {
    const folder = await lived();
    for (const more of [[], ["--all"]]) {
      const { code, err } = await adopt(folder, "--force", ...more);
      expect({ code, err }).toMatchObject({ code: 0, err: expect.stringContaining("the 1 object read hold") });
      expect(err).toMatch(/^note: left out, as meshstep wrote it: live\/mesh, out\/\S+$/m);
    }
    rmSync(join(folder, "mesh"), { recursive: true });
    const { code, err } = await adopt(folder, "--force");
    expect({ code, err }).toMatchObject({ code: 2, err: expect.stringContaining("as meshstep wrote it: live/mesh") });
    const asked = await adopt(join(folder, "live/mesh"), "-o", "-");
    expect(asked.code).toBe(0);
    expect(asked.err).toMatch(/holds the marker of mesh \S+, which has a mesh.yaml/);
  });

  test("is led to its way by check, and a mesh beside it to adopt", async () => {
    const folder = await lived();
    const next = async () => (await runCli(["check", "."], folder)).err.trimEnd().split("\n").at(-1);
    rmSync(join(folder, "mesh"), { recursive: true });
    expect(await next()).toBe("next: meshstep plan -f mesh.yaml");
    mkdirSync(join(folder, "west"));
    mkdirSync(join(folder, "north"));
    writeFileSync(join(folder, "west/istio.yaml"), istio("v1.28.3"));
    writeFileSync(join(folder, "north/istio.yaml"), istio("v1.28.3"));
    expect(await next()).toMatch(/^next: meshstep adopt \. --all/);
  });
});
