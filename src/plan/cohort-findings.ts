import { nearest } from "../basics/nearest";
import { type Finding, type FindingDetails, finding, type MeshPath } from "../findings/finding";
import { isEnrolled } from "../mesh/labels";
import type { Mesh } from "../mesh/mesh";

type Problem = Pick<FindingDetails, "message" | "hint"> & { readonly path: MeshPath };

const root: MeshPath = ["spec", "upgrade", "cohorts"];

/** What is wrong with `spec.upgrade.cohorts`: each entry must be a namespace whose pods have sidecars, and stand there once. */
export function cohortFindings(mesh: Mesh): readonly Finding[] {
  return cohortProblems(mesh).map((one) => finding("REV008", one));
}

function cohortProblems(mesh: Mesh): Problem[] {
  const cohorts = mesh.upgrade?.cohorts;
  if (!cohorts) return [];
  if (mesh.dataPlane === "ambient") {
    const message = "cohorts are restarted for their sidecars, and an ambient mesh has none";
    return [
      { message, path: root, hint: "remove it: ambient workloads are moved by ZTunnel's phase, without a restart" },
    ];
  }
  const first = new Map<string, MeshPath>();
  return cohorts.flatMap((cohort, index): Problem[] => {
    if (cohort.length === 0) {
      return [
        { message: "an empty cohort; expected at least one namespace", path: [...root, index], hint: "remove it" },
      ];
    }
    return cohort.flatMap((name, at): Problem[] => {
      const path = [...root, index, at];
      const before = first.get(name);
      if (before) return [{ message: `a second ${name}; the first is at ${before.join(".")}`, path }];
      first.set(name, path);
      if (!isTag(mesh, name)) return notRestarted(mesh, name, path);
      return [...tagAndNamespace(mesh, name, path), ...followersTwice(mesh, name, cohorts.flat(), path)];
    });
  });
}

function isTag({ revisionTags }: Mesh, name: string): boolean {
  return revisionTags.some((tag) => tag.name === name);
}

/** One word for two: whichever was meant, the other would be left behind. */
function tagAndNamespace({ namespaces }: Mesh, name: string, path: MeshPath): Problem[] {
  if (!namespaces.some((one) => one.name === name)) return [];
  const message = `${name} is a tag under spec.revisionTags and a namespace under spec.namespaces; expected a name of one of them`;
  return [{ message, path, hint: "give the tag another name" }];
}

/** A tag stands for the namespaces that follow it. */
function followersTwice({ namespaces }: Mesh, tag: string, all: readonly string[], path: MeshPath): Problem[] {
  const twice = namespaces.filter((one) => one.revisionTag === tag && all.includes(one.name)).map(({ name }) => name);
  if (twice.length === 0) return [];
  const message = `tag ${tag} stands for ${twice.join(" and ")} too, which is named by itself`;
  return [{ message, path, hint: "name the tag, or each of its namespaces" }];
}

/** Only namespaces of mesh.yaml that are in the data plane are restarted. */
function notRestarted(mesh: Mesh, name: string, path: MeshPath): Problem[] {
  const entry = mesh.namespaces.find((one) => one.name === name);
  if (!entry) {
    const near = nearest(
      name,
      [...mesh.namespaces, ...mesh.revisionTags].map((one) => one.name),
    );
    const hint = near ? `did you mean ${near}?` : "list it there";
    const what = mesh.revisionTags.length > 0 ? "no namespace and no tag is called" : "no namespace";
    const where = mesh.revisionTags.length > 0 ? name : `${name} under spec.namespaces`;
    return [{ message: `${what} ${where}`, path, hint }];
  }
  if (isEnrolled(mesh, entry)) return [];
  const because =
    entry.dataPlane === "none"
      ? "has dataPlane: none"
      : "is one of the mesh's own or its operator's, outside of the data plane";
  return [{ message: `namespace ${name} ${because}: it has no sidecars to restart`, path, hint: "remove it here" }];
}
