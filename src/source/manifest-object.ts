import * as z from "zod/mini";
import { apiGroup, type KubernetesObject } from "../objects/kubernetes-object";
import { validate } from "./validate";
import { partAt, type YamlSource } from "./yaml-source";

const apiVersion = z
  .string()
  .check(
    z.regex(
      /^([a-z0-9]([-a-z0-9.]*[a-z0-9])?\/)?[a-z]([-a-z0-9]*[a-z0-9])?$/,
      "an API version such as v1 or security.istio.io/v1",
    ),
  );
const kind = z
  .string()
  .check(z.maxLength(63), z.regex(/^[A-Za-z]([-A-Za-z0-9]*[A-Za-z0-9])?$/, "a kind such as HTTPRoute"));
const textMap = z.optional(z.nullable(z.record(z.string(), z.string())));

/** As much of an object as meshstep reads itself; the CRDs say the rest. */
export function objectSchema<Text extends z.ZodMiniType<string>>(name: Text, namespace: Text) {
  const metadata = { name, namespace: z.optional(z.nullable(namespace)), labels: textMap, annotations: textMap };
  return z.looseObject({ apiVersion, kind, metadata: z.looseObject(metadata) });
}

const optionalKeys: readonly string[] = ["namespace", "labels", "annotations"];

/**
 * The object that a document holds, unchanged but for empty `labels`, `annotations` and `namespace`, which say nothing.
 * @throws InputError with place and path when it does not fit the schema
 */
export function readObject(schema: ReturnType<typeof objectSchema>, source: YamlSource): KubernetesObject {
  const object = validate(schema, source) as KubernetesObject;
  const entries = Object.entries(object.metadata);
  const said = entries.filter(([key, value]) => value !== null || !optionalKeys.includes(key));
  const metadata = Object.fromEntries(said) as KubernetesObject["metadata"];
  return said.length === entries.length ? object : { ...object, metadata };
}

/**
 * Whether an object is for a tool and not for a cluster: kustomize's own files, and ours. kustomize's have no spec: one with a spec is
 * meant for Flux, and is judged.
 */
export function isForTools(object: { readonly apiVersion: string; readonly spec?: unknown }): boolean {
  const group = apiGroup(object);
  // builtin: settings of a transformer or generator of kustomize, which are never applied.
  const isPlugin = object.apiVersion === "builtin";
  return isPlugin || group === "meshstep.dev" || (group === "kustomize.config.k8s.io" && object.spec === undefined);
}

/** Groups whose objects are applied to clusters, whoever writes them; the core group is the empty one. */
const ofClusters =
  /^(?:|apps|autoscaling|batch|policy|sailoperator\.io|argoproj\.io|operators\.coreos\.com|(?:networking|apiextensions|admissionregistration|rbac\.authorization)\.k8s\.io|gateway\.networking\.(?:x-)?k8s\.io|(?!install\.)[a-z]+\.istio\.io|[a-z]+\.toolkit\.fluxcd\.io)$/;

/**
 * Whether what has no metadata is the settings of some program, as people keep them beside their manifests: of kind, k3d, kubeadm, the kubelet, an API server, `istioctl -f`.
 * No cluster takes an object without a name; of what a mesh is made of, or what delivers it, that is a slip.
 */
export function isSettings({ apiVersion, kind, metadata }: Readonly<Record<string, unknown>>): boolean {
  if (metadata !== undefined && metadata !== null) return false;
  const isKubeconfig = apiVersion === "v1" && kind === "Config";
  return isKubeconfig || !ofClusters.test(apiGroup({ apiVersion: String(apiVersion) }));
}

/** The files that kustomize looks for in a folder. */
export const kustomizationNames: readonly string[] = ["kustomization.yaml", "kustomization.yml", "Kustomization"];

/** What an item takes from its list when it does not say it: the API server leaves both out of the items of a `PodList`. */
export interface Implied {
  readonly apiVersion?: unknown;
  readonly kind?: string;
}

/** A List such as `kubectl get` prints, or a typed one such as `PodList`. */
export interface ObjectList extends Implied {
  readonly kind: string;
  readonly items: readonly unknown[];
}

export function isList(value: unknown): value is ObjectList {
  const { kind, items } = Object(value) as { kind?: unknown; items?: unknown };
  return typeof kind === "string" && kind.endsWith("List") && Array.isArray(items);
}

export function impliedBy({ apiVersion: version, kind: list }: ObjectList): Implied {
  return list === "List" ? {} : { apiVersion: version, kind: list.slice(0, -"List".length) };
}

/** A part of a text that holds a document, or an item of a List. */
export interface Span {
  readonly from: number;
  readonly to: number;
  readonly implied?: Implied;
}

/** The objects of a document: the document itself, or the items of a List with what they take from it. */
export function objectsOf(source: YamlSource, implied?: Implied): readonly YamlSource[] {
  const { value } = source;
  if (!isList(value)) return [implied ? { ...source, value: withImplied(value, implied) } : source];
  return value.items.flatMap((_, index) => objectsOf(partAt(source, ["items", index]), impliedBy(value)));
}

function withImplied(value: unknown, implied: Implied): unknown {
  return typeof value === "object" && value !== null ? { ...implied, ...value } : value;
}

/** The items of what is a List without them; undefined for anything else. */
export function itemsOf(head: unknown, items: readonly Span[]): readonly Span[] | undefined {
  const implied = isList(head) ? impliedBy(head) : undefined;
  return implied && items.map((item) => ({ ...item, implied }));
}
