import { isDeepStrictEqual } from "node:util";
import { type KubernetesObject, objectId } from "../../../mesh/mesh";
import { dnsLabel, gitUrl, serviceAccount, subdomain } from "../../../mesh/scalars";
import { textAt } from "../../../objects/object-paths";
import { isPatched, sourcesIn } from "../../../rules/engines/application-sources";
import { isOpen } from "../../../rules/engines/set-templates";
import type { Found } from "../input/found";
import type { RefsOf } from "../input/git-refs";
import type { Applier } from "./applier";
import type { Appliers } from "./appliers";
import { argoHome } from "./argo-home";
import { conditionWords } from "./conditions";
import { type Destination, destinationIn, unknownDestination } from "./destinations";
import type { MeshEngine } from "./engines";
import { fluxRevision } from "./flux-revision";
import { liveBranch } from "./live-branch";

type Delivery = NonNullable<MeshEngine["delivery"]>;

/**
 * What `spec.delivery` says of whoever applies the control plane; undefined where that is nobody here, or both engines.
 * @param objects among which those stand that say how an Argo CD is set up, and where Flux reads from
 * @param refs what is known of the branches of a repository, by its address
 */
export function deliveryOf(
  istios: readonly Found[],
  appliers: Appliers,
  objects: readonly KubernetesObject[],
  refs: RefsOf,
): MeshEngine | undefined {
  const applied = istios.flatMap((found) => appliers.of(found).map((by) => ({ ...by, found })));
  const [first] = applied;
  if (!first || applied.some(({ engine }) => engine !== first.engine)) return undefined;
  const isOne = applied.every(({ by }) => by === first.by);
  const isTogether = applied.every(({ by }) => by.metadata.namespace === first.by.metadata.namespace);
  const home = first.engine === "argocd" && isTogether && !first.isUnseen ? argoHome(first.by, objects) : undefined;
  const repository = first.engine === "argocd" && isOne ? repositoryOf(first.made ?? first.by, refs) : {};
  const told = [
    ...(home?.told === undefined ? [] : [home.told]),
    ...(first.engine === "argocd" && first.isUnseen ? [unseen(first.by)] : []),
    ...(repository.told === undefined ? [] : [repository.told]),
    ...(first.engine === "flux" && isOne ? stillSource(first.by, objects) : []),
  ];
  return {
    name: first.engine,
    from: `${objectId(first.by)} applies ${objectId(first.found.object)}${conditionWords([first.condition])}${markWords(first)}`,
    ...(told.length > 0 && { told }),
    ...(first.engine === "argocd"
      ? { delivery: ofApplications(applied, repository.repository, home?.namespace) }
      : { delivery: ofKustomizations(applied.map(({ by }) => by)) }),
  };
}

function markWords({ mark }: Applier): string {
  return mark === undefined ? "" : `, as its ${mark} says`;
}

/** Of an Application that is known by its name alone. */
function unseen(by: KubernetesObject): string {
  const { name, namespace } = by.metadata;
  const where = `-n ${namespace ?? "NAMESPACE"}`;
  return `${objectId(by)} is not in the input, so mesh.yaml takes it that the mesh is in the cluster that its Argo CD runs in, and says no repository: add what kubectl get applications.argoproj.io ${name} ${where} -o yaml prints there, or write spec.delivery.argocd.destination and spec.delivery.repository`;
}

/** The live folder is taken to stand in the same repository. */
function ofApplications(
  applied: readonly Applier[],
  repository: Delivery["repository"],
  home: string | undefined,
): Delivery {
  const destination = applied.every(({ isUnseen }) => isUnseen) ? null : destinationOf(applied);
  const [{ by, isUnseen }] = applied as [Applier];
  const { namespace } = by.metadata;
  const argocd = {
    // A mark names the namespace only where that is not the one of its Argo CD.
    ...(isUnseen && fits(dnsLabel, namespace) && { applicationNamespace: namespace }),
    ...(fits(dnsLabel, home) && { namespace: home }),
    ...(fits(dnsLabel, home) && fits(dnsLabel, namespace) && namespace !== home && { applicationNamespace: namespace }),
    ...(destination && { destination }),
  };
  return { ...(repository && { repository }), ...(Object.keys(argocd).length > 0 && { argocd }) };
}

/** The one cluster to which all of them bring it. */
function destinationOf(applied: readonly Applier[]): Destination {
  const all = applied.map(({ by, destination }) => (destination === undefined ? destinationIn(by) : destination));
  const [first = null] = all;
  return all.every((one) => isDeepStrictEqual(one, first)) ? first : unknownDestination;
}

function repositoryOf(by: KubernetesObject, refs: RefsOf): Pick<Delivery, "repository"> & { readonly told?: string } {
  const spec = by.kind === "ApplicationSet" ? ["spec", "template", "spec"] : ["spec"];
  if (isPatched(by, "source", "sources", "repoURL", "targetRevision")) return {};
  const source = sourcesIn(by, spec).find((at) => textAt(by, ...at, "path") !== undefined) ?? [...spec, "source"];
  const [url, revision] = ["repoURL", "targetRevision"].map((key) => textAt(by, ...source, key));
  if (!fits(gitUrl, url) || isOpen(url) || isOpen(revision ?? "")) return {};
  const { revision: branch, told } = liveBranch(objectId(by), revision, refs(url));
  return {
    repository: { url, ...(branch !== undefined && { revision: branch }) },
    ...(told !== undefined && { told }),
  };
}

/** A source of Flux that no commit arrives by: the Kustomizations of the mesh would read it as well. */
function stillSource(by: KubernetesObject, objects: readonly KubernetesObject[]): readonly string[] {
  const { source, revision, still } = fluxRevision(by, objects);
  const what = still ?? (/^refs\/(?!heads\/)/.test(revision ?? "") ? revision : undefined);
  if (source?.kind !== "GitRepository" || what === undefined) return [];
  return [
    `${objectId(source)} brings ${what}, and no commit arrives by that: the Kustomizations of the mesh would read it as well, so write a source that follows a branch under spec.delivery.flux.sourceRef`,
  ];
}

function ofKustomizations(applied: readonly KubernetesObject[]): Delivery {
  const [by] = applied as [KubernetesObject];
  const flux = { ...(applied.every((one) => one === by) && sourceOf(by)), ...reachOf(applied) };
  return Object.keys(flux).length > 0 ? { flux } : {};
}

/** The cluster that all of them apply to, and as whom. */
function reachOf(applied: readonly KubernetesObject[]): Delivery["flux"] {
  const [first = {}, ...others] = applied.map((by) => {
    const [secret, key] = ["name", "key"].map((field) => textAt(by, "spec", "kubeConfig", "secretRef", field));
    const account = textAt(by, "spec", "serviceAccountName");
    return {
      ...(fits(subdomain, secret) && {
        kubeConfig: { secretRef: { name: secret, ...(key !== undefined && { key }) } },
      }),
      ...(fits(serviceAccount, account) && { serviceAccountName: account }),
    };
  });
  return others.every((one) => isDeepStrictEqual(one, first)) ? first : {};
}

function sourceOf(by: KubernetesObject): Delivery["flux"] {
  // Where a HelmRelease has its chart from says nothing of a folder.
  if (by.kind !== "Kustomization") return {};
  const { namespace } = by.metadata;
  const [kind, name, home] = ["kind", "name", "namespace"].map((key) => textAt(by, "spec", "sourceRef", key));
  const isSaid = sourceKinds.includes(kind as (typeof sourceKinds)[number]) && fits(subdomain, name);
  const isElsewhere = fits(dnsLabel, home) && home !== namespace;
  const isUsual = kind === "GitRepository" && name === "flux-system" && !isElsewhere;
  const sourceRef = isSaid &&
    !isUsual && { kind: kind as (typeof sourceKinds)[number], name, ...(isElsewhere && { namespace: home }) };
  return {
    ...(fits(dnsLabel, namespace) && namespace !== "flux-system" && { namespace }),
    ...(sourceRef && { sourceRef }),
  };
}

const sourceKinds = ["GitRepository", "OCIRepository", "Bucket"] as const;

function fits(
  schema: { safeParse(value: unknown): { readonly success: boolean } },
  value: string | undefined,
): value is string {
  return value !== undefined && schema.safeParse(value).success;
}
