import { nearest } from "../basics/nearest";
import type { MeshPath } from "../findings/finding";
import type { Problem } from "../findings/input-error";
import { signedByIstioCsr } from "./certificates";
import { isRevisionBased } from "./istiod";
import { isEnrolled } from "./labels";
import type { Mesh } from "./mesh";
import { listed, noPlane, runningPath, runningPlanes, type Versions, workloadsByName } from "./running";
import { runningGatewayProblems } from "./running-gateways";

/** What `spec.running` says of control planes side by side: who asks for which, and what their pods run. */
export function runningRevisionProblems(mesh: Mesh): Problem[] {
  if (!mesh.running) return [];
  if (!isRevisionBased(mesh)) return inPlaceProblems(mesh);
  const planes = runningPlanes(mesh);
  const wrong = planeProblems(mesh, planes);
  if (wrong.length > 0) return wrong;
  return [
    ...holdProblems(mesh, planes),
    ...listedProblems(mesh, planes),
    ...askingProblems(mesh, planes),
    ...runningGatewayProblems(mesh, planes),
    ...workloadProblems(mesh, planes),
  ];
}

/** InPlace there is one control plane, one revision, and nothing to be held. */
function inPlaceProblems(mesh: Mesh): Problem[] {
  const { running = {} } = mesh;
  const hint = "leave it out, or say spec.controlPlane.updateStrategy: RevisionBased where the mesh runs like that";
  const only = (key: string, what = key) => ({
    message: `${what} is for RevisionBased, and this mesh runs InPlace`,
    path: runningPath(key),
    hint,
  });
  const planes = runningPlanes(mesh);
  return [
    ...(planes.length > 1
      ? [{ message: `${planes.length} control planes; InPlace there is one`, path: runningPath("controlPlane"), hint }]
      : []),
    ...(["revisions", "gatewayRevisions", "gatewayCanaries", "hold", "listed"] as const).flatMap((key) =>
      running[key] === undefined ? [] : [only(key)],
    ),
    ...workloadProblems(mesh, undefined),
  ];
}

function planeProblems({ version, running = {}, namespaces }: Mesh, planes: readonly string[]): Problem[] {
  const path = runningPath("controlPlane");
  if (running.gateways !== undefined) {
    const message = "under RevisionBased gateways are told with their namespaces";
    return [{ message, path: runningPath("gateways"), hint: "write their namespaces under spec.running.workloads" }];
  }
  if (running.kept !== undefined) {
    const message = "what keeps behaviour is set on the one control plane of an InPlace mesh";
    return [{ message, path: runningPath("kept"), hint: "write the values under spec.controlPlane.values" }];
  }
  if (planes.length > 2) {
    const message = `${planes.length} control planes; expected at most two, as a row has one to come from and one to go to`;
    return [{ message, path, hint: "bring everybody to two of them first" }];
  }
  const [first, last] = planes;
  if (planes.length === 1) {
    if (first === version) return [];
    const message = `one control plane of ${first}, and version says ${version}: proxies of ${version} would have none`;
    return [{ message, path, hint: `write both, [${version}, ${first}], or version: ${first}` }];
  }
  if (first === last) return [{ message: `${first} is listed twice`, path: [...path, 1] }];
  if (first !== version) {
    const message = `${first} stands first; expected ${version}, the version of the mesh, and last what Istio asks for`;
    return [{ message, path, hint: `write [${version}, …], or version: ${first}` }];
  }
  const joining = namespaces.findIndex(({ joins }) => joins);
  if (joining === -1) return [];
  const message = "a namespace that joins while two control planes stand side by side; expected one control plane";
  return [{ message, path: ["spec", "namespaces", joining, "joins"], hint: "end the move first" }];
}

function holdProblems({ running }: Mesh, planes: readonly string[]): Problem[] {
  const hold = running?.hold;
  if (hold === undefined || hold === planes[0]) return [];
  const message = planes.includes(hold)
    ? `${hold} is what Istio asks for, which needs no hold; expected ${planes[0]}`
    : `${hold} is no control plane that runs; expected ${planes[0]}`;
  return [{ message, path: runningPath("hold"), hint: `write ${planes[0]}, or leave it out where nothing holds it` }];
}

/** What istio-csr has in its list for nobody. */
function listedProblems({ running, certificates }: Mesh, planes: readonly string[]): Problem[] {
  const revision = running?.listed;
  if (revision === undefined) return [];
  const path = runningPath("listed");
  if (!signedByIstioCsr({ certificates })) {
    const message = "nobody has a list of revisions; expected spec.certificates: istio-csr beside it";
    return [{ message, path, hint: "say so, or leave it out" }];
  }
  if (!planes.includes(revision) && planes.length === 1) return [];
  const message = planes.includes(revision)
    ? `${revision} has a control plane, which is in the list anyway; expected a version without one`
    : "two control planes are in the list, and no third is known to a row; expected one control plane";
  return [{ message, path, hint: "leave it out" }];
}

/** Who asks for what: a tag, or a namespace that follows none. */
function askingProblems(mesh: Mesh, planes: readonly string[]): Problem[] {
  return Object.entries(mesh.running?.revisions ?? {}).flatMap(([name, version]): Problem[] => {
    const path = runningPath("revisions", name);
    const tag = mesh.revisionTags.some((one) => one.name === name);
    const namespace = mesh.namespaces.find((one) => one.name === name);
    if (tag && namespace) {
      const message = `${name} is a tag under spec.revisionTags and a namespace under spec.namespaces; expected a name of one of them`;
      return [{ message, path, hint: "give the tag another name" }];
    }
    if (namespace?.revisionTag !== undefined) {
      const message = `namespace ${name} follows tag ${namespace.revisionTag}, and asks for what that points at`;
      return [{ message, path, hint: `write ${namespace.revisionTag} instead` }];
    }
    if (!tag) {
      const absent = absentProblem(mesh, name, path, true);
      if (absent) return [absent];
    }
    return planes.includes(version) ? [] : [noPlane(version, planes, path)];
  });
}

/** @param planes the versions that sidecars can run; nothing where the catalogue alone says that */
function workloadProblems(mesh: Mesh, planes: readonly string[] | undefined): Problem[] {
  const byName = workloadsByName(mesh);
  const plain = mesh.running?.workloads;
  const all: (readonly [Versions, MeshPath])[] = byName
    ? Object.entries(byName).map(([name, versions]) => [versions, runningPath("workloads", name)] as const)
    : plain === undefined
      ? []
      : [[plain as Versions, runningPath("workloads")]];
  return [
    ...Object.keys(byName ?? {}).flatMap(
      (name) => absentProblem(mesh, name, runningPath("workloads", name), false) ?? [],
    ),
    ...all.flatMap(([versions, path]): Problem[] => {
      const twice = byName && listed(versions).find((one, index, list) => list.indexOf(one) !== index);
      if (twice !== undefined) return [{ message: `${twice} is listed twice`, path }];
      const lost = planes && listed(versions).find((one) => !planes.includes(one));
      return lost === undefined ? [] : [noPlane(lost, planes ?? [], path)];
    }),
  ];
}

/** A name that is no namespace with sidecars. */
function absentProblem(mesh: Mesh, name: string, path: MeshPath, orTag: boolean): Problem | undefined {
  const namespace = mesh.namespaces.find((one) => one.name === name);
  if (namespace && isEnrolled(mesh, namespace)) return undefined;
  if (namespace) {
    return { message: `namespace ${name} is outside of the data plane: it asks for no control plane`, path };
  }
  const known = [...mesh.namespaces, ...(orTag ? mesh.revisionTags : [])].map((one) => one.name);
  const near = nearest(name, known);
  const what = orTag ? "no tag and no namespace" : "no namespace";
  return { message: `${what} ${name} in this mesh`, path, hint: near ? `did you mean ${near}?` : "list it there" };
}
