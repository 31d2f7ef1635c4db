import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ApiObject, type ApiObjectProps } from "cdk8s";
import type { Construct } from "constructs";
import { MeshUpgrade, type MeshUpgradeProps } from "../../src/constructs/mesh-upgrade";
import { InputError, type Problem } from "../../src/findings/input-error";
import { MeshApp } from "../../src/verbs/synth/mesh-app";
import { scratchFolder } from "../support/scratch";

/** Five phases. */
export const props: MeshUpgradeProps = {
  distribution: "openshift",
  dataPlane: "ambient",
  version: "v1.28.4",
  operator: { release: "3.3.1" },
  upgrade: { to: "v1.28.5", acceptFaults: ["gateways-restart-with-istiod"] },
  namespaces: [{ name: "bookinfo", waypoint: { name: "waypoint" } }],
  waypoints: [{ name: "waypoint", namespace: "bookinfo" }],
};

export const phaseDirs = [
  "00-baseline",
  "01-control-plane-v1.28.5",
  "02-cni-v1.28.5",
  "03-ztunnel-v1.28.5",
  "04-verify-v1.28.5",
] as const;

/** What `build` does to an app with one upgrade, written. */
export function written(build: (upgrade: MeshUpgrade, app: MeshApp) => void): Written {
  const outdir = scratchFolder();
  const app = new MeshApp({ outdir });
  build(new MeshUpgrade(app, "prod", props), app);
  app.synth();
  return new Written(join(outdir, "prod"));
}

/** The output of one mesh. */
export class Written {
  constructor(readonly folder: string) {}

  /** A file of a phase, below manifests/. */
  manifest(phase: string, path: string): string {
    return readFileSync(join(this.folder, "phases", phase, "manifests", path), "utf8");
  }

  /** The same file in every phase; undefined where it is not. */
  manifests(path: string): (string | undefined)[] {
    return phaseDirs.map((phase) => (this.files(phase).includes(path) ? this.manifest(phase, path) : undefined));
  }

  /** The files of a phase, below manifests/. */
  files(phase: string): string[] {
    const root = join(this.folder, "phases", phase, "manifests");
    return readdirSync(root, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".yaml"));
  }

  text(name: string): string {
    return readFileSync(join(this.folder, name), "utf8");
  }
}

/** The problems with which an app refuses what `build` did to it; nothing has been written then. */
export function refused(build: (upgrade: MeshUpgrade, app: MeshApp) => void): readonly Problem[] {
  const outdir = scratchFolder();
  const app = new MeshApp({ outdir });
  build(new MeshUpgrade(app, "prod", props), app);
  const error = thrown(() => app.synth());
  if (!(error instanceof InputError)) throw error ?? new Error("it was not refused");
  expect(readdirSync(outdir)).toEqual([]);
  return error.problems;
}

/** What was thrown; undefined when nothing was. */
export function thrown(work: () => unknown): unknown {
  try {
    work();
    return undefined;
  } catch (error) {
    return error;
  }
}

/** A route of the user's own. */
export function route(scope: Construct, id = "route", over: Partial<ApiObjectProps> = {}): ApiObject {
  return new ApiObject(scope, id, {
    apiVersion: "networking.istio.io/v1",
    kind: "VirtualService",
    metadata: { name: id, namespace: "bookinfo" },
    spec: { hosts: ["productpage"], http: [{ route: [{ destination: { host: "productpage" } }] }] },
    ...over,
  });
}
