import { ApiObject, type ApiObjectMetadata, JsonPatch } from "cdk8s";
import type { Construct } from "constructs";

export interface LiteralObjectProps {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ApiObjectMetadata;
  /** Everything beside apiVersion, kind and metadata, rendered as it is; keys that are `undefined` are left out. */
  readonly body: Readonly<Record<string, unknown>>;
}

/**
 * An ApiObject whose body reaches the manifest untouched. Plain ApiObject sorts keys and drops `null`,
 * and a `null` in Helm values means something: "unset the chart's default".
 */
export class LiteralObject extends ApiObject {
  private readonly body: Readonly<Record<string, unknown>>;
  private readonly operations: JsonPatch[] = [];

  constructor(scope: Construct, id: string, props: LiteralObjectProps) {
    const { body, ...head } = props;
    super(scope, id, head);
    this.body = body;
  }

  override addJsonPatch(...operations: JsonPatch[]): void {
    this.operations.push(...operations);
  }

  override toJson(): Record<string, unknown> {
    const json = { ...super.toJson(), ...defined(this.body) };
    return this.operations.length ? JsonPatch.apply(structuredClone(json), ...this.operations) : json;
  }
}

/** A copy without the keys that are `undefined`; `null` stays. */
export function defined(record: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined));
}
