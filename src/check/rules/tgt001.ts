import { nearest } from "../../source/nearest";
import { kindOf } from "../objects";
import { about, type ManifestSet, type Rule } from "../rule";
import { type Target, targetsOf } from "../targets";

export const tgt001: Rule = {
  id: "TGT001",
  state: (set) => {
    const targets = targetsOf(set).filter(({ kind }) => judged.includes(kind));
    if (targets.length === 0) return [];
    const there = byKind(set);
    return targets.flatMap((target) => {
      const { one, at, kind, name, namespace } = target;
      const all = there.get(kind) ?? [];
      const near = all.filter((other) => isSame(other.namespace, namespace));
      if (near.some((other) => other.name === name)) return [];
      // Applications, and gateways of other teams, are in other folders: only where some of their kind are here is one missed.
      const known = kind === "/Service" ? near : all;
      if (known.length === 0) return [];
      const hint = hintFor(
        target,
        near.map((other) => other.name),
        all,
      );
      return [
        about("TGT001", one, {
          at,
          message: `${one.object.kind} is attached to ${kind.split("/")[1]}/${[namespace, name].filter(Boolean).join("/")}, which is not among these manifests: it has no effect`,
          ...(hint !== undefined && { hint }),
        }),
      ];
    });
  },
};

/** GatewayClasses and kinds of others come from elsewhere. */
const judged: readonly string[] = ["gateway.networking.k8s.io/Gateway", "/Service"];

interface Named {
  readonly name: string;
  readonly namespace: string | undefined;
}

function byKind({ objects }: ManifestSet): ReadonlyMap<string, readonly Named[]> {
  const found = new Map<string, Named[]>(judged.map((kind) => [kind, []]));
  for (const { object } of objects) {
    const { name, namespace } = object.metadata;
    found.get(kindOf(object))?.push({ name, namespace });
  }
  return found;
}

/** A namespace that a manifest leaves open could be any. */
function isSame(one: string | undefined, other: string | undefined): boolean {
  return one === undefined || other === undefined || one === other;
}

function hintFor({ name }: Target, names: readonly string[], all: readonly Named[]): string | undefined {
  const near = nearest(name, names);
  if (near !== undefined) return `Did you mean ${near}?`;
  const elsewhere = all.find((other) => other.name === name);
  return elsewhere && `There is one in namespace ${elsewhere.namespace}.`;
}
