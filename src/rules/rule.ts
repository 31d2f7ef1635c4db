import type { Distribution, OperatorRelease } from "../catalog/types";
import type { Origin } from "../constructs/phase-chart";
import { type Finding, type FindingDetails, type Fix, finding, type MeshPath } from "../findings/finding";
import type { RuleId } from "../findings/pages";
import { objectId } from "../mesh/mesh";
import type { PhaseKind } from "../plan/phase";
import type { SchemaTable } from "../schemas/node";
import type { MeshChart } from "./charts/mesh-chart";
import type { CheckedObject } from "./checked-object";

export type { CheckedObject } from "./checked-object";

/** An Application of Argo CD or a Kustomization of Flux: what applies the manifests of some folders. */
export interface Reader {
  /** The manifest of the reader itself. */
  readonly by: CheckedObject;
  readonly name: string;
  /** Absolute, where they were found among the manifests. */
  readonly folders: readonly string[];
  readonly cluster: TargetCluster;
  /** The repository that it reads, where that is one and known. */
  readonly from?: string;
  /** Whether its folder is all of a repository: not everything in that need be for it. @default it is one that a path names */
  readonly isWhole?: true;
  /** The Application that an ApplicationSet makes. @default it is written down itself */
  readonly made?: MadeReader;
  /** As kustomizations, and engines that read those, build it. @default as it stands in its file */
  readonly applied?: CheckedObject;
}

/** An Application that stands nowhere: what of its template hangs on the element that it is made with. */
export interface MadeReader {
  /** Its name, as far as that can be told. */
  readonly application: string;
  /** `kustomize` of each of its sources. */
  readonly kustomize: readonly unknown[];
  /** The entry of a list that it is made with. */
  readonly at?: MeshPath;
}

/** Where a reader applies what it reads. */
interface TargetCluster {
  /** As it is written; empty for the cluster that the reader itself is in. */
  readonly address: string;
  /** The folder that the reader's own manifest stands in. */
  readonly home: string;
}

/** One state of a mesh as manifests: a phase of ours, or any folder. */
export interface ManifestSet {
  readonly distribution: Distribution;
  /** The operator release in force; rules that need one stay silent without it. */
  readonly release?: OperatorRelease;
  /** The operator release that the manifests name and the catalogue does not have. @default they name none, or one that it has */
  readonly unknownRelease?: string;
  /** Vendor jumps that the user accepts by name, lower minor first. */
  readonly acceptedJumps: readonly string[];
  /** Schemas of the user's own (`--crds`), which win over those that ship with meshstep. */
  readonly crds?: SchemaTable;
  readonly objects: readonly CheckedObject[];
  /** Whether two of the objects are never applied together. @default all of them are */
  readonly apart?: (a: CheckedObject, b: CheckedObject) => boolean;
  /** Whether two of the objects are known to be applied together, by one kustomization or one engine. @default all of them are */
  readonly together?: (a: CheckedObject, b: CheckedObject) => boolean;
  /** Whether two of the objects are built by kustomizations of which neither has the other: no sync has both. @default none are */
  readonly builtApart?: (a: CheckedObject, b: CheckedObject) => boolean;
  /** Whether two objects are one object twice in what kustomize builds, which it refuses. @default none are */
  readonly clashes?: (a: CheckedObject, b: CheckedObject) => boolean;
  /** Whether two of the objects were applied by others each before a step that ends here: what nobody applies any more has not joined anybody. @default unknown */
  readonly wereApart?: (a: CheckedObject, b: CheckedObject) => boolean;
  /** What applies an object, as far as that is among the manifests. @default what reads the folder of its file */
  readonly readBy?: (one: CheckedObject) => readonly Reader[];
  /** All who apply something. @default those whose folders hold objects */
  readonly readers?: readonly Reader[];
  /** Whether a kustomization fetches more from elsewhere that goes to a namespace, or, without one, anywhere: what is not seen may be there. @default none does */
  readonly fetches?: (namespace?: string) => boolean;
  /** Whether whoever builds an object may write a field into it, by a patch or a replacement. @default nobody does */
  readonly writes?: (one: CheckedObject, field: string) => boolean;
  /** Whether whoever builds an object gives it another name: what others call it is not how it is called here. @default nobody does */
  readonly renames?: (one: CheckedObject) => boolean;
  /** Charts of Istio that the manifests have installed, as Helm or an engine of it does. @default there are none */
  readonly charts?: readonly MeshChart[];
  /** Sail objects of other meshes that were read with this one. @default there are none */
  readonly beside?: readonly CheckedObject[];
  /** Sail objects as overlays for other clusters make them of the same base. @default there are none */
  readonly otherClusters?: readonly CheckedObject[];
}

/** Two states, one after the other. */
export interface Step {
  readonly before: ManifestSet;
  readonly after: ManifestSet;
  /** Left out for folders that are no phase of ours. */
  readonly kind?: PhaseKind;
  /** Whether a later phase has people replace ztunnel pods before ZTunnel moves again. */
  readonly replacedByHand?: boolean;
}

/** A rule that can be asked of manifests: of one state, of a step between two, or both. */
export interface Rule {
  readonly id: RuleId;
  readonly state?: (set: ManifestSet) => readonly Finding[];
  readonly step?: (step: Step) => readonly Finding[];
  /** What the rule would say of a state if more of it were here; each as the end of "not judged: ". */
  readonly unjudged?: (set: ManifestSet) => readonly string[];
}

/** What a rule says of an object. */
export interface AboutDetails extends FindingDetails {
  /** The field concerned. @default the object as a whole */
  readonly at?: MeshPath;
  /** Whether the field itself is meant, and not what stands in it: a whole map begins a line below its key. @default value */
  readonly part?: "key" | "value";
  /** What mends it where that is mechanical. @default nothing */
  readonly fix?: readonly Change[];
}

/** A {@link Fix} before it has a place. */
export interface Change extends Omit<Fix, "place"> {
  /** @default the object that the finding is about */
  readonly one?: CheckedObject;
}

/** How many objects a message names. */
const named = 3;

/** One word about several objects: the first by kind and name, and how the message names them all. */
export function inShort(objects: readonly CheckedObject[]): { readonly first?: CheckedObject; readonly names: string } {
  const sorted = objects
    .map((one) => ({ one, id: objectId(one.object) }))
    .sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  const more = sorted.length > named ? ` and ${sorted.length - named} more` : "";
  const shown = sorted.slice(0, named).map(({ id }) => id);
  return { ...(sorted[0] && { first: sorted[0].one }), names: `${shown.join(", ")}${more}` };
}

/** Names as a note gives them: the first by their letters. */
export function fewOf(names: readonly string[]): { readonly shown: string; readonly many: boolean } {
  const sorted = [...new Set(names)].sort();
  const more = sorted.length > named ? ` and ${sorted.length - named} more` : "";
  return { shown: `${sorted.slice(0, named).join(", ")}${more}`, many: sorted.length > 1 };
}

/** A finding about an object; it names the object and points to the field concerned, or to what the object was made from. */
export function about(
  rule: RuleId,
  one: CheckedObject,
  { at = [], part, fix = [], ...details }: AboutDetails,
): Finding {
  const { object, origin, locate } = one;
  const fixes = fix.flatMap(({ one: other = one, ...change }) =>
    other.locate && !other.assumed ? [{ place: other.locate([]), ...change }] : [],
  );
  return finding(rule, {
    object: objectId(object),
    ...(origin && originOf(origin, at)),
    ...(locate && { place: locate(at, part) }),
    ...(fixes.length > 0 && { fixes }),
    ...details,
  });
}

/** What stands under `spec.values` of an object came from the values beside the key that the object was made from. */
function originOf(origin: Origin, at: MeshPath): Pick<Finding, "path" | "place"> {
  if ("construct" in origin) return {};
  const [spec, values, ...rest] = at;
  if ("place" in origin) return { place: origin.place };
  if (spec !== "spec" || values !== "values") return origin;
  return { path: [...origin.path, "values", ...rest] };
}
