import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { installChart } from "./chart";
import type { EngineName } from "./cluster";
import type { Options } from "./options";
import { against } from "./scenarios/against";
import { backward } from "./scenarios/back";
import { early } from "./scenarios/early";
import { failing } from "./scenarios/failing";
import { hang } from "./scenarios/hang";
import { middle } from "./scenarios/middle";
import { withoutPruning } from "./scenarios/pruning";
import { restarts } from "./scenarios/restarts";
import { revisions } from "./scenarios/revisions";
import { backOne, forward } from "./scenarios/row";
import type { Scenario } from "./scenarios/scenario";
import { skipBack, skipForward } from "./scenarios/skip";

/** One mesh, one engine, one cluster: what is done to it, in order. */
export interface Run {
  /** mesh.yaml. */
  readonly example: string;
  readonly mesh: string;
  /** Release of the operator to begin with. */
  readonly release: string;
  /** Istio versions of its ends. */
  readonly versions: readonly string[];
  readonly engine: EngineName;
  /** Empty with kubectl, which knows one way only. */
  readonly scenarios: readonly Scenario[];
}

/** The mesh that things go wrong with on purpose. */
const tried = "sail-patch";
/** The mesh whose row can be walked back to its first phase. */
const changes = "sail-change";
/** The mesh of two control planes; its last phase is no way back. */
const besides = "sail-revisions";
/** The same with Jobs that restart workloads. */
const byJobs = "sail-restarts";
/** The same with a gateway that has a canary, rebased on its way. */
const rebased = "sail-middle";
/** The mesh whose operator Helm installs. */
const charted = "sail-helm";
/** What is walked otherwise than every phase forward. */
const own: ReadonlyMap<string, Scenario> = new Map([
  [besides, revisions],
  [byJobs, restarts],
  [rebased, middle],
  [charted, { ...forward, prepare: (cluster) => installChart(cluster, "mesh-operator", "1.28.3") }],
]);
const mishaps = [withoutPruning, early, skipForward, skipBack, failing, backOne, hang, against];

interface MeshFile {
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly distribution: string;
    readonly version: string;
    readonly operator: { readonly release: string };
    readonly upgrade?: { readonly to: string };
  };
}

/** Every example of the `sail` distribution and the meshes of this folder, with each engine; then what the options leave of that. */
export function plannedRuns(root: string, options: Options): readonly Run[] {
  const files = ["examples", "test-cluster/meshes"]
    .flatMap((folder) => readdirSync(join(root, folder)).map((name) => join(folder, name, "mesh.yaml")))
    .filter((file) => existsSync(join(root, file)));
  const runs = files.sort().flatMap((file): Run[] => {
    const example = join(root, file);
    const { metadata, spec } = parse(readFileSync(example, "utf8")) as MeshFile;
    if (spec.distribution !== "sail") return [];
    const versions = [spec.version, spec.upgrade?.to ?? spec.version];
    const mesh = { example, mesh: metadata.name, release: spec.operator.release, versions };
    const scenarios = [
      own.get(metadata.name) ?? forward,
      ...(metadata.name === tried ? mishaps : []),
      ...(metadata.name === changes ? [backward] : []),
    ];
    // Without an engine nothing brings Jobs, and there is one way only.
    const engines = ["kubectl", "argocd", "flux"] as const;
    return engines
      .filter((one) => one !== "kubectl" || ![byJobs, rebased, charted].includes(metadata.name))
      .map((engine) => ({
        ...mesh,
        engine,
        scenarios: engine === "kubectl" ? [] : scenarios,
      }));
  });
  const chosen = (words: readonly string[], text: string) =>
    words.length === 0 || words.some((one) => text.includes(one));
  return (
    runs
      .filter(({ mesh, engine }) => chosen(options.examples, mesh) && chosen(options.engines, engine))
      .map((run) => ({ ...run, scenarios: run.scenarios.filter(({ name }) => chosen(options.scenarios, name)) }))
      .filter(
        ({ engine, scenarios }) => scenarios.length > 0 || (engine === "kubectl" && options.scenarios.length === 0),
      )
      // The longest first, so that several labs end together.
      .sort((a, b) => b.scenarios.length - a.scenarios.length)
  );
}
