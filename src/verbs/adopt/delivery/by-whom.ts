import { firstFew } from "../../../basics/first-few";
import { grouped } from "../../../basics/grouped";
import { mark } from "../../../mesh/labels";
import { objectId } from "../../../objects/kubernetes-object";
import { labelsOf } from "../../../rules/objects";
import type { Found } from "../input/found";
import type { Applied } from "./applier";
import type { Appliers } from "./appliers";
import type { MeshEngine } from "./engines";

const engineWords = { argocd: "Argo CD", flux: "Flux" } as const;

/** Which part of the mesh is applied by whom, where that is not one and the same. */
export function byWhom(known: readonly Applied[], engine: MeshEngine | undefined): readonly string[] {
  if (known.length < 2) return [];
  const all = known.map(({ by, from }) => {
    const ids = [...new Set(from.map(({ object }) => objectId(object)))];
    return `${objectId(by)} applies ${firstFew(ids)}`;
  });
  return [`by whom the parts of the mesh are applied today: ${all.join("; ")}`, ...byBoth(known, engine)];
}

/** One engine delivers the live folder, and takes over what the other one applies. */
function byBoth(known: readonly Applied[], engine: MeshEngine | undefined): readonly string[] {
  const engines = [...grouped(known, (one) => one.engine)];
  if (engines.length < 2) return [];
  const ids = engines.map(([name, some]) => `${engineWords[name]} (${firstFew(some.map(({ by }) => objectId(by)))})`);
  const chosen =
    engine === undefined
      ? "and mesh.yaml names none of them: write the one that is to deliver all of it into spec.delivery.engine"
      : `and one delivers all of it afterwards: spec.delivery.engine is ${engine.name} (${engine.from}); write the other one there where that is to do it`;
  return [`${ids.join(" and ")} apply parts of the mesh, ${chosen}`];
}

/** Parts of a dump or a pipe that bear no mark, beside others that do. */
export function byNobody(mesh: readonly Found[], appliers: Appliers): readonly string[] {
  const all = mesh.filter(({ live, place, madeBy }) => madeBy === undefined && (live || place.file === "<stdin>"));
  const unmarked = all.filter((found) => appliers.of(found).length === 0);
  if (unmarked.length === 0 || unmarked.length === all.length) return [];
  const ids = firstFew(unmarked.map(({ object }) => objectId(object)));
  return [
    `nothing in the input says who applies ${ids}: where that is an engine as well, it is halted with the others`,
  ];
}

/** Those of a mesh that meshstep delivers already. */
export function isOwn({ by }: Applied): boolean {
  return labelsOf(by)[mark.mesh] !== undefined;
}

export function ownNotes(own: readonly Applied[]): readonly string[] {
  if (own.length === 0) return [];
  const meshes = [...new Set(own.map(({ by }) => labelsOf(by)[mark.mesh]))];
  return [
    `${firstFew(own.map(({ by }) => objectId(by)))} ${own.length > 1 ? "apply" : "applies"} the live folder of ${meshes.join(", ")}, which has a mesh.yaml: meshstep rebase takes that to where the mesh stands, and nothing has to be handed over`,
  ];
}
