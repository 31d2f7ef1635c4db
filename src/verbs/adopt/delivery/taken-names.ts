import { firstFew } from "../../../basics/first-few";
import { mark } from "../../../mesh/labels";
import { type KubernetesObject, kindOf, objectId } from "../../../objects/kubernetes-object";
import { textAt } from "../../../objects/object-paths";
import { labelsOf } from "../../../rules/objects";
import type { MeshEngine } from "./engines";
import { platformNames } from "./platform-names";
import type { MadeName } from "./set-names";

/**
 * Engines' objects that are called as those would be that synth writes for the mesh: applied, they would take the place of these, and nobody reads the folder of
 * an Application any more.
 * @param made what sets make
 */
export function takenNames(
  name: string,
  engine: MeshEngine | undefined,
  objects: readonly KubernetesObject[],
  made: readonly MadeName[],
): readonly string[] {
  if (engine === undefined) return [];
  const nameIn = platformNames(name, engine);
  const taken = objects.filter((one) => nameIn(one) !== undefined && !isOurs(one, name));
  const isProject = (one: KubernetesObject) => kindOf(one) === "argoproj.io/AppProject";
  return [
    ...byOthers(
      taken.filter((one) => !isProject(one)),
      name,
    ),
    ...byProject(taken.filter(isProject), name),
    ...made.flatMap(({ by, application, mayBe }) =>
      bySet(
        by,
        application.metadata.name,
        nameIn(application, (theirs, ours) => theirs === ours || mayBe(ours)),
        name,
      ),
    ),
  ].filter((one, index, all) => all.indexOf(one) === index);
}

/** Of this mesh, by an earlier synth; a project has no mark, as it is no part of one phase. */
function isOurs(one: KubernetesObject, name: string): boolean {
  return labelsOf(one)[mark.mesh] !== undefined || textAt(one, "spec", "description") === `Mesh ${name}`;
}

const another = "give the mesh another metadata.name (--name)";

function byOthers(taken: readonly KubernetesObject[], name: string): readonly string[] {
  if (taken.length === 0) return [];
  const ids = [...new Set(taken.map(objectId))];
  const what = taken[0]?.kind === "Kustomization" ? "a Kustomization" : "an Application";
  return [
    `${firstFew(ids)} ${ids.length > 1 ? "have names" : "has a name"} that synth gives to ${what} of mesh ${name}: what it writes to platform/ would take its place, and prune what only its folder holds; ${another}`,
  ];
}

function byProject(taken: readonly KubernetesObject[], name: string): readonly string[] {
  const [project] = taken;
  if (!project) return [];
  return [
    `${objectId(project)} is called as the AppProject that synth writes for mesh ${name}, which would take its place, and with it the rights of all that are of that project: write spec.delivery.argocd.project: ${name}, which leaves it as it is, or ${another}`,
  ];
}

/** The controller of the set and whoever applies platform/ write over each other. */
function bySet(by: KubernetesObject, theirs: string, ours: string | undefined, name: string): readonly string[] {
  if (ours === undefined) return [];
  const what = theirs === ours ? `makes an Application ${ours}` : `may make an Application ${ours} (${theirs})`;
  return [
    `${objectId(by)} ${what}, a name that synth gives to one of mesh ${name}: the two would be one Application, with the folder of the one or of the other; ${another}`,
  ];
}
