import { InputError } from "../../src/findings/input-error";
import { meshFromSpec } from "../../src/mesh/defaults";
import type { Mesh } from "../../src/mesh/mesh";
import type { MeshSpecInput } from "../../src/mesh/schema";
import { cniSettings } from "../../src/mesh/settings/cni";
import { istioSettings } from "../../src/mesh/settings/istio";
import type { Setting } from "../../src/mesh/settings/setting";
import { ztunnelSettings } from "../../src/mesh/settings/ztunnel";
import { cniValues, istioValues, ztunnelValues } from "../../src/plan/object-values";
import { renderSnapshots } from "../../src/snapshot/snapshot";
import { fc } from "../support/fast-check";
import { planOf, waypoint } from "./support";

const prod = { name: "prod", namespace: "mesh-prod" };

function meshOf(spec: Partial<MeshSpecInput> = {}): Mesh {
  return meshFromSpec("east", {
    distribution: "sail",
    dataPlane: "ambient",
    version: "v1.28.1",
    operator: { release: "1.28.1" },
    ...spec,
  });
}

describe("ztunnel is told which istiod it connects to", () => {
  test.each<[what: string, spec: Partial<MeshSpecInput>, values: unknown]>([
    ["the usual one", {}, undefined],
    ["another name", { controlPlane: { name: "prod" } }, { ztunnel: { revision: "prod" } }],
    ["another namespace", { controlPlane: { namespace: "mesh-prod" } }, { ztunnel: { istioNamespace: "mesh-prod" } }],
    ["both", { controlPlane: prod }, { ztunnel: { revision: "prod", istioNamespace: "mesh-prod" } }],
    [
      "beside the user's own values",
      {
        controlPlane: prod,
        ztunnel: { values: { global: { hub: "h" }, ztunnel: { logLevel: "info", revision: "prod" } } },
      },
      {
        ztunnel: { revision: "prod", istioNamespace: "mesh-prod", logLevel: "info" },
        global: { hub: "h" },
      },
    ],
    [
      "the default address, spelt out",
      { ztunnel: { values: { ztunnel: { istioNamespace: "istio-system" } } } },
      { ztunnel: { istioNamespace: "istio-system" } },
    ],
  ])("%s", (_what, spec, values) => {
    expect(ztunnelValues(meshOf(spec))).toEqual(values);
  });

  test("with the settings of a phase, and the revision in force", () => {
    const mesh = meshOf({ controlPlane: { name: "prod" } });
    const settings = { terminationGracePeriodSeconds: 300, updateStrategy: "OnDelete" as const };
    expect(ztunnelValues(mesh, settings, "prod-v1-28-1")).toEqual({
      ztunnel: {
        revision: "prod-v1-28-1",
        terminationGracePeriodSeconds: 300,
        updateStrategy: { type: "OnDelete" },
      },
    });
    expect(ztunnelValues(mesh, {}, "default")).toBeUndefined();
  });

  test("in the same words in every phase, whatever the operator serves", () => {
    const plan = planOf("sail ambient 1.28.3 v1.28.3 -> v1.30.3", {
      controlPlane: prod,
      namespaces: [{ name: "bookinfo", waypoint: { name: "waypoint" } }],
      waypoints: [waypoint],
    });
    const phases = renderSnapshots(plan);
    const spoken = (kind: string, pick: (object: Record<string, unknown>) => unknown) =>
      phases.map(({ entries }) =>
        entries.filter(({ object }) => object.kind === kind).map(({ object }) => pick(object as never)),
      );
    expect(phases.length).toBeGreaterThan(8);
    for (const found of spoken("ZTunnel", ({ spec }) => spec)) {
      expect(found).toEqual([
        expect.objectContaining({ values: { ztunnel: { revision: "prod", istioNamespace: "mesh-prod" } } }),
      ]);
      expect(found[0]).not.toHaveProperty("targetRef");
    }
    for (const found of spoken("Gateway", ({ metadata }) => metadata)) {
      expect(found).toEqual([
        expect.objectContaining({ labels: { "istio.io/waypoint-for": "service", "istio.io/rev": "prod" } }),
      ]);
    }
    for (const found of spoken("Istio", (istio) => istio)) {
      expect(found).toEqual([
        expect.objectContaining({
          metadata: expect.objectContaining({ name: "prod" }),
          spec: expect.objectContaining({
            namespace: "mesh-prod",
            values: { pilot: { trustedZtunnelNamespace: "ztunnel" } },
          }),
        }),
      ]);
    }
  });
});

test("waypoints of the control plane default carry no revision", () => {
  const plan = planOf("sail ambient 1.28.3 v1.28.3", { waypoints: [waypoint] });
  const gateways = renderSnapshots(plan).flatMap(({ entries }) =>
    entries.filter(({ object }) => object.kind === "Gateway"),
  );
  expect(gateways.map(({ object }) => object.metadata.labels)).toEqual([{ "istio.io/waypoint-for": "service" }]);
});

test("an undefined value of the user's does not take ours away", () => {
  const values = { pilot: { trustedZtunnelNamespace: undefined, env: undefined } };
  expect(istioValues(meshOf({ controlPlane: { values } }))).toEqual({ pilot: { trustedZtunnelNamespace: "ztunnel" } });
});

describe("whatever values say, what meshstep writes is there", () => {
  const spec: Partial<MeshSpecInput> = {
    controlPlane: { ...prod, highAvailability: { minReplicas: 6 }, discoverySelectors: [{ matchLabels: { a: "b" } }] },
    ztunnel: { terminationGracePeriodSeconds: 60, updateStrategy: "OnDelete" },
  };
  const sound = meshOf(spec);
  const leaf = fc.constantFrom<unknown>(
    undefined,
    null,
    "",
    "prod",
    "mesh-prod",
    "ztunnel",
    60,
    6,
    7,
    true,
    false,
    [],
    {},
  );

  /** Values at some of the paths that the settings speak of, ends and parents alike. */
  const valuesFor = (settings: readonly Setting[]) =>
    fc
      .subarray(
        settings.flatMap(({ at }) => at.map((_, index) => at.slice(0, index + 1))),
        { maxLength: 4 },
      )
      .chain((paths) => fc.tuple(...paths.map((path) => leaf.map((value) => ({ path, value })))))
      .map((said) => {
        const values: Record<string, unknown> = {};
        for (const { path, value } of said) put(values, path, value);
        return values;
      });

  function put(values: Record<string, unknown>, path: readonly string[], value: unknown): void {
    const [key = "", ...rest] = path;
    if (rest.length === 0) {
      values[key] = value;
    } else {
      const inner = values[key];
      const map = typeof inner === "object" && inner !== null && !Array.isArray(inner) ? { ...inner } : {};
      put(map as Record<string, unknown>, rest, value);
      values[key] = map;
    }
  }

  const at = (values: unknown, path: readonly string[]) =>
    path.reduce<unknown>((inner, key) => (inner as Record<string, unknown> | null | undefined)?.[key], values);

  type Part = "controlPlane" | "cni" | "ztunnel";
  const rendered: Record<Part, (mesh: Mesh) => unknown> = {
    controlPlane: istioValues,
    cni: cniValues,
    ztunnel: (mesh) => ztunnelValues(mesh, mesh.ztunnel),
  };

  test.each<[Part, readonly Setting[]]>([
    ["controlPlane", istioSettings(sound)],
    ["ztunnel", ztunnelSettings(sound)],
  ])("%s", (part, settings) => {
    const written = settings.filter(({ written, value }) => written && value !== undefined);
    expect(written.length).toBeGreaterThan(3);
    const before = at(sound, [part]) as object;
    let refused = 0;
    let taken = 0;
    fc.assert(
      fc.property(valuesFor(settings), (values) => {
        let mesh: Mesh;
        try {
          mesh = meshOf({ ...spec, [part]: { ...before, values } });
        } catch (error) {
          if (!(error instanceof InputError)) throw error;
          refused += 1;
          return;
        }
        taken += 1;
        for (const { at: path, value, accepts } of written) {
          const said = at(rendered[part](mesh), path);
          expect({ path, said }).toEqual({ path, said: accepts?.(said) ? said : value });
        }
      }),
      { numRuns: 400 },
    );
    expect({ refused: refused > 20, taken: taken > 20 }).toEqual({ refused: true, taken: true });
  });

  test("the CNI's values are only compared, never written", () => {
    expect(cniSettings(sound).filter(({ written }) => written)).toEqual([]);
    expect(cniValues(sound)).toBeUndefined();
  });
});
