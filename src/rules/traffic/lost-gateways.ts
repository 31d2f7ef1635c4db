import { nearest } from "../../basics/nearest";
import type { Finding } from "../../findings/finding";
import { listAt, wordOf } from "../../objects/object-paths";
import { mayBeThere } from "../elsewhere";
import { inNamespaces, type NamespaceIndex, objectsOf } from "../objects";
import { about, type CheckedObject, type ManifestSet } from "../rule";

const group = "networking.istio.io";

/** A name without a slash is of the same namespace; `mesh` stands for every sidecar. */
export function lostGateways(set: ManifestSet, one: CheckedObject): readonly Finding[] {
  const gateways = inNamespaces(set, group, "Gateway");
  const home = one.object.metadata.namespace;
  return listAt(one.object, "spec", "gateways").flatMap((value, index) => {
    const [given, name] = wordOf(value).includes("/") ? wordOf(value).split("/") : [home, wordOf(value)];
    if (name === undefined || name === "mesh" || given === undefined) return [];
    const namespace = given === "." ? home : given;
    const names = [...(gateways.get(namespace)?.keys() ?? [])];
    if (namespace === undefined || names.includes(name)) return [];
    if (mayBeThere(set, { group, kind: "Gateway", namespace, name })) return [];
    const at = ["spec", "gateways", index];
    if (names.length === 0) return inAnotherNamespace(set, one, { at, namespace, name }, gateways);
    const meant = nearest(name, names);
    return [
      about("TGT003", one, {
        at,
        message: `Gateway ${namespace}/${name} is not among these manifests, and others of the namespace are: nothing comes in by it`,
        ...(meant !== undefined && { hint: `Did you mean ${meant}?` }),
      }),
    ];
  });
}

/** The namespace has no Gateway here and may have them elsewhere; one of the very name in another namespace is what was meant. */
function inAnotherNamespace(
  set: ManifestSet,
  one: CheckedObject,
  { at, namespace, name }: { readonly at: Finding["path"] & object; readonly namespace: string; readonly name: string },
  gateways: NamespaceIndex,
): readonly Finding[] {
  const others = [...gateways].flatMap(([other, byName]) => (other !== undefined && byName.has(name) ? [other] : []));
  if (
    others.length === 0 ||
    !objectsOf(set, "", "Namespace").some(({ object }) => object.metadata.name === namespace)
  ) {
    return [];
  }
  return [
    about("TGT003", one, {
      at,
      severity: "warning",
      message: `Gateway ${namespace}/${name} is not among these manifests, and its namespace is: nothing comes in by it`,
      hint: `Did you mean ${others.map((other) => `${other}/${name}`).join(" or ")}?`,
    }),
  ];
}
