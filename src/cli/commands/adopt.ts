import { dirname, join, resolve } from "node:path";
import { setFlagsFromString } from "node:v8";
import { formatProblem, InputError } from "../../findings/input-error";
import { dnsLabel } from "../../mesh/scalars";
import { readObjects } from "../../repository/objects/read-objects";
import type { ManifestIo } from "../../source/manifests";
import { type AdoptChoices, type Adoption, adopt } from "../../verbs/adopt/adopt";
import { distributionAround } from "../../verbs/adopt/describe/operator/around";
import { nearestOperator, operatorsAround } from "../../verbs/adopt/describe/operator/nearby";
import { readCluster } from "../../verbs/adopt/input/cluster";
import { appliedStates } from "../../verbs/adopt/input/engines/applied-states";
import { enginesAround, enginesBesidePipe } from "../../verbs/adopt/input/engines/around";
import { namesOfInputs } from "../../verbs/adopt/input/input-names";
import { isFolder } from "../../verbs/adopt/input/states";
import { writtenBelow } from "../../verbs/adopt/input/written";
import { leftOver } from "../../verbs/adopt/inventory/left-over";
import { istioNames, refuseSeveral, shareOneCluster } from "../../verbs/adopt/inventory/several-meshes";
import { writeAdoption } from "../../verbs/adopt/write-adoption";
import { type CliIo, type ExitCode, exitCodes } from "../io";
import { releaseFiles } from "../release-files";
import { adoptionReport } from "../reporters/adoption-report";

export interface AdoptOptions extends AdoptChoices {
  readonly output?: string;
  readonly force?: boolean;
  readonly all?: boolean;
  readonly context?: string;
  readonly kubectl: string;
  readonly with: readonly string[];
}

/** What is adopted into one mesh.yaml. */
interface Adopted {
  readonly inputs: readonly string[];
  readonly choices: AdoptChoices;
  /** Where it goes, as the user would write it. */
  readonly output: string;
  /** Folders that other meshes go to in the same run. @default none */
  readonly others?: readonly string[];
}

/** `meshstep adopt PATH…`: writes the mesh.yaml that renders what was read; 1 when its baseline differs from that. */
export async function adoptCommand(paths: readonly string[], options: AdoptOptions, io: CliIo): Promise<ExitCode> {
  checkUsage(paths, options);
  collectEarly();
  const { context, kubectl } = options;
  const live = context === undefined ? undefined : await readCluster({ context, kubectl });
  tell(live?.notes ?? [], io);
  const inputs = live ? [live.name] : paths;
  const reading: ManifestIo = {
    cwd: io.cwd,
    stdin: io.stdin,
    ...(live && { texts: new Map([[live.name, live.text]]) }),
  };
  const given = { ...options, releaseFiles: releaseFiles(options.with, io.cwd) };
  if (options.all) return adoptAll(inputs, given, reading, io);
  const deliveries = enginesAround(inputs, reading);
  const told = inputs.flatMap((input) => {
    const { states, left, leftFolders } = appliedStates(input, deliveries, reading);
    tell(left, io);
    refuseSeveral(input, states, options.istio, reading);
    return leftFolders;
  });
  const around = nearestOperator(operatorsAround(inputs, reading), inputs, reading);
  const besidePipe = enginesBesidePipe(inputs, reading);
  const choices = { ...given, around, besidePipe, deliveries, told };
  return adoptOne({ inputs, choices, output: options.output ?? "mesh.yaml" }, options, reading, io);
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

/** One mesh.yaml for each state, and for each Istio in it: `<output>/<name>/mesh.yaml`. */
function adoptAll(inputs: readonly string[], options: AdoptOptions, reading: ManifestIo, io: CliIo): ExitCode {
  const folder = options.output ?? "meshes";
  const deliveries = enginesAround(inputs, reading);
  const found = inputs.map((input) => {
    const { states: below, left, leftFolders, twins } = appliedStates(input, deliveries, reading);
    const isSeveral = below.length > 1 && !shareOneCluster(input, below, reading);
    tell([...left, ...(isSeveral ? twins : [])], io);
    return { input, told: leftFolders, states: isSeveral ? below : [{ name: input, inputs: [input] }] };
  });
  const states = found.flatMap((one) => one.states);
  const told = found.flatMap((one) => one.told);
  const folders = states.length > 1 ? inputs.filter((one) => isFolder(one, reading)) : [];
  const written = folders.map((one) => writtenBelow(one, io.cwd));
  const tree = readTree(folders, reading).filter(({ file }) => !written.some((isOurs) => isOurs(file)));
  const ofTree = distributionAround(tree, options);
  const operators = operatorsAround(inputs, reading);
  const labels = namesOfInputs(states.map(({ name }) => resolve(io.cwd, name)));
  const taken = new Set<string>();
  const meshes = states.flatMap(({ name: state, inputs: own }, index) => {
    const names = istioNames(own, reading);
    return (names.length > 1 ? names : [undefined]).map((istio) => {
      const name = freeName(istio ?? labels[index] ?? "", taken);
      const around = nearestOperator(operators, own, reading) ?? ofTree;
      const choices = { ...options, around, deliveries, told, name, ...(istio !== undefined && { istio }) };
      const title = `${state}${istio === undefined ? "" : `, Istio/${istio}`}`;
      return { inputs: own, choices, output: join(folder, name, "mesh.yaml"), title };
    });
  });
  const others = meshes.map(({ output }) => dirname(resolve(io.cwd, output)));
  const codes = meshes.map(({ title, ...mesh }) => {
    io.err(`== ${title}\n`);
    return orReported(() => adoptOne({ ...mesh, others }, options, reading, io), io);
  });
  for (const { input, states: below } of found) {
    const names = below.map(({ name }) => name);
    tell(names.length > 1 ? leftOver(input, names, reading) : [], io);
  }
  io.err(
    unwritten(
      meshes.filter((_, index) => codes[index] === exitCodes.failure).map(({ title }) => title),
      meshes.length,
    ),
  );
  return Math.max(exitCodes.ok, ...codes) as ExitCode;
}

function tell(notes: readonly string[], io: CliIo): void {
  io.err(notes.map((note) => `note: ${note}\n`).join(""));
}

function readTree(folders: readonly string[], reading: ManifestIo) {
  return folders.length === 0 ? [] : readObjects(folders, reading).objects;
}

/** Of many meshes the one that failed may be far above. */
function unwritten(failed: readonly string[], count: number): string {
  return failed.length === 0 || count === 1
    ? ""
    : `${failed.length} of ${count} meshes not written: ${failed.join("; ")}\n`;
}

/** Two folders of one name are `east` and `east-2`. */
function freeName(name: string, taken: Set<string>): string {
  const wanted = name === "" ? "mesh" : name;
  let free = wanted;
  for (let number = 2; taken.has(free); number += 1) free = `${wanted}-${number}`;
  taken.add(free);
  return free;
}

/** One mesh that cannot be adopted does not stop the others. */
function orReported(work: () => ExitCode, io: CliIo): ExitCode {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    io.err(error.problems.map((one) => `error: ${formatProblem(one)}\n`).join(""));
    return exitCodes.failure;
  }
}

function adoptOne(
  { inputs, choices, output, others }: Adopted,
  { force }: AdoptOptions,
  reading: ManifestIo,
  io: CliIo,
): ExitCode {
  const path = output === "-" ? resolve(io.cwd, "mesh.yaml") : resolve(io.cwd, output);
  const target = { folder: dirname(path), shown: output === "-" ? "" : dirname(output), ...(others && { others }) };
  const adoption = adopt(inputs, reading, target, choices);
  const { text, carriage, catalogs } = adoption;
  if (output === "-") io.out(text);
  else writeAdoption(path, output, { text, files: carriage.files, catalogs }, force === true);
  io.err(adoptionReport(adoption, output));
  return isExact(adoption) ? exitCodes.ok : exitCodes.findings;
}

function isExact({ uncarried, findings }: Adoption): boolean {
  return uncarried.length === 0 && findings.length === 0;
}
