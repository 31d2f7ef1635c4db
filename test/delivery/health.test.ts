import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { stringify } from "yaml";
import { sailHealthLua, sailKinds } from "../../src/delivery/argocd/health-lua";
import { healthPatches } from "../../src/delivery/argocd/health-patches";
import { healthCheckExprs } from "../../src/delivery/flux/cel";
import type { PlatformFile } from "../../src/delivery/platform-file";
import type { KubernetesObject } from "../../src/mesh/mesh";
import { holdsFor } from "../support/cel";
import { folderWith } from "../support/folder";
import { runHealthLua } from "../support/lua";
import { testWhere } from "../support/where";
import { meshOf } from "./meshes";
import { sailStatuses } from "./sail-statuses";

const patches = healthPatches(meshOf({ delivery: { engine: "argocd" } }));
const [configMap, argocd] = patches as [PlatformFile, PlatformFile];
const hasArgocd = spawnSync("argocd", ["version", "--client"], { stdio: "ignore" }).status === 0;

describe("health of the Sail Operator's objects", () => {
  test.each(sailStatuses)("Lua: $name", ({ object, done, says }) => {
    const { status, message } = runHealthLua(sailHealthLua, object);
    expect(status).toBe(done ? "Healthy" : "Progressing");
    expect(message).toMatch(says);
  });

  testWhere(hasArgocd, "argocd is not installed")("argocd itself says the same, of each", () => {
    // Where argocd-cm is read from a file, it is looked for in its own default namespace.
    const settings = { ...configMap.object, metadata: { name: "argocd-cm", namespace: "argocd" } };
    const objects = Object.fromEntries(sailStatuses.map(({ object }, index) => [`${index}.yaml`, stringify(object)]));
    const folder = folderWith({ "argocd-cm.yaml": stringify(settings), ...objects });
    const said = sailStatuses.map(({ name }, index) => {
      const args = ["admin", "settings", "resource-overrides", "health", join(folder, `${index}.yaml`)];
      const { stdout } = spawnSync("argocd", [...args, "--argocd-cm-path", join(folder, "argocd-cm.yaml")], {
        encoding: "utf8",
      });
      return [name, /STATUS: (\w+)/.exec(stdout)?.[1]];
    });
    expect(said).toEqual(sailStatuses.map(({ name, done }) => [name, done ? "Healthy" : "Progressing"]));
  });

  test.each(sailStatuses)("CEL: $name", ({ object, done }) => {
    const [expression] = healthCheckExprs([{ apiVersion: object.apiVersion, kind: object.kind, name: "default" }]);
    expect(isCurrent(expression?.current ?? "", object)).toBe(done);
  });

  test("is one text, never Degraded, and never asks for state", () => {
    expect(sailHealthLua).not.toMatch(/Degraded|\.state\b/);
    const { data } = configMap.object as unknown as { data: Record<string, string> };
    const { spec } = argocd.object as unknown as {
      spec: { resourceHealthChecks: { group: string; kind: string; check: string }[] };
    };
    expect(Object.values(data)).toEqual(sailKinds.map(() => sailHealthLua));
    expect(spec.resourceHealthChecks.map(({ check }) => check)).toEqual(sailKinds.map(() => sailHealthLua));
  });

  test("is for the five kinds of Sail in both forms, and for nobody else's", () => {
    const { data } = configMap.object as unknown as { data: Record<string, string> };
    const { spec } = argocd.object as unknown as { spec: { resourceHealthChecks: { group: string; kind: string }[] } };
    const five = ["Istio", "IstioCNI", "IstioRevision", "IstioRevisionTag", "ZTunnel"];
    expect(Object.keys(data)).toEqual(five.map((kind) => `resource.customizations.health.sailoperator.io_${kind}`));
    expect(spec.resourceHealthChecks.map(({ group, kind }) => `${group}/${kind}`)).toEqual(
      five.map((kind) => `sailoperator.io/${kind}`),
    );
  });
});

/** Where an expression fails, on a field that is not there, Flux goes on waiting. */
function isCurrent(expression: string, object: KubernetesObject): boolean {
  try {
    return holdsFor(expression, object);
  } catch {
    return false;
  }
}

describe("CEL for a waypoint", () => {
  const [expression] = healthCheckExprs([{ apiVersion: "gateway.networking.k8s.io/v1", kind: "Gateway", name: "w" }]);
  const programmed = (status: string, observedGeneration: number) => ({
    metadata: { generation: 2 },
    status: { conditions: [{ type: "Programmed", status, observedGeneration }] },
  });

  test.each([
    ["programmed", programmed("True", 2), true],
    ["programmed before it was edited", programmed("True", 1), false],
    ["not yet", programmed("Unknown", 2), false],
    ["no condition", { metadata: { generation: 2 }, status: { conditions: [] } }, false],
  ])("%s", (_name, object, done) => {
    expect(holdsFor(expression?.current ?? "", object)).toBe(done);
  });
});
