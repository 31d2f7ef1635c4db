import { meshFromSpec } from "../../src/mesh/defaults";

test("with profile remote there is no istiod that a phase could wait for", () => {
  const spec = {
    distribution: "sail",
    dataPlane: "sidecar",
    version: "v1.28.3",
    operator: { release: "1.28.3" },
    controlPlane: { profile: "remote" },
  } as const;
  expect(() => meshFromSpec("test", spec, { carried: [] })).toThrow(/with profile remote istiod runs elsewhere/);
});
