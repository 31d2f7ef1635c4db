import { setFlagsFromString } from "node:v8";
import { firstFew } from "../../basics/first-few";
import { InputError } from "../../findings/input-error";
import { dnsLabel } from "../../mesh/scalars";
import type { FileObject } from "../../repository/objects/file-object";
import type { ManifestIo } from "../../source/manifests";
import { nearestOperator, operatorsAround } from "../../verbs/adopt/describe/operator/nearby";
import { readCluster } from "../../verbs/adopt/input/cluster";
import { appliedStates } from "../../verbs/adopt/input/engines/applied-states";
import { enginesAround, enginesBesidePipe } from "../../verbs/adopt/input/engines/around";
import { namedEngines } from "../../verbs/adopt/input/engines/named-engines";
import { istioNames, refuseSeveral } from "../../verbs/adopt/inventory/several-meshes";
import type { CliIo, ExitCode } from "../io";
import { releaseFiles } from "../release-files";
import { adoptAll } from "./adopt-all";
import { type AdoptOptions, adoptOne, tell } from "./adopt-one";

/** `meshstep adopt PATH…`: writes the mesh.yaml that renders what was read; 1 when its baseline differs from that. */
export async function adoptCommand(paths: readonly string[], options: AdoptOptions, io: CliIo): Promise<ExitCode> {
  checkUsage(paths, options);
  collectEarly();
  const { context, kubectl } = options;
  const live = context === undefined ? undefined : await readCluster({ context, kubectl });
  tell(live?.notes ?? [], io);
  const named = live ? [live.name] : paths;
  const reading: ManifestIo = {
    cwd: io.cwd,
    stdin: io.stdin,
    ...(live && { texts: new Map([[live.name, live.text]]) }),
  };
  const given = { ...options, releaseFiles: releaseFiles(options.with, io.cwd) };
  if (options.all) return adoptAll(named, given, reading, io);
  const deliveries = enginesAround(named, reading, (note) => tell([note], io));
  const followed = followedFrom(named, deliveries, reading);
  if (followed.length > 0) tell([`read as well, as what you name has it applied: ${firstFew(followed)}`], io);
  const inputs = [...named, ...followed];
  const told = inputs.flatMap((input) => {
    const { states, left, leftFolders } = appliedStates(input, deliveries, reading);
    tell(left, io);
    refuseSeveral(input, states, options.istio, reading);
    return leftFolders;
  });
  const around = nearestOperator(operatorsAround(inputs, reading), inputs, reading);
  const besidePipe = enginesBesidePipe(inputs, reading);
  const choices = { ...given, around, besidePipe, deliveries, told, followed };
  return adoptOne({ inputs, choices, output: options.output ?? "mesh.yaml" }, options, reading, io);
}

/** Of a cluster often nothing is named but what applies the rest, and the mesh stands elsewhere. */
function followedFrom(
  inputs: readonly string[],
  deliveries: readonly FileObject[],
  reading: ManifestIo,
): readonly string[] {
  if (inputs.includes("-")) return [];
  const { outside } = namedEngines(inputs, deliveries, reading);
  return outside.length > 0 && istioNames(inputs, reading).length === 0 ? outside : [];
}

/**
 * Where memory is large, V8 lets garbage grow to three times what lives: 1.1 GB for 100,000 objects, of which a quarter is alive. Tried on these versions
 * of Node; others would complain about a word that they do not know.
 */
function collectEarly(): void {
  if (collectsEarly || Number.parseInt(process.versions.node, 10) > 24) return;
  collectsEarly = true;
  setFlagsFromString("--heap-growing-percent=30");
  // A code cache that Node keeps at the end is refused under other flags than those of the next start.
  process.once("exit", () => setFlagsFromString("--heap-growing-percent=0"));
}

let collectsEarly = false;

function checkUsage(paths: readonly string[], { context, all, output, name, istio, namespace }: AdoptOptions): void {
  if (paths.filter((one) => one === "-").length > 1) throw InputError.of("- stands for the standard input, once");
  if (context === undefined && paths.length === 0) {
    throw InputError.of("adopt what?", { hint: "Name a folder, - for what kubectl get -o yaml prints, or --context." });
  }
  if (context !== undefined && paths.length > 0) {
    throw InputError.of("--context reads a cluster instead of paths", { hint: "Leave the paths out." });
  }
  if (context !== undefined && namespace !== undefined) {
    throw InputError.of("--namespace is for manifests that name none, and what a cluster holds has one", {
      hint: "Leave --namespace out.",
    });
  }
  if (namespace !== undefined && !dnsLabel.safeParse(namespace).success) {
    throw InputError.of(`--namespace: ${namespace} is no name of a namespace`);
  }
  if (all && (name ?? istio) !== undefined) {
    throw InputError.of("--all adopts each under a name of its own", { hint: "Leave --name and --istio out." });
  }
  if (all && output === "-")
    throw InputError.of("--all writes a folder for each mesh", { hint: "Name the folder with -o." });
}
