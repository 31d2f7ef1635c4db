import { nearest } from "../../basics/nearest";
import type { Finding } from "../../findings/finding";
import { listAt, wordOf } from "../../objects/object-paths";
import { pairs } from "../changed";
import { mayBeThere } from "../elsewhere";
import { inNamespaces, type NamespaceIndex, objectsOf } from "../objects";
import { about, type CheckedObject, type ManifestSet, type Step } from "../rule";

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

/** VirtualServices that named a Gateway of another namespace, and that leave the namespace out after a step. */
export function leftGateways({ before, after }: Step): readonly Finding[] {
  const gateways = inNamespaces(after, group, "Gateway");
  const homes = new Set(objectsOf(after, "", "Namespace").map(({ object }) => object.metadata.name));
  return pairs({ before, after }, (set) => objectsOf(set, group, "VirtualService")).flatMap((pair) => {
    const [was = [], is = []] = [pair.before, pair.after].map(({ object }) =>
      listAt(object, "spec", "gateways").map(wordOf),
    );
    const { namespace } = pair.after.object.metadata;
    if (namespace === undefined || !homes.has(namespace)) return [];
    return is.flatMap((entry, index) => {
      const name = entry.replace(/^\.\//, "");
      const full = was.find((it) => it.endsWith(`/${name}`) && !is.includes(it));
      const [home, ...rest] = full?.split("/") ?? [];
      if (full === undefined || rest.length !== 1 || home === namespace || !gateways.get(home)?.has(name)) return [];
      if (gateways.get(namespace)?.has(name) || mayBeThere(after, { group, kind: "Gateway", namespace, name }))
        return [];
      return [
        about("TGT003", pair.after, {
          at: ["spec", "gateways", index],
          message: `it names ${entry} instead of ${full}, and that is Gateway ${namespace}/${name}, which is not there: nothing comes in by it any more`,
          hint: `Write ${full}.`,
        }),
      ];
    });
  });
}
