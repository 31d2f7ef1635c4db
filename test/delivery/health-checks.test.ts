import { folderHealth } from "../../src/delivery/flux/health-checks";
import type { Folder } from "../../src/delivery/folders";
import { meshFromSpec } from "../../src/mesh/defaults";
import type { KubernetesObject } from "../../src/objects/kubernetes-object";

const mesh = meshFromSpec("east", {
  distribution: "sail",
  dataPlane: "sidecar",
  version: "v1.28.3",
  operator: { release: "1.30.3" },
});

const configMap = (index: number): KubernetesObject => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: {
    get name() {
      return named(index);
    },
  },
});

/** How often an object was asked for its name. */
const named = jest.fn((index: number) => `c${index}`);

test("each object of a folder is looked at a few times, however many there are", () => {
  const istio = { apiVersion: "sailoperator.io/v1", kind: "Istio", metadata: { name: "default" } };
  const objects = Array.from({ length: 2000 }, (_, index) => configMap(index));
  const folder: Folder = { path: "mesh/60-routing", ever: [...objects, istio], always: () => true };
  expect(folderHealth(mesh, folder, []).checks.map(({ kind }) => kind)).toEqual([
    "Deployment",
    "IstioRevision",
    "Istio",
  ]);
  expect(named.mock.calls.length).toBeLessThan(10 * objects.length);
});
