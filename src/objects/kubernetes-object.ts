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
  return apiOf(apiVersion).group;
}

/** `networking.istio.io/Gateway`; a kind of the core group begins with the slash. */
export function kindOf({ apiVersion, kind }: Pick<KubernetesObject, "apiVersion" | "kind">): string {
  const { group, kinds } = apiOf(apiVersion);
  const known = kinds.get(kind);
  if (known !== undefined) return known;
  const found = `${group}/${kind}`;
  if (kinds.size < most) kinds.set(kind, found);
  return found;
}

interface Api {
  readonly group: string;
  /** What {@link kindOf} says of its kinds. */
  readonly kinds: Map<string, string>;
}

/** Dozens of rules ask thousands of objects, which are of few groups. */
const apis = new Map<string, Api>();

/** Whatever is written as a version is kept; a folder of nonsense must not fill the memory. */
const most = 200;

function apiOf(apiVersion: string): Api {
  const known = apis.get(apiVersion);
  if (known) return known;
  const slash = apiVersion.indexOf("/");
  const api = { group: slash < 0 ? "" : apiVersion.slice(0, slash), kinds: new Map<string, string>() };
  if (apis.size < most) apis.set(apiVersion, api);
  return api;
}

/** What makes an object the same object: group, kind, namespace and name. Its API version is only a way to look at it. */
export function identity(object: KubernetesObject): string {
  return `${apiGroup(object)}/${objectId(object)}`;
}

/** The plural name of its kind, with the group where it is not of Kubernetes itself: `httproutes.gateway.networking.k8s.io`. */
export function resourceOf(object: Pick<KubernetesObject, "apiVersion" | "kind">): string {
  const kind = object.kind.toLowerCase();
  const plural = /[^aeiou]y$/.test(kind)
    ? `${kind.slice(0, -1)}ies`
    : /(s|x|ch|sh)$/.test(kind)
      ? `${kind}es`
      : `${kind}s`;
  const group = apiGroup(object);
  return group ? `${plural}.${group}` : plural;
}
