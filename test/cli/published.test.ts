import { readdirSync } from "node:fs";
import { join } from "node:path";
import { runCli } from "../support/run-cli";

/*
 * Trees of our own in the manner of repositories and samples that are out there: cluster-scoped objects with a namespace, no version,
 * several meshes and overlays, templates, placeholders, gateways of somebody else. Nothing in them is wrong.
 */

const folder = join(__dirname, "../published");

test.each(readdirSync(folder))("no false alarm: %s", async (tree) => {
  const { code, out, err } = await runCli(["check", tree], folder);
  expect([code, out.match(/^error.*/gm)]).toEqual([0, null]);
  // What could not be judged is said once, after everything else.
  const notes = err.match(/^note: .*/gm) ?? [];
  expect(new Set(notes).size).toBe(notes.length);
});

test("the release is asked for, templates, patches and placeholders are named", async () => {
  const notes = async (tree: string) => (await runCli(["check", tree], folder)).err;
  expect(await notes("chart")).toContain(
    "note: not judged: template that a tool has to fill in first: chart/templates/istio.yaml",
  );
  expect(await notes("classic")).toMatch(
    /note: not judged: classic: the fields of IstioOperator of install.istio.io: /,
  );
  expect(await notes("envsubst")).toContain(
    "note: not judged: a line with a placeholder, the first at envsubst/istio.yaml:6:12",
  );
  expect(await notes("ossm")).toContain("note: not judged: patch that kustomize merges into an object (2 files)");
  expect(await notes("multicluster")).toContain(
    "note: not judged: multicluster/clusters/east, multicluster/clusters/west: which versions",
  );
});
