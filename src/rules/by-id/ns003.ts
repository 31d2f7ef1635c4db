import { grouped } from "../../basics/grouped";
import type { Finding } from "../../findings/finding";
import { objectId } from "../../mesh/mesh";
import { listAt } from "../../objects/object-paths";
import { unseenByAsked } from "../asked-scopes";
import { inNamespaces, labelsOf, namespaceLabels, objectsOf, podNamespace, sailObjects } from "../objects";
import { about, type CheckedObject, type ManifestSet, type Rule, type Step } from "../rule";
import { anyOf, type Match, matchSelector, selectorKeys } from "../selector";
import { backendsOf, parentsOf, targetOf } from "../traffic/routes";
import { gatewayClass } from "../waypoints";

export const ns003: Rule = {
  id: "NS003",
  state: (set) => {
    const scopes = discoveryScopes(set);
    const found = concerned(set, scopes).flatMap((one) => outside(set, scopes, one));
    const said = new Set(found.map(({ object }) => object));
    return [...found, ...unseenByAsked(set).filter(({ object }) => !said.has(object))];
  },
  // Phases of ours have the selectors that mesh.yaml says.
  step: (step) => (step.kind === undefined ? lostSight(step) : []),
  unjudged: (set) => {
    const scopes = discoveryScopes(set);
    const open = concerned(set, scopes).filter(({ name }) => matchOf(set, scopes, name) === "unknown");
    if (open.length === 0) return [];
    const names = [...new Set(open.map(({ name }) => name))].sort();
    const more = names.length > named ? ` and ${names.length - named} more` : "";
    const which = `namespace${names.length > 1 ? "s" : ""} ${names.slice(0, named).join(", ")}${more}`;
    const keys = [...new Set(scopes.flatMap(({ selectors }) => selectors).flatMap(selectorKeys))].join(", ");
    return [`whether ${selectorsOf(scopes)} match ${which}, whose labels are not all here: they ask for ${keys}`];
  },
};

/** How many namespaces a note names. */
const named = 3;

/** A namespace that istiod has to see. */
interface Concerned {
  readonly name: string;
  /** The Namespace, or the part that runs in it. */
  readonly subject: CheckedObject;
  readonly role: string;
  /** Whether istiod alone is there, which works all the same. @default others are */
  readonly isOwn?: boolean;
}

function concerned(set: ManifestSet, scopes: readonly Scope[]): readonly Concerned[] {
  // A control plane without selectors sees every namespace.
  if (scopes.length === 0 || scopes.some(({ selectors }) => selectors.length === 0)) return [];
  const declared = new Map(objectsOf(set, "", "Namespace").map((one) => [one.object.metadata.name, one]));
  const members = [...declared].flatMap(([name, subject]) =>
    inMesh(labelsOf(subject.object)) ? [{ name, subject, role: "" }] : [],
  );
  // The CNI asks istiod for nothing.
  const homes = sailObjects(set, ["Istio", "ZTunnel"]).flatMap((part) => {
    const name = podNamespace(part);
    const namespace = declared.get(name);
    if (namespace && inMesh(labelsOf(namespace.object))) return [];
    return [
      {
        name,
        subject: namespace ?? part,
        role: `, where ${part.object.kind} runs,`,
        isOwn: part.object.kind === "Istio",
      },
    ];
  });
  const known = new Set([...members, ...homes].map(({ name }) => name));
  const gateways = gatewayHomes(set, known, declared);
  const seen = new Set([...known, ...gateways.map(({ name }) => name)]);
  return [...members, ...homes, ...gateways, ...routedHomes(set, seen, declared)];
}

/** Classes whose Gateways istiod itself serves. */
const ownClasses = ["istio", "istio-waypoint", "istio-east-west"];

/** Namespaces in which istiod is to see a Gateway, one word for each: what is not labelled for the mesh need not be of it otherwise. */
function gatewayHomes(
  set: ManifestSet,
  known: ReadonlySet<string>,
  declared: ReadonlyMap<string, CheckedObject>,
): readonly Concerned[] {
  const gateways = objectsOf(set, "gateway.networking.k8s.io", "Gateway").filter((one) =>
    ownClasses.includes(gatewayClass(one)),
  );
  return [...grouped(gateways, ({ object }) => object.metadata.namespace)].flatMap(([name, [first]]) => {
    const subject = name === undefined || known.has(name) ? undefined : declared.get(name);
    if (name === undefined || !subject || !first) return [];
    return [{ name, subject, role: `, where Gateway ${first.object.metadata.name} is,` }];
  });
}

/** Namespaces of Services that routes of such Gateways, or of the mesh, send to: without their endpoints nothing is answered. */
function routedHomes(
  set: ManifestSet,
  known: ReadonlySet<string>,
  declared: ReadonlyMap<string, CheckedObject>,
): readonly Concerned[] {
  const index = inNamespaces(set, "gateway.networking.k8s.io", "Gateway");
  const ours = new Set(
    parentsOf(set).flatMap((ref) => {
      const gateway = ref.kind === "/Service" ? undefined : targetOf(index, ref);
      return ref.kind === "/Service" || (gateway && ownClasses.includes(gatewayClass(gateway))) ? [ref.one] : [];
    }),
  );
  const backends = backendsOf(set).filter(({ one, kind }) => kind === "/Service" && ours.has(one));
  return [...grouped(backends, ({ namespace }) => namespace)].flatMap(([name, [first]]) => {
    const subject = name === undefined || known.has(name) ? undefined : declared.get(name);
    if (name === undefined || !subject || !first) return [];
    const role = `, where Service ${first.name} is that ${objectId(first.one.object)} sends to,`;
    return [{ name, subject, role }];
  });
}

interface Scope {
  readonly istio: CheckedObject;
  readonly selectors: readonly unknown[];
}

function discoveryScopes(set: ManifestSet): readonly Scope[] {
  return sailObjects(set, ["Istio"]).map((istio) => ({
    istio,
    selectors: listAt(istio.object, "spec", "values", "meshConfig", "discoverySelectors"),
  }));
}

function inMesh(labels: Readonly<Record<string, string>>): boolean {
  return (
    labels["istio.io/dataplane-mode"] === "ambient" ||
    labels["istio-injection"] === "enabled" ||
    labels["istio.io/rev"] !== undefined ||
    (labels["istio.io/use-waypoint"] ?? "none") !== "none"
  );
}

function matchOf(set: ManifestSet, scopes: readonly Scope[], name: string): Match {
  const known = namespaceLabels(set, name);
  return anyOf(scopes.flatMap(({ selectors }) => selectors).map((selector) => matchSelector(selector, known)));
}

function selectorsOf(scopes: readonly Scope[]): string {
  return `the discovery selectors of ${scopes.map(({ istio }) => objectId(istio.object)).join(" and ")}`;
}

function outside(set: ManifestSet, scopes: readonly Scope[], { name, subject, role }: Concerned): readonly Finding[] {
  if (matchOf(set, scopes, name) !== "no") return [];
  const at = subject.object.kind === "Namespace" ? ["metadata", "labels"] : ["spec", "namespace"];
  return [about("NS003", subject, { at, message: `namespace ${name}${role} is outside ${selectorsOf(scopes)}` })];
}

/** Namespaces that istiod saw until a step, and that are of the mesh as before: what works there stops. */
function lostSight({ before, after }: Step): readonly Finding[] {
  // Of several control planes another one may see it.
  if ((after.beside ?? []).some(({ object }) => object.kind === "Istio")) return [];
  const [was, is] = [discoveryScopes(before), discoveryScopes(after)];
  const known = new Set(was.map(({ istio }) => objectId(istio.object)));
  if (was.length === 0 || is.some(({ istio }) => !known.has(objectId(istio.object)))) return [];
  // What one saw that goes itself in the step is not forgotten by those that stay.
  const left = new Set(is.map(({ istio }) => objectId(istio.object)));
  const staying = was.filter(({ istio }) => left.has(objectId(istio.object)));
  const isSeen = (name: string) =>
    staying.some(({ selectors }) => selectors.length === 0) || matchOf(before, staying, name) === "yes";
  return concerned(after, is)
    .filter(({ name, isOwn }) => isOwn !== true && isSeen(name) && membership(before, name) === membership(after, name))
    .flatMap((one) => outside(after, is, one))
    .map((one) => ({ ...one, severity: "error", message: `${one.message} from this step on: istiod forgets it` }));
}

/** How a namespace asks to be of a mesh, and of which. */
function membership(set: ManifestSet, name: string): string {
  const { labels } = namespaceLabels(set, name);
  return ["istio.io/dataplane-mode", "istio-injection", "istio.io/rev"].map((key) => labels[key]).join(" ");
}
