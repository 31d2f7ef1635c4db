import { meshFromSpec } from "../../src/mesh/defaults";
import { withoutNulls } from "../../src/mesh/null-values";
import type { MeshSpecInput } from "../../src/mesh/schema";
import { inputErrorOf } from "../support/folder";

const least: MeshSpecInput = {
  distribution: "sail",
  dataPlane: "ambient",
  version: "v1.28.1",
  operator: { release: "1.28.1" },
};
const istio = (values: Record<string, unknown>) => ({ controlPlane: { values } });

test.each<[Partial<MeshSpecInput>, string[]]>([
  [istio({ pilot: null }), ["controlPlane.values.pilot"]],
  [istio({ pilot: { autoscaleMin: null } }), ["controlPlane.values.pilot.autoscaleMin"]],
  [istio({ pilot: { trustedZtunnelNamespace: null } }), ["controlPlane.values.pilot.trustedZtunnelNamespace"]],
  [istio({ pilot: { env: { A: null, B: "c" } } }), ["controlPlane.values.pilot.env.A"]],
  [
    istio({ pilot: { tolerations: [{ key: null }, null] } }),
    ["controlPlane.values.pilot.tolerations.0.key", "controlPlane.values.pilot.tolerations.1"],
  ],
  [{ cni: { values: { cni: { ambient: null } } } }, ["cni.values.cni.ambient"]],
  [{ ztunnel: { values: { ztunnel: null } } }, ["ztunnel.values.ztunnel"]],
  // A contradiction would be told of the same place.
  [{ ztunnel: { updateStrategy: "OnDelete", values: { ztunnel: null } } }, ["ztunnel.values.ztunnel"]],
  [{ cni: { values: { experimental: { a: null } } } }, ["cni.values.experimental.a"]],
])("%j is refused once for each null", (spec, paths) => {
  const lines = inputErrorOf(() => meshFromSpec("east", { ...least, ...spec })).split("\n");
  expect(lines).toEqual(
    paths.flatMap((path) => [
      `spec.${path}: null unsets nothing here: server-side apply refuses the whole object, and without it the API server drops the null`,
      "  leave it out, or write the value that you want",
    ]),
  );
});

test.each([
  istio({ experimental: { a: null } }),
  istio({ gatewayClasses: { istio: { service: null } } }),
  istio({ experimental: null }),
])("%j has no types in the API", (spec) => {
  expect(() => meshFromSpec("east", { ...least, ...spec })).not.toThrow();
});

test.each<[string, Record<string, unknown>, unknown]>([
  [
    "Istio",
    { a: null, b: { c: null, d: [{ e: null }, null] }, experimental: { f: null } },
    { b: { d: [{}, null] }, experimental: { f: null } },
  ],
  ["Istio", { experimental: null }, {}],
  ["IstioCNI", { experimental: { f: null } }, { experimental: {} }],
  ["ZTunnel", { ztunnel: {} }, { ztunnel: {} }],
])("%s keeps of %j", (kind, values, kept) => {
  expect(withoutNulls(kind, values)).toEqual(kept);
});
