import { type KubernetesObject, objectId } from "../../../mesh/mesh";
import { dnsLabel, gitBranch, gitUrl, httpUrl, subdomain } from "../../../mesh/scalars";
import { textAt } from "../../../objects/object-paths";
import { applicationSpec, isPatched, sourcesIn } from "../../../rules/engines/application-sources";
import type { Found } from "../input/found";
import type { Appliers } from "./appliers";
import type { MeshEngine } from "./engines";

type Delivery = NonNullable<MeshEngine["delivery"]>;

/** What `spec.delivery` says of whoever applies the control plane; undefined where that is nobody here, or both engines. */
export function deliveryOf(istios: readonly Found[], appliers: Appliers): MeshEngine | undefined {
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

/** The live folder is taken to stand in the same repository. */
function ofApplication(by: KubernetesObject): Delivery {
  const { namespace } = by.metadata;
  if (by.kind === "ApplicationSet") {
    return { ...ofSource(by), ...(fits(dnsLabel, namespace) && { argocd: { namespace } }) };
  }
  const [server, name] = ["server", "name"].map((key) => textAt(by, "spec", "destination", key));
  const isElsewhere = name ? name !== "in-cluster" : server !== ownServer;
  const destination = name && isElsewhere ? { name } : isElsewhere && fits(httpUrl, server) ? { server } : undefined;
  const argocd = { ...(fits(dnsLabel, namespace) && { namespace }), ...(destination && { destination }) };
  return { ...ofSource(by), ...(Object.keys(argocd).length > 0 && { argocd }) };
}

/** What a set fills in for each of its Applications, or patches into it, is nobody's to say here. */
function ofSource(by: KubernetesObject): Pick<Delivery, "repository"> {
  const spec = applicationSpec(by) ?? ["spec"];
  const source = sourcesIn(by, spec).find((at) => textAt(by, ...at, "path") !== undefined) ?? [...spec, "source"];
  const [url, revision] = ["repoURL", "targetRevision"].map((key) => textAt(by, ...source, key));
  const isFilled = [url, revision].some((one) => one?.includes("{{")) || isPatched(by, "repoURL", "targetRevision");
  if (isFilled || !fits(gitUrl, url)) return {};
  return { repository: { url, ...(fits(gitBranch, revision) && !defaultBranches.includes(revision) && { revision }) } };
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
