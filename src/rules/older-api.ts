import type { Finding } from "../findings/finding";
import { kindOf } from "../objects/kubernetes-object";
import { listAt, valueAt, wordOf } from "../objects/object-paths";
import { argoSyncOptions, syncOptions } from "../order/argocd/annotations";
import { pairs } from "./changed";
import { readersOf } from "./engines/readers";
import { annotationsOf, apiVersionOf, sailObjects } from "./objects";
import { about, type CheckedObject, type ManifestSet, type Step } from "./rule";

/**
 * ZTunnels that go back to v1alpha1 with a profile (VER005). The API server holds them as v1, which has none, and cannot say any more what of it is whose: a
 * server-side apply is refused (facts of a real cluster, sail 1.30.3). Without the profile it is taken, and so is an apply by the client.
 */
export function olderApi(step: Step): readonly Finding[] {
  const profile = ["spec", "profile"];
  // What a plan goes back to is asked of the plan.
  if (step.kind !== undefined) return [];
  return pairs(step, (set) => sailObjects(set, ["ZTunnel"])).flatMap(({ before, after }) => {
    if (apiVersionOf(before.object) !== "v1" || apiVersionOf(after.object) !== "v1alpha1") return [];
    if (valueAt(after.object, ...profile) === undefined) return [];
    const way = appliedBy(step.after, after);
    if (way === "client") return [];
    return [
      about("VER005", after, {
        at: ["apiVersion"],
        ...(way === undefined && { severity: "warning" as const }),
        message:
          "it goes back from sailoperator.io/v1 to v1alpha1 with spec.profile, which v1 does not have: a server-side apply is refused (.spec.profile: field not declared in schema)",
        hint: "Stay at v1; where the operator goes back, too, leave spec.profile out: it is ambient by default.",
        fix: [
          { at: ["apiVersion"], value: before.object.apiVersion },
          { at: profile, value: undefined },
        ],
      }),
    ];
  });
}

/** Flux applies on the server, and Argo CD where it is told to; undefined where nobody is seen to apply an object. */
function appliedBy(set: ManifestSet, one: CheckedObject): "server" | "client" | undefined {
  const own = syncOptions(annotationsOf(one.object)).get("ServerSideApply");
  const ways = readersOf(set, one).map(({ by: { object } }) => {
    if (kindOf(object) === "kustomize.toolkit.fluxcd.io/Kustomization") return "server";
    const options = { [argoSyncOptions]: optionsOf(object).map(wordOf).join(",") };
    return (own ?? syncOptions(options).get("ServerSideApply")) === "true" ? "server" : "client";
  });
  return ways.includes("server") ? "server" : ways[0];
}

function optionsOf(object: unknown): readonly unknown[] {
  const path = ["syncPolicy", "syncOptions"];
  return [...listAt(object, "spec", ...path), ...listAt(object, "spec", "template", "spec", ...path)];
}
