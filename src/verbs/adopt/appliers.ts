import { posix, relative, resolve } from "node:path";
import { type KubernetesObject, objectId } from "../../mesh/mesh";
import { dnsLabel, gitBranch, gitUrl, httpUrl, subdomain } from "../../mesh/scalars";
import type { MeshSpecInput } from "../../mesh/schema";
import { identity, kindOf } from "../../objects/kubernetes-object";
import { textAt } from "../../objects/object-paths";
import { sourcesIn } from "../../rules/engines/application-sources";
import type { Reader } from "../../rules/rule";
import type { ManifestIo } from "../../source/manifests";
import { type Building, buildingsOf } from "../check/kustomize/buildings";
import { kustomizationFiles } from "../check/kustomize/kustomizations";
import type { FileObject } from "../check/read-objects";
import { readingsOf } from "../check/readings";
import type { Applier } from "./applier";
import type { Found } from "./found";
import type { Inventory } from "./inventory";

type Delivery = Omit<NonNullable<MeshSpecInput["delivery"]>, "engine">;

/** Where inputs were read from, and the folders of those that a tool built. */
interface Origin {
  readonly inputs: readonly string[];
  readonly folders: ReadonlyMap<string, string>;
  readonly io: ManifestIo;
  /** What is applied from where in the tree around the inputs. */
  readonly around: readonly FileObject[];
}

/** Tells who applies an object of the input. Of a pipe or a cluster nobody can tell: their objects have no file that something reads. */
export function appliersOf(
  inventory: Pick<Inventory, "deliveries" | "istios" | "others" | "namespaces">,
  { inputs, folders, io, around }: Origin,
): Inventory["appliers"] {
  const { deliveries, istios, others, namespaces } = inventory;
  if (![...deliveries, ...around].some(({ object }) => engineOf(object))) return { of: () => [], read: new Set() };
  const placed = ({ object, place: { file } }: Found): FileObject => {
    const folder = folders.get(file);
    const path = folder === undefined ? file : `${folder}/kustomization.yaml`;
    return { object, file: resolve(io.cwd, path), shown: file };
  };
  const isInFile = ({ live, place }: Found) => !live && place.file !== "<stdin>";
  const inputObjects = [...deliveries, ...istios, ...others, ...namespaces].filter(isInFile).map(placed);
  const known = new Set(inputObjects.map(({ object }) => identity(object)));
  const all = [...inputObjects, ...around.filter(({ object }) => !known.has(identity(object)))];
  const kustomizations = kustomizationFiles(
    inputs.filter((one) => one !== "-" && !io.texts?.has(one)),
    io.cwd,
  );
  const built = buildingsOf(kustomizations);
  const { readBy, readers } = readingsOf(built, all);
  return {
    of: (found) => (isInFile(found) ? readBy(placed(found)).flatMap((one) => applier(one, built, io.cwd)) : []),
    read: new Set(readers.flatMap(({ by, folders: theirs }) => (theirs.length > 0 ? by.object : []))),
  };
}

function applier({ by: { object }, folders }: Reader, built: readonly Building[], cwd: string): readonly Applier[] {
  const engine = engineOf(object);
  if (!engine) return [];
  const shown = (path: string) => relative(cwd, path) || ".";
  const listed = built.filter(({ file }) => folders.includes(file.folder)).flatMap(({ resources }) => [...resources]);
  const sources = commonFolder([...folders, ...listed.filter((one) => one.startsWith("/"))]);
  return [{ by: object, engine, folders: folders.map(shown), sources: shown(sources) }];
}

/** The deepest folder that is above all of these paths, or one of them. */
function commonFolder(paths: readonly string[]): string {
  const isAbove = (folder: string) => paths.every((one) => one === folder || one.startsWith(`${folder}/`));
  let folder = paths[0] ?? "/";
  while (folder !== "/" && !isAbove(folder)) folder = posix.dirname(folder);
  return folder;
}

/** The engine of an object that says what is applied, and from where. */
export function engineOf(object: KubernetesObject): "argocd" | "flux" | undefined {
  switch (kindOf(object)) {
    case "argoproj.io/Application":
    case "argoproj.io/ApplicationSet":
      return "argocd";
    case "kustomize.toolkit.fluxcd.io/Kustomization":
      return "flux";
    default:
      return undefined;
  }
}

/** What `spec.delivery` says of whoever applies the control plane; undefined where that is nobody here, or both engines. */
export function deliveryOf(istios: readonly Found[], appliers: Inventory["appliers"]): Inventory["engine"] {
  const applied = istios.flatMap((found) => appliers.of(found).map((by) => ({ ...by, found })));
  const [first] = applied;
  if (!first || applied.some(({ engine }) => engine !== first.engine)) return undefined;
  const isOne = applied.every(({ by }) => by === first.by);
  return {
    name: first.engine,
    from: `${objectId(first.by)} applies ${objectId(first.found.object)}`,
    ...(isOne && { delivery: first.engine === "argocd" ? ofApplication(first.by) : ofKustomization(first.by) }),
  };
}

/** The live folder is taken to stand in the same repository. What a set fills in for each of its Applications is nobody's to say here. */
function ofApplication(by: KubernetesObject): Delivery {
  const { namespace } = by.metadata;
  if (by.kind === "ApplicationSet") return { ...(fits(dnsLabel, namespace) && { argocd: { namespace } }) };
  const source = sourcesIn(by).find((at) => textAt(by, ...at, "path") !== undefined) ?? ["spec", "source"];
  const [url, revision] = ["repoURL", "targetRevision"].map((key) => textAt(by, ...source, key));
  const [server, name] = ["server", "name"].map((key) => textAt(by, "spec", "destination", key));
  const isElsewhere = name ? name !== "in-cluster" : server !== ownServer;
  const destination = name && isElsewhere ? { name } : isElsewhere && fits(httpUrl, server) ? { server } : undefined;
  const argocd = { ...(fits(dnsLabel, namespace) && { namespace }), ...(destination && { destination }) };
  return {
    ...(fits(gitUrl, url) && {
      repository: { url, ...(fits(gitBranch, revision) && !defaultBranches.includes(revision) && { revision }) },
    }),
    ...(Object.keys(argocd).length > 0 && { argocd }),
  };
}

const ownServer = "https://kubernetes.default.svc";

/** `main` is what mesh.yaml takes; which branch HEAD is, only the repository knows. */
const defaultBranches: readonly string[] = ["main", "HEAD"];

function ofKustomization(by: KubernetesObject): Delivery {
  const { namespace } = by.metadata;
  const [kind, name, home] = ["kind", "name", "namespace"].map((key) => textAt(by, "spec", "sourceRef", key));
  const isSaid = sourceKinds.includes(kind as (typeof sourceKinds)[number]) && fits(subdomain, name);
  const isUsual = kind === "GitRepository" && name === "flux-system";
  const isHere = home === undefined || home === namespace;
  const sourceRef = isSaid && !isUsual && isHere && { kind: kind as (typeof sourceKinds)[number], name };
  const flux = {
    ...(fits(dnsLabel, namespace) && namespace !== "flux-system" && { namespace }),
    ...(sourceRef && { sourceRef }),
  };
  return Object.keys(flux).length > 0 ? { flux } : {};
}

const sourceKinds = ["GitRepository", "OCIRepository", "Bucket"] as const;

function fits(
  schema: { safeParse(value: unknown): { readonly success: boolean } },
  value: string | undefined,
): value is string {
  return value !== undefined && schema.safeParse(value).success;
}
