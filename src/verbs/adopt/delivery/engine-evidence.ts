import {
  apiGroup,
  identity,
  type KubernetesObject,
  kindOf,
  objectId,
  ownerNamed,
} from "../../../objects/kubernetes-object";
import { listAt, textAt, valueAt } from "../../../objects/object-paths";
import type { EngineName } from "../../../order/result";
import { marksOf } from "../input/marks";
import { withoutServerFields } from "../input/server-fields";
import { destinationIn } from "./destinations";

/** What an input says of engines beside the objects of the mesh. */
export interface EngineEvidence {
  /** The first mark of each engine, on whatever it is: `KEY of ID`. */
  readonly marked: Map<EngineName, string>;
  /** Applications that an ApplicationSet has made. */
  readonly generated: KubernetesObject[];
  /** By object: what says in its status that it has applied it to the cluster that it is in itself. */
  readonly applied: Map<string, readonly string[]>;
}

/** Takes down what one object says. */
export function noteEngines({ marked, generated, applied }: EngineEvidence, raw: KubernetesObject): void {
  for (const { engine, key } of marksOf(raw)) if (!marked.has(engine)) marked.set(engine, `${key} of ${objectId(raw)}`);
  if (isGenerated(raw)) generated.push(withoutServerFields(raw));
  for (const id of appliedHere(raw)) applied.set(id, [...(applied.get(id) ?? []), identity(raw)]);
}

/** The ApplicationSet that has made an Application. */
export function setOf(application: KubernetesObject): string | undefined {
  return kindOf(application) === "argoproj.io/Application" ? ownerNamed(application, "ApplicationSet") : undefined;
}

function isGenerated(raw: KubernetesObject): boolean {
  return setOf(raw) !== undefined;
}

function appliedHere(raw: KubernetesObject): readonly string[] {
  switch (kindOf(raw)) {
    case "argoproj.io/Application":
      return destinationIn(raw) === null ? listAt(raw, "status", "resources").flatMap(resource) : [];
    case "kustomize.toolkit.fluxcd.io/Kustomization":
    case "helm.toolkit.fluxcd.io/HelmRelease":
      return valueAt(raw, "spec", "kubeConfig") === undefined
        ? listAt(raw, "status", "inventory", "entries").flatMap((one) => entry(textAt(one, "id") ?? ""))
        : [];
    default:
      return [];
  }
}

function resource(one: unknown): readonly string[] {
  const [group = "", kind, namespace, name] = ["group", "kind", "namespace", "name"].map((key) => textAt(one, key));
  return kind === undefined || name === undefined || valueAt(one, "hook") === true
    ? []
    : [idOf(group, kind, namespace, name)];
}

/** `namespace_name_group_Kind`; no name here has an underscore but those of rights. */
function entry(text: string): readonly string[] {
  const [namespace, name, group, kind, ...more] = text.split("_");
  return name && group !== undefined && kind && more.length === 0 ? [idOf(group, kind, namespace, name)] : [];
}

/** Of what has no namespace an Application may say the one of its destination. */
function idOf(group: string, kind: string, namespace: string | undefined, name: string): string {
  const apiVersion = group === "" ? "v1" : `${group}/v1`;
  const isPlaced = namespace && apiGroup({ apiVersion }) !== "sailoperator.io" && `${group}/${kind}` !== "/Namespace";
  return identity({ apiVersion, kind, metadata: { name, ...(isPlaced && { namespace }) } });
}
