import { repoRoot } from "../support/examples";
import { runCli } from "../support/run-cli";

interface Step {
  readonly delivery: string;
  readonly step: number;
  readonly barrier: number;
  readonly act: string;
  readonly object: { readonly kind: string; readonly name: string };
  readonly awaited: { readonly until: string; readonly rule: string };
  readonly change?: string;
}

interface Orders {
  readonly version: number;
  readonly mesh: string;
  readonly phases: readonly {
    readonly dir: string;
    readonly orders: readonly {
      readonly engine: string;
      readonly steps: readonly Step[];
      readonly never: readonly unknown[];
    }[];
  }[];
}

async function ordersOf(...argv: string[]): Promise<unknown> {
  const { code, out, err } = await runCli(["plan", "--order", ...argv, "-o", "json"], repoRoot);
  expect([code, err]).toEqual([0, ""]);
  return JSON.parse(out);
}

test("as JSON, every phase of a mesh", async () => {
  const { version, mesh, phases } = (await ordersOf("-f", "examples/openshift-ambient-patch/mesh.yaml")) as Orders;
  expect([version, mesh]).toEqual([1, "prod-east"]);
  expect(phases.length).toBeGreaterThan(3);
  for (const { orders } of phases) {
    expect(orders.map(({ engine }) => engine)).toEqual(["argocd"]);
    for (const { steps } of orders) {
      const inMesh = steps.filter(({ delivery }) => delivery === "mesh");
      expect(inMesh.map(({ step }) => step)).toEqual(inMesh.map(({ step }) => step).sort((a, b) => a - b));
      expect(inMesh.map(({ barrier }) => barrier)).toEqual(inMesh.map(({ barrier }) => barrier).sort((a, b) => a - b));
      expect(inMesh.find(({ object }) => object.kind === "ConfigMap")?.object.name).toBe("meshstep-prod-east");
    }
  }
  const changes = phases.flatMap(({ orders }) =>
    orders.flatMap(({ steps }) => steps.flatMap(({ change }) => change ?? [])),
  );
  expect(new Set(changes)).toEqual(new Set(["new", "changed", "gone"]));
});

test("as JSON, several meshes, one phase", async () => {
  const { version, plans } = (await ordersOf("0", "-f", "examples")) as { version: number; plans: readonly Orders[] };
  expect(version).toBe(1);
  expect(plans.length).toBeGreaterThan(3);
  expect(new Set(plans.flatMap(({ phases }) => phases.map(({ dir }) => dir)))).toEqual(new Set(["00-baseline"]));
});
