import { folderWith } from "../../support/folder";
import { meshText } from "../../support/mesh-text";
import { runCli } from "../../support/run-cli";

// The Jobs before the restarts ask for the labels of Namespaces that nobody writes: those are no objects of the snapshot.
test("what synth writes for restarts by Jobs has no findings of its own", async () => {
  const spec = `  upgrade: { to: v1.28.3, restarts: job }
  namespaces: [{ name: shop, joins: true }, { name: bank }]
  delivery: { engine: argocd, repository: { url: "https://git.example.com/mesh.git" } }
`;
  const mesh = meshText("east", spec)
    .replace("dataPlane: ambient", "dataPlane: sidecar")
    .replace("release: 1.28.1", "release: 1.28.3");
  const cwd = folderWith({ "mesh.yaml": mesh });
  expect((await runCli(["synth"], cwd)).code).toBe(0);
  await runCli(["promote", "--live", "live", "--to", "00-baseline"], cwd);
  await runCli(["promote", "--live", "live", "--next"], cwd);
  expect((await runCli(["status", "--live", "live"], cwd)).out).toContain("live stands at 01-namespaces");
  for (const folder of ["out", "live"]) {
    const { out } = await runCli(["check", folder, "-o", "json"], cwd);
    expect({ folder, findings: JSON.parse(out).findings }).toEqual({ folder, findings: [] });
  }
});
