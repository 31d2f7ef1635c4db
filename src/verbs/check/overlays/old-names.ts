import { literalPattern } from "../../../basics/literal-pattern";
import type { MeshPath } from "../../../findings/finding";
import type { KubernetesObject } from "../../../mesh/mesh";
import { textAt } from "../../../objects/object-paths";
import type { FileObject } from "../../../repository/objects/file-object";

/** An object that an overlay brings to another namespace. */
export interface Moved {
  readonly from: string;
  readonly to: string;
  readonly one: FileObject;
}

/** Where the old namespace is written, and of what. */
export interface Reference {
  readonly at: MeshPath;
  readonly text: string;
  readonly moved: Moved;
}

/** Where an object names some that are moved by the namespace that they all were in. */
export function referencesTo(
  from: string,
  all: readonly Moved[],
  { object }: { readonly object: KubernetesObject },
): readonly Reference[] {
  const find = (value: unknown, at: MeshPath): readonly Reference[] => {
    const moved = typeof value === "string" && value.includes(from) ? meant(value, at, from, all) : undefined;
    if (moved) return [{ at, text: String(value), moved }];
    if (typeof value !== "object" || value === null) return [];
    return [
      ...referenceIn(value, at, from, all),
      ...Object.entries(value).flatMap(([key, entry]) =>
        find(entry, [...at, Array.isArray(value) ? Number(key) : key]),
      ),
    ];
  };
  const waypoint = ["metadata", "labels", "istio.io/use-waypoint-namespace"];
  const gateway = textAt(object, ...waypoint) === from && all.find(({ one }) => one.object.kind === "Gateway");
  return [
    ...(gateway ? [{ at: waypoint, text: `istio.io/use-waypoint-namespace: ${from}`, moved: gateway }] : []),
    ...Object.entries(object)
      .filter(([key]) => key !== "metadata")
      .flatMap(([key, value]) => find(value, [key])),
  ];
}

/** `name` and `namespace` of a reference, which kustomize leaves as they are. */
function referenceIn(value: object, at: MeshPath, from: string, all: readonly Moved[]): readonly Reference[] {
  const [name, namespace] = ["name", "namespace"].map((key) => textAt(value, key));
  const moved = namespace === from ? all.find(({ one }) => one.object.metadata.name === name) : undefined;
  return moved ? [{ at: [...at, "namespace"], text: `namespace: ${from}`, moved }] : [];
}

/** Lists and labels of namespaces alone. */
const listsOfNamespaces: readonly unknown[] = ["namespaces", "notNamespaces", "kubernetes.io/metadata.name"];

/** What a text means of it. */
function meant(text: string, at: MeshPath, from: string, all: readonly Moved[]): Moved | undefined {
  const key = at.findLast((part) => typeof part === "string");
  if (text === from) return listsOfNamespaces.includes(key) ? all[0] : undefined;
  // A VirtualService names its Gateways so, a Sidecar what its pods reach.
  if (text === `${from}/*` && key === "hosts") return all[0];
  const [, account] = new RegExp(`(?:^|/)ns/${literalPattern(from)}/sa/([^/*]+)$`).exec(text) ?? [];
  if (account !== undefined) {
    const owners = all.filter((it) => accountsIn(it).includes(account));
    return owners.some(isStem) ? undefined : owners[0];
  }
  return all.find(({ one: { object } }) => {
    const { name } = object.metadata;
    if (object.kind === "Gateway") return text === `${from}/${name}`;
    return object.kind === "Service" && hostOf(name, from).test(text);
  });
}

/** POL003 knows a namespace under a longer name by its accounts. */
function isStem({ from, to, one }: Moved): boolean {
  return one.object.kind === "ServiceAccount" && (to.startsWith(`${from}-`) || to.endsWith(`-${from}`));
}

/** What pods run as: accounts that are here, and those that their makers name. */
function accountsIn({ one: { object } }: Moved): readonly string[] {
  if (object.kind === "ServiceAccount") return [object.metadata.name];
  return [textAt(object, "spec", "template", "spec", "serviceAccountName")].filter((name) => name !== undefined);
}

/** A Service as clients call it, behind a scheme or before a port. */
function hostOf(name: string, namespace: string): RegExp {
  const [own, home] = [literalPattern(name), literalPattern(namespace)];
  return new RegExp(`(^|[^\\w.-])${own}\\.${home}(\\.svc(\\.[\\w.-]+)?)?(?=[^\\w.-]|$)`);
}
