import { meshFromSpec } from "../../src/mesh/defaults";
import type { MeshSpecInput } from "../../src/mesh/schema";
import type { Phase } from "../../src/plan/phase";
import { planUpgrade } from "../../src/plan/plan";
import { isWritable, renderMesh } from "../../src/render/render";
import { names, phaseNamed } from "../plan/support";
import { rebasedSpec } from "./rebased-spec";

/*
 * What istio-csr has in its list beside the control planes that there are is part of where a mesh stands: whatever row goes on from there ends without it.
 */

const spec: MeshSpecInput = {
  distribution: "sail",
  dataPlane: "sidecar",
  version: "v1.29.3",
  operator: { release: "1.30.3" },
  cni: { namespace: "istio-cni" },
  certificates: "istio-csr",
  controlPlane: {
    values: {
      global: { caAddress: "cert-manager-istio-csr.cert-manager.svc:443" },
      pilot: { env: { ENABLE_CA_SERVER: "false" } },
    },
  },
  upgrade: { to: "v1.29.6", strategy: "RevisionBased" },
  namespaces: [{ name: "shop" }],
  delivery: { engine: "flux" },
};
const mesh = meshFromSpec("test", spec);
const { phases } = planUpgrade(mesh);

/** mesh.yaml as a rebase at a phase leaves it. */
const rebasedAt = (phase: Phase, to?: string, from = spec) => rebasedSpec(from, phase, to);

const step = (revisions: readonly string[], leaves: string) => ({ step: "list-revisions", revisions, leaves });

test.each<[string, string | undefined, string[], string | undefined]>([
  // Listed, and not yet there: it leaves where the row does not bring it.
  ["certificates-v1.29.6", "v1.29.3", ["certificates-without-v1.29.6", "clean-up-hold"], "v1.29.6"],
  ["clean-up-v1.29.3", undefined, ["certificates-without-v1.29.3"], "v1.29.3"],
])("at %s, to %s", (at, to, left, unlisted) => {
  const row = planUpgrade(meshFromSpec("test", rebasedAt(phaseNamed({ phases } as never, at), to)));
  expect(names(row)).toEqual(["baseline", ...left]);
  const [old, wanted] =
    to === undefined ? ["default-v1-29-3", "default-v1-29-6"] : ["default-v1-29-6", "default-v1-29-3"];
  const last = phaseNamed(row, `certificates-without-${unlisted}`);
  expect(last.manual).toEqual([step([wanted], old)]);
  expect(last.gates).toContainEqual(
    expect.objectContaining({ check: "istiod-certificate", lacks: [`istiod-${old}.istio-system.svc`] }),
  );
});

test("a hop that goes on from the clean-up lists its own two revisions, and sees that no other is left", () => {
  const row = planUpgrade(
    meshFromSpec("test", rebasedAt(phaseNamed({ phases } as never, "clean-up-v1.29.3"), "v1.30.3")),
  );
  const listing = phaseNamed(row, "certificates-v1.30.3");
  expect(listing.gates).toContainEqual(
    expect.objectContaining({ check: "istiod-certificate", lacks: ["istiod-default-v1-29-3.istio-system.svc"] }),
  );
  expect(names(row).at(-1)).toBe("certificates-without-v1.29.6");
});

test("at every phase, to either end: nothing is listed at the end that has no control plane, and each row is rendered", () => {
  for (const phase of phases) {
    for (const to of [undefined, "v1.29.3", "v1.29.6"]) {
      // The clean-up is one way.
      const gone = phase.state.controlPlanes.length === 1 && phase.state.controlPlanes[0]?.version === "v1.29.6";
      if (gone && to === "v1.29.3") continue;
      const rendered = renderMesh(meshFromSpec("test", rebasedAt(phase, to)));
      expect([phase.dir, to, isWritable(rendered)]).toEqual([phase.dir, to, true]);
      const { plan } = rendered;
      const end = plan.phases.at(-1)?.state;
      expect([phase.dir, to, end?.listed, end?.controlPlanes.length]).toEqual([phase.dir, to, undefined, 1]);
      expect(plan.phases[0]?.state.listed).toBe(phase.state.listed);
      // And once more from the middle of that row, where the way back takes the newer one out.
      for (const again of plan.phases) {
        const known = planUpgrade(meshFromSpec("test", rebasedAt(again, undefined, rebasedAt(phase, to))));
        expect([phase.dir, to, again.dir, known.phases[0]?.state.listed]).toEqual([
          phase.dir,
          to,
          again.dir,
          again.state.listed,
        ]);
      }
    }
  }
});

test.each<[string, MeshSpecInput["running"], object, string]>([
  ["without istio-csr", { listed: "v1.29.6" }, { certificates: undefined }, "expected spec.certificates: istio-csr"],
  ["of the control plane", { listed: "v1.29.3" }, {}, "expected a version without one"],
  ["beside two", { listed: "v1.29.4", controlPlane: ["v1.29.3", "v1.29.6"] }, {}, "expected one control plane"],
  ["InPlace", { listed: "v1.29.6" }, { upgrade: { to: "v1.29.6" } }, "listed is for RevisionBased"],
])("running.listed %s is refused", (_, running, more, message) => {
  expect(() => meshFromSpec("test", { ...spec, ...more, running })).toThrow(message);
});
