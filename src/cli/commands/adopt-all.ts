import { dirname, join, resolve } from "node:path";
import { formatProblem, InputError } from "../../findings/input-error";
import { readObjects } from "../../repository/objects/read-objects";
import type { ManifestIo } from "../../source/manifests";
import { distributionAround } from "../../verbs/adopt/describe/operator/around";
import { nearestOperator, operatorsAround } from "../../verbs/adopt/describe/operator/nearby";
import { appliedStates } from "../../verbs/adopt/input/engines/applied-states";
import { enginesAround } from "../../verbs/adopt/input/engines/around";
import { namesOfInputs } from "../../verbs/adopt/input/input-names";
import { isFolder } from "../../verbs/adopt/input/states";
import { writtenBelow } from "../../verbs/adopt/input/written";
import { leftOver } from "../../verbs/adopt/inventory/left-over";
import { istioNames, shareOneCluster } from "../../verbs/adopt/inventory/several-meshes";
import { type CliIo, type ExitCode, exitCodes } from "../io";
import { type AdoptOptions, adoptOne, tell } from "./adopt-one";

/** One mesh.yaml for each state, and for each Istio in it: `<output>/<name>/mesh.yaml`. */
export function adoptAll(inputs: readonly string[], options: AdoptOptions, reading: ManifestIo, io: CliIo): ExitCode {
  const folder = options.output ?? "meshes";
  const deliveries = enginesAround(inputs, reading, (note) => tell([note], io));
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
