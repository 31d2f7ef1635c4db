import { readdirSync } from "node:fs";
import { folderWith } from "../support/folder";
import { runCli } from "../support/run-cli";
import { verifiedMesh } from "../verbs/verify/support";

test.each([
  ["an engine that does not exist", "{ engine: fleet }", 'engine: expected one of argocd, flux, none, got "fleet"'],
  [
    "an image with spaces",
    '{ engine: argocd, gates: { image: "my registry/kubectl 1" } }',
    "gates.image: expected a container image such as registry.k8s.io/kubectl:v1.34.2",
  ],
  ["no time at all", "{ engine: flux, gates: { deadlineSeconds: 0 } }", "gates.deadlineSeconds: expected at least 60"],
])("%s is said with its place, and nothing is written", async (_, delivery, message) => {
  const folder = folderWith({ "mesh.yaml": `${verifiedMesh}  delivery: ${delivery}\n` });
  const { code, out, err } = await runCli(["synth"], folder);
  expect([code, out]).toEqual([2, ""]);
  expect(err).toMatch(/^error: mesh\.yaml:10:\d+: spec\.delivery\./);
  expect(err).toContain(message);
  expect(readdirSync(folder)).toEqual(["mesh.yaml"]);
});
