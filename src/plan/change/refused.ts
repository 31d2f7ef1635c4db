import { isDeepStrictEqual } from "node:util";
import type { MeshPath } from "../../findings/finding";
import { InputError, type Problem } from "../../findings/input-error";
import type { Mesh } from "../../mesh/mesh";
import { changeSteps, endOf, startOf } from "./steps";

/** What is another mesh when it changes, or another way of running it: nobody gets from one to the other by commits of this kind. */
const fixed: readonly (readonly [MeshPath, (mesh: Mesh) => unknown])[] = [
  [["spec", "distribution"], ({ distribution }) => distribution],
  [["spec", "dataPlane"], ({ dataPlane }) => dataPlane],
  [["spec", "controlPlane", "name"], ({ controlPlane }) => controlPlane.name],
  [["spec", "controlPlane", "namespace"], ({ controlPlane }) => controlPlane.namespace],
  [["spec", "cni", "namespace"], ({ cni }) => cni?.namespace],
  [["spec", "ztunnel", "namespace"], ({ ztunnel }) => ztunnel?.namespace],
];

/** What moves by an upgrade, and by nothing else. */
const versions: readonly (readonly [MeshPath, (mesh: Mesh) => unknown])[] = [
  [["spec", "version"], ({ version }) => version],
  [["spec", "running"], ({ running = {} }) => running],
  [["spec", "operator", "release"], ({ operator }) => operator.release],
  [["spec", "operator", "subscription", "channel"], ({ operator }) => operator.subscription?.channel],
];

/**
 * Refuses what a row of changes cannot do, and a version in the same edit: what went wrong would not be known from what.
 * @throws InputError with every path that differs and must not
 */
export function refuseMixed(mesh: Mesh): void {
  if (!mesh.before) return;
  const [start, end] = [startOf(mesh.before, mesh), endOf(mesh)];
  const moved = differing(
    versions,
    mesh.before,
    mesh,
    "Versions move by spec.upgrade. When an upgrade has ended, meshstep rebase --live writes what runs into mesh.yaml.",
  );
  const other = differing(
    fixed,
    mesh.before,
    mesh,
    "A part that is in use is neither renamed nor moved: describe a second mesh beside this one.",
  );
  const problems = [...other, ...(mesh.upgrade ? [] : moved)];
  // Namespaces that join have a phase of their own in an upgrade.
  const settled = { ...end, namespaces: end.namespaces.filter(({ name }) => !isJoining(mesh, name)) };
  if (mesh.upgrade && changeSteps(start, settled).length > 0) {
    problems.push({
      message: "mesh.yaml says something new beside spec.upgrade, and both at once are not planned",
      path: ["spec", "upgrade"],
      hint: "One after the other: take spec.upgrade out until the changes are done, or put the rest back as it was. Where the live folder holds them already, meshstep synth --live with that folder.",
    });
  }
  if (problems.length > 0) throw new InputError(problems);
}

function isJoining({ namespaces }: Mesh, name: string): boolean {
  return namespaces.some((one) => one.name === name && one.joins);
}

function differing(of: typeof fixed, start: Mesh, end: Mesh, hint: string): Problem[] {
  return of.flatMap(([path, pick]) => {
    const [was, is] = [pick(start), pick(end)];
    if (isDeepStrictEqual(was, is)) return [];
    return [
      {
        message: `the live folder was written for ${path.join(".")} ${show(was)}, and here it is ${show(is)}`,
        path,
        hint,
      },
    ];
  });
}

function show(value: unknown): string {
  return value === undefined ? "(unset)" : typeof value === "object" ? JSON.stringify(value) : String(value);
}
