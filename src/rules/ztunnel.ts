import { canonicalJson } from "../objects/canonical-json";
import { textAt, valueAt } from "../objects/object-paths";
import { type Pair, pairs } from "./changed";
import { sailObjects, versionOf } from "./objects";
import type { CheckedObject, ManifestSet, Step } from "./rule";

/** ZTunnel before and after a step that changes its version. */
export function movedZtunnels(step: Step): readonly Pair[] {
  return pairs(step, (set) => sailObjects(set, ["ZTunnel"])).filter(
    ({ before, after }) => withoutV(versionOf(before)) !== withoutV(versionOf(after)),
  );
}

/** The version that a state asks for; the API allows one ZTunnel. */
export function ztunnelVersion(set: ManifestSet): string | undefined {
  const [ztunnel] = sailObjects(set, ["ZTunnel"]);
  return ztunnel && withoutV(versionOf(ztunnel));
}

/** ZTunnel's version in one state of a row, and what people do before the next. */
export interface ZtunnelTurn {
  readonly version: string | undefined;
  readonly manual: readonly { readonly step: string }[];
}

/** Whether people replace ztunnel's pods in the first of these states or later, before its version moves again. */
export function drainsBeforeMove(turns: readonly ZtunnelTurn[]): boolean {
  for (const { version, manual } of turns) {
    if (version !== turns[0]?.version) return false;
    if (manual.some(({ step }) => step === "drain-nodes")) return true;
  }
  return false;
}

/** How the DaemonSet replaces its pods. */
export function updateType({ object }: CheckedObject): string {
  return textAt(object, "spec", "values", "ztunnel", "updateStrategy", "type") ?? "RollingUpdate";
}

/** Settings that decide how ztunnel rolls, comparable: what is left out counts as the chart's default. */
export function rollSettings(one: CheckedObject): Readonly<Record<string, string>> {
  const value = (key: string) => valueAt(one.object, "spec", "values", "ztunnel", key);
  const strategy = value("updateStrategy");
  return {
    terminationGracePeriodSeconds: canonicalJson(value("terminationGracePeriodSeconds") ?? 30),
    updateStrategy: canonicalJson({ ...(strategy as object | undefined), type: updateType(one) }),
  };
}

function withoutV(version: string | undefined): string | undefined {
  return version?.replace(/^v/, "");
}
