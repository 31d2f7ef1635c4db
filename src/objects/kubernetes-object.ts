/** A Kubernetes object as plain data. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly [key: string]: unknown;
  };
  readonly [key: string]: unknown;
}

/** `Kind/name`, or `Kind/namespace/name` for namespaced objects: how reports name an object. */
export function objectId(object: KubernetesObject): string {
  const { name, namespace } = object.metadata;
  return namespace ? `${object.kind}/${namespace}/${name}` : `${object.kind}/${name}`;
}

/** The API group of an object; empty for the core group. */
export function apiGroup({ apiVersion }: Pick<KubernetesObject, "apiVersion">): string {
  return apiVersion.slice(0, Math.max(0, apiVersion.indexOf("/")));
}

/** `networking.istio.io/Gateway`; a kind of the core group begins with the slash. */
export function kindOf(object: Pick<KubernetesObject, "apiVersion" | "kind">): string {
  return `${apiGroup(object)}/${object.kind}`;
}

/** What makes an object the same object: group, kind, namespace and name. Its API version is only a way to look at it. */
export function identity(object: KubernetesObject): string {
  return `${apiGroup(object)}/${objectId(object)}`;
}

/** The plural name of its kind, with the group where it is not of Kubernetes itself: `httproutes.gateway.networking.k8s.io`. */
export function resourceOf(object: Pick<KubernetesObject, "apiVersion" | "kind">): string {
  const kind = object.kind.toLowerCase();
  const ending = /[^aeiou]y$/.test(kind) ? "ies" : /(s|x|ch|sh)$/.test(kind) ? "es" : "s";
  const plural = (ending === "ies" ? kind.slice(0, -1) : kind) + ending;
  const group = apiGroup(object);
  return group ? `${plural}.${group}` : plural;
}

/** Whether another object made it, in a cluster or in the dump of one: it comes and goes with that. */
export function hasOwner(object: KubernetesObject): boolean {
  return ownersOf(object).length > 0;
}

/** The name of its owner of a kind. */
export function ownerNamed(object: KubernetesObject, kind: string): string | undefined {
  const name: unknown = ownersOf(object).find((one) => Object(one).kind === kind)?.name;
  return typeof name === "string" ? name : undefined;
}

function ownersOf({ metadata }: KubernetesObject): readonly { readonly kind?: unknown; readonly name?: unknown }[] {
  const owners = metadata["ownerReferences"];
  return Array.isArray(owners) ? owners : [];
}
