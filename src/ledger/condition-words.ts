import type { Condition } from "./condition-schema";
import { queryWords } from "./conditions";
import type { LedgerRow } from "./schema";

type Words = { readonly [Key in keyof Condition]-?: (value: NonNullable<Condition[Key]>) => string };

const words: Words = {
  objects: (queries) => queries.map(queryWords).join(" or "),
  values: (queries) => queries.map(({ key, is }) => (is === undefined ? `${key} set` : `${key}: ${is}`)).join(" or "),
  mentions: (text) => `${text} in use`,
  gateways: (kind) =>
    ({
      any: "gateways or waypoints",
      managed: "gateways or waypoints that istiod deploys",
      waypoints: "waypoints",
      injected: "injected gateways",
    })[kind],
  tags: (tag) => (tag === "any" ? "revision tags" : `a revision tag ${tag}`),
  istiods: (count) => (count === "one" ? "one istiod" : "several istiods"),
  strategy: (strategy) => strategy,
  platform: (kind) => `on ${kind}`,
  kubernetes: ({ atLeast, below }) => `Kubernetes ${bounds(atLeast, below)}`,
  gatewayApi: ({ atLeast, below }) => `Gateway API CRDs ${bounds(atLeast, below)}`,
  leaves: (range) => `coming from ${range}`,
  images: () => "where the operator releases name other images",
  outside: (who) => who,
};

function bounds(atLeast: string | undefined, below: string | undefined): string {
  return [...(atLeast ? [`${atLeast} or newer`] : []), ...(below ? [`older than ${below}`] : [])].join(", ");
}

/** The meshes that a row is for, in words; empty for every mesh. */
export function rowIsFor({ dataPlanes, distributions, when = {} }: LedgerRow): string {
  const asked = (Object.keys(words) as (keyof Condition)[]).flatMap((key) => {
    const value = when[key];
    return value === undefined ? [] : [(words[key] as (value: unknown) => string)(value)];
  });
  return [...(dataPlanes ?? []), ...(distributions ?? []), ...asked].join("; ");
}
