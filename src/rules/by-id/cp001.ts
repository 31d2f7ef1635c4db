import type { Finding } from "../../findings/finding";
import { objectId } from "../../mesh/mesh";
import { listAt, textAt } from "../../objects/object-paths";
import { namespaceLabels, objectsOf, podNamespace, sailObjects } from "../objects";
import { about, type CheckedObject, inShort, type ManifestSet, type Rule } from "../rule";
import { anyOf, matchSelector } from "../selector";
import { isAskedFor } from "../versions/idle-control-planes";

export const cp001: Rule = {
  id: "CP001",
  state: (set) => {
    // With the remote profile the control plane is another one's, and an external one looks after another cluster.
    const istios = sailObjects(set, ["Istio"]).filter((one) => !isRemote(one) && !isExternal(one));
    return istios.flatMap((second, index) =>
      istios.slice(0, index).flatMap((first) => {
        // The same object twice is DUP001's to say.
        if (first.object.metadata.name === second.object.metadata.name) return [];
        return podNamespace(first) === podNamespace(second)
          ? sharedHome(set, first, second)
          : sharedNamespaces(set, first, second);
      }),
    );
  },
};

function isRemote({ object }: CheckedObject): boolean {
  return textAt(object, "spec", "profile") === "remote";
}

function isExternal({ object }: CheckedObject): boolean {
  return textAt(object, "spec", "values", "pilot", "env", "EXTERNAL_ISTIOD") === "true";
}

function sharedHome(set: ManifestSet, first: CheckedObject, second: CheckedObject): readonly Finding[] {
  const home = podNamespace(second);
  const who = `${objectId(first.object)} and ${objectId(second.object)} both run in ${home}`;
  const differs = identities.find((path) => {
    const [own, other] = [first, second].map(({ object }) => textAt(object, "spec", "values", ...path));
    return own && other && own !== other;
  });
  if (differs) {
    const message = `${who}, and their ${differs.join(".")} differ: two meshes sign with one authority, the secret of that namespace`;
    return [about("CP001", second, { at: ["spec", "namespace"], message, hint })];
  }
  // Workloads are on both of them: one is on its way to the other.
  if ([first, second].every((one) => isAskedFor(set, one))) return [];
  return [
    about("CP001", second, {
      at: ["spec", "namespace"],
      severity: "warning",
      message: `${who}: that is right while workloads move from one to the other, as one authority signs for both; as two meshes they are none apart`,
      hint: `${hint} Take the old one away when nothing asks for it any more.`,
    }),
  ];
}

/** What is another one in another mesh. */
const identities = [
  ["global", "meshID"],
  ["meshConfig", "trustDomain"],
] as const;

const hint = "Two meshes need a namespace each for their control planes.";

function sharedNamespaces(set: ManifestSet, first: CheckedObject, second: CheckedObject): readonly Finding[] {
  const both = objectsOf(set, "", "Namespace").filter(
    ({ object }) => sees(set, first, object.metadata.name) && sees(set, second, object.metadata.name),
  );
  // Nothing in the namespace of the shared CNI is a proxy: the two write their root certificates over one another there, and nobody reads them.
  const homes = sailObjects(set, ["IstioCNI"]).map(podNamespace);
  const proxied = both.filter(({ object }) => !homes.includes(object.metadata.name));
  const { first: shown, names } = inShort(proxied.length > 0 ? proxied : both);
  const at = ["spec", "values", "meshConfig", "discoverySelectors"];
  const hint = "Give each of them discoverySelectors that match no namespace of the other.";
  const who = `${objectId(first.object)} and ${objectId(second.object)}`;
  const quiet = proxied.length === 0 && { severity: "warning" as const };
  if (shown) return [about("CP001", second, { at, ...quiet, message: `${who} both look after ${names}`, hint })];
  const open = [first, second].filter((one) => selectorsOf(one).length === 0);
  if (open.length === 0) return [];
  return [
    about("CP001", open[0] as CheckedObject, {
      at,
      severity: "warning",
      message: `${who}: without discoverySelectors ${open.map(({ object }) => objectId(object)).join(" and ")} looks after every namespace, those of the other included`,
      hint,
    }),
  ];
}

function selectorsOf({ object }: CheckedObject): readonly unknown[] {
  return listAt(object, "spec", "values", "meshConfig", "discoverySelectors");
}

/** Without selectors a control plane sees every namespace. */
function sees(set: ManifestSet, istio: CheckedObject, name: string): boolean {
  const selectors = selectorsOf(istio);
  const known = namespaceLabels(set, name);
  return selectors.length === 0 || anyOf(selectors.map((selector) => matchSelector(selector, known))) === "yes";
}
