import * as z from "zod/mini";
import { platformKinds } from "../platform/types";
import { minor, patch, range } from "./scalars";

/*
 * What a mesh must have for a row to matter. Every key that is given must hold; of a list, one entry.
 * A path goes from key to key with dots (`\.` is a dot of the key itself), and into every entry of a list with `[]`.
 */

function isPattern(text: string): boolean {
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
}

const objectQuery = z.strictObject({
  kind: z.string(),
  name: z.optional(z.string()),
  /** A path that must lead to something. */
  field: z.optional(z.string()),
  /** What one value at `field` must match, as a regular expression. */
  matches: z.optional(z.string().check(z.refine(isPattern, "a regular expression"))),
  /** A path that must lead to nothing. */
  lacks: z.optional(z.string()),
});

const valueQuery = z.strictObject({
  /** `Istio.spec.values.pilot.env.X`; IstioCNI and ZTunnel the same. */
  key: z.string(),
  /** @default set, to whatever */
  is: z.optional(z.union([z.string(), z.boolean(), z.number()])),
});

export const conditionSchema = z.strictObject({
  /** Objects that the mesh carries. */
  objects: z.optional(z.array(objectQuery)),
  /** Values that the user has set. */
  values: z.optional(z.array(valueQuery)),
  /** Text in an object that the mesh carries, or in a label of its namespaces: the key of a label or an annotation, a name. */
  mentions: z.optional(z.string()),
  /** `managed`: any that istiod deploys, waypoints among them; `injected`: those that are restarted like workloads. */
  gateways: z.optional(z.enum(["any", "managed", "waypoints", "injected"])),
  /** Revision tags: one of this name, or `any`. */
  tags: z.optional(z.string()),
  /** How many istiods there are at least. */
  istiods: z.optional(z.enum(["one", "several"])),
  strategy: z.optional(z.enum(["InPlace", "RevisionBased"])),
  platform: z.optional(z.enum(platformKinds)),
  /** The cluster's Kubernetes minor. */
  kubernetes: z.optional(z.strictObject({ atLeast: z.optional(minor), below: z.optional(minor) })),
  /** The bundle of the Gateway API CRDs. */
  gatewayApi: z.optional(z.strictObject({ atLeast: z.optional(patch), below: z.optional(patch) })),
  /** The version that the part comes from. */
  leaves: z.optional(range),
  /** The operator releases name other images for the version that runs. */
  images: z.optional(z.enum(["differ"])),
  /** People, tools or objects that no manifest of a mesh tells of: such a row is always told, and says whom it is for. */
  outside: z.optional(z.string()),
});

export type Condition = z.output<typeof conditionSchema>;
export type ObjectQuery = z.output<typeof objectQuery>;
