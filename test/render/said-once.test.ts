import { renderMesh } from "../../src/render/render";
import { meshOf } from "../delivery/meshes";

test("what the planner says of mesh.yaml is not said again of what was rendered from it", () => {
  const subscription = { namespace: "operators", channel: "stable-1.28", approval: "Automatic" as const };
  const { findings } = renderMesh(
    meshOf({ operator: { release: "1.28.0", subscription }, upgrade: { to: "v1.27.5" } }),
  );
  const said = findings.filter(({ rule }) => rule === "VER004").map(({ message }) => message);
  expect(said).toEqual([expect.stringMatching(/^approval is Automatic: .* it may run already\)$/)]);
});
