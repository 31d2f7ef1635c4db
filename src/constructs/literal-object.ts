import { ApiObject, type ApiObjectMetadata, JsonPatch } from "cdk8s";
import type { Construct } from "constructs";
import { protect } from "./protection";

export interface LiteralObjectProps {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ApiObjectMetadata;
  /** Everything beside apiVersion, kind and metadata, rendered as it is; keys that are `undefined` are left out. */
  readonly body: Readonly<Record<string, unknown>>;
  /** Whether the kind has no namespaces, so that it does not take the one of its chart. @default false */
  readonly clusterScoped?: boolean;
  /**
   * Whether engines may delete it once it vanishes from Git, although its kind is one that they must keep: for a hold that a
   * later phase lets go. @default false
   */
  readonly prunable?: boolean;
}

/**
 * An ApiObject whose body reaches the manifest untouched. Plain ApiObject sorts keys and drops `null`,
 * and a `null` means something to the API server: a field that is there, and for most of them one that it refuses. Kinds that
 * engines must not prune are protected.
 */
export class LiteralObject extends ApiObject {
  private readonly body: Readonly<Record<string, unknown>>;
  private readonly given: ApiObjectMetadata;
  private readonly clusterScoped: boolean;
  private readonly operations: JsonPatch[] = [];

  constructor(scope: Construct, id: string, props: LiteralObjectProps) {
    const { body, clusterScoped = false, prunable = false, metadata, ...type } = props;
    const annotations = prunable ? { ...metadata.annotations } : protect(type, metadata.annotations);
    super(scope, id, { ...type, metadata: { ...metadata, annotations } });
    this.body = body;
    this.given = metadata;
    this.clusterScoped = clusterScoped;
  }

  /** Whether it was made with this annotation; what was added since does not count. */
  isAnnotated(key: string): boolean {
    return this.given.annotations?.[key] !== undefined;
  }

  override addJsonPatch(...operations: JsonPatch[]): void {
    this.operations.push(...operations);
  }

  override toJson(): Record<string, unknown> {
    const json = this.unpatched();
    return this.operations.length ? JsonPatch.apply(structuredClone(json), ...this.operations) : json;
  }

  /** The object as it was made, before the patches that others put on it. */
  unpatched(): Record<string, unknown> {
    const { apiVersion, kind } = this;
    const metadata = this.metadata.toJson() as Record<string, unknown>;
    if (this.clusterScoped) delete metadata["namespace"];
    // Metadata resolves its own tokens; the body is literal, so there is nothing else for cdk8s to resolve or to sort.
    return { apiVersion, kind, metadata, ...defined(this.body) };
  }

  get isPatched(): boolean {
    return this.operations.length > 0;
  }
}

/** `instanceof` says yes to every ApiObject: cdk8s answers it for all classes below its own. */
export function isLiteral(object: ApiObject): object is LiteralObject {
  return "isAnnotated" in object;
}

/** What other tools look for on an object. */
export interface MoreMetadata {
  /** More labels. @default none */
  readonly labels?: Readonly<Record<string, string>> | undefined;
  /** More annotations. @default none */
  readonly annotations?: Readonly<Record<string, string>> | undefined;
}

/** Empty maps are left out. */
export function metadataOf({
  labels = {},
  annotations = {},
}: MoreMetadata): Pick<ApiObjectMetadata, "labels" | "annotations"> {
  return {
    ...(Object.keys(labels).length > 0 && { labels }),
    ...(Object.keys(annotations).length > 0 && { annotations }),
  };
}

/** A copy without the keys that are `undefined`; `null` stays. */
export function defined(record: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}
