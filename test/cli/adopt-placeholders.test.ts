import { readFileSync } from "node:fs";
import { join } from "node:path";
import { withPrograms } from "../support/fake-programs";
import { folderWith } from "../support/folder";
import { runCli } from "../support/run-cli";

/** Versions that somebody fills in later, and what cannot be built: adopt says what it takes instead, and what it knows nothing of. */

const sail = (kind: string, version: string) =>
  `apiVersion: sailoperator.io/v1\nkind: ${kind}\nmetadata: { name: default }\nspec: { version: "${version}", namespace: istio-system }\n`;
/** As envsubst and Flux read it. */
const variable = (inside: string) => `$\{${inside}}`;
const placeholder = `v${variable("ISTIO_VERSION")}`;
const fallback = variable("ISTIO_VERSION:-v1.28.5");

const adopt = (folder: string, ...argv: string[]) => runCli(["adopt", ".", "--distribution", "sail", ...argv], folder);
const versionIn = (folder: string) => /^ {2}version: (.*)$/m.exec(readFileSync(join(folder, "mesh.yaml"), "utf8"))?.[1];

test("a placeholder is no version that a mesh could move from", async () => {
  const folder = folderWith({ "istio.yaml": sail("Istio", placeholder), "cni.yaml": sail("IstioCNI", placeholder) });
  expect((await adopt(folder)).err).toContain(`Istio/default spec.version is the placeholder ${placeholder}`);
  const { code, err } = await adopt(folder, "--istio-version", "v1.27.5");
  expect(code).toBe(1);
  for (const kind of ["Istio", "IstioCNI"])
    expect(err).toContain(`${kind}/default spec.version: a placeholder; the mesh says the version itself, v1.27.5\n`);
  expect(err).not.toContain("finish the move");
});

test("check asks for the version where a placeholder stands, and adopt takes that", async () => {
  const folder = folderWith({ "istio.yaml": sail("Istio", placeholder) });
  const next = (await runCli(["check", "."], folder)).err.split("\n").find((line) => line.startsWith("next:"));
  expect(next).toContain("meshstep adopt . --istio-version VERSION");
  expect((await adopt(folder, "--istio-version", "v1.28.5")).code).not.toBe(2);
});

test.each([fallback, `v${variable("ISTIO_VERSION:=1.28.5")}`, variable("ISTIO_VERSION-v1.28.5")])(
  "the value that %s falls back to is taken, and said",
  async (version) => {
    const folder = folderWith({ "istio.yaml": sail("Istio", version) });
    const checked = await runCli(["check", "."], folder);
    expect(checked.err).toMatch(/^next: meshstep adopt \. writes/m);
    const { code, err } = await adopt(folder);
    expect({ code, err }).toMatchObject({
      code: 0,
      err: expect.stringContaining(
        `note: Istio/default spec.version is taken as v1.28.5, which ${version} falls back to`,
      ),
    });
    expect(versionIn(folder)).toBe("v1.28.5");
  },
);

test("what the user says wins over it", async () => {
  const folder = folderWith({ "istio.yaml": sail("Istio", fallback) });
  expect((await adopt(folder, "--istio-version", "v1.27.5")).err).toContain("a placeholder; the mesh says");
  expect(versionIn(folder)).toBe("v1.27.5");
});

test("of a build that fails the error is told and no warning before it; the verdict says that something is missing", async () => {
  const folder = folderWith({
    "mesh/istio.yaml": sail("Istio", "v1.28.5"),
    "apps/kustomization.yaml": "resources: [https://git.example.invalid/apps?ref=1]\nnamePrefix: x-\n",
  });
  const kustomize = `console.error("# Warning: 'patchesStrategicMerge' is deprecated."); throw "no such host";`;
  const { code, err } = await withPrograms({ kustomize }, () => adopt(folder));
  expect(code).toBe(0);
  expect(err).toContain("failed: error: no such host); left out\n");
  expect(err).toContain("holds what the 1 object read hold; of what was left out above it knows nothing. Next:");
});
