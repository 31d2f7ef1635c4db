import { nearest } from "../../basics/nearest";
import type { Finding } from "../../findings/finding";
import { mark } from "../../mesh/labels";
import type { KubernetesObject } from "../../mesh/mesh";
import { protectedKind } from "../../mesh/protected-kinds";
import { kindOf } from "../../objects/kubernetes-object";
import { listAt, textAt, valueAt, wordOf } from "../../objects/object-paths";
import { syncOptions } from "../../order/argocd/annotations";
import { applicationSpec } from "../engines/application-sources";
import { hookFate, hookKeys } from "../engines/hook-fates";
import { outlivesItsManifest } from "../engines/protection";
import { appliedBy } from "../engines/readers";
import { annotationsOf, labelsOf } from "../objects";
import { about, type CheckedObject, type ManifestSet, type Rule } from "../rule";

/** What Argo CD and Helm know of hooks. */
const argoHooks = ["PreSync", "Sync", "PostSync", "SyncFail", "PreDelete", "PostDelete", "Skip"];

/** A hook by a word that is none: the object is applied with all others, before or after what it was meant for. */
function strangeHooks(one: CheckedObject): readonly Finding[] {
  const key = "argocd.argoproj.io/hook";
  const words = (annotationsOf(one.object)[key] ?? "").split(",").map((word) => word.trim());
  return words.flatMap((word) => {
    const near = word === "" || argoHooks.includes(word) ? undefined : nearest(word, argoHooks);
    if (near === undefined || protectedKind(one.object)) return [];
    const message = `${word} is no hook that Argo CD knows: it is applied as if nothing was said`;
    return [about("DEL007", one, { at: ["metadata", "annotations", key], message, hint: `Did you mean ${near}?` })];
  });
}

export const del007: Rule = {
  id: "DEL007",
  state: (set) => {
    const { objects } = set;
    const single = objects.flatMap((one) => {
      if (!protectedKind(one.object)) return [];
      return harmful(one.object).map(({ key, ...rest }) =>
        about("DEL007", one, { at: ["metadata", "annotations", key], ...rest }),
      );
    });
    const hasMesh = objects.some(({ object }) => protectedKind(object)?.role === "mesh");
    return [
      ...single,
      ...(hasMesh ? objects.flatMap((one) => [...ofApplication(set, one), ...ofFlux(one), ...strangeHooks(one)]) : []),
    ];
  },
};

/** Options of an Application are options of all its objects. */
function ofApplication(set: ManifestSet, one: CheckedObject): readonly Finding[] {
  const spec = applicationSpec(one.object);
  if (!spec) return [];
  const at = [...spec, "syncPolicy"];
  const path = `/${(textAt(one.object, ...spec, "source", "path") ?? "").replace(/^(\.?\/)+/, "")}`;
  const options = listAt(one.object, ...at, "syncOptions").flatMap((option, index) =>
    /^(Replace|Force)=true$/.test(wordOf(option))
      ? [
          about("DEL007", one, {
            at: [...at, "syncOptions", index],
            message: `${one.object.kind} with ${option}: Argo CD may delete what it applies from ${path} and make it anew instead of changing it`,
          }),
        ]
      : [],
  );
  if (valueAt(one.object, ...at, "automated", "allowEmpty") !== true || mayBeEmpty(set, one)) return options;
  const message = `${one.object.kind} with allowEmpty: a ${path} that renders nothing by mistake deletes all that it holds`;
  return [...options, about("DEL007", one, { at: [...at, "automated", "allowEmpty"], severity: "warning", message })];
}

/** Whether nothing of the mesh is lost with what an Application reads: all of it outlives its manifest. */
function mayBeEmpty(set: ManifestSet, one: CheckedObject): boolean {
  const read = appliedBy(set, one);
  // Ours has a folder of Namespaces that are never pruned, and of Jobs that come and go.
  if (read.length === 0) return labelsOf(one.object)[mark.mesh] !== undefined;
  return read.every(({ object }) => !protectedKind(object) || outlivesItsManifest(object));
}

/** The same of a Kustomization of Flux. */
function ofFlux(one: CheckedObject): readonly Finding[] {
  if (kindOf(one.object) !== `${flux}/Kustomization`) return [];
  const { name } = one.object.metadata;
  const isForced = valueAt(one.object, "spec", "force") === true;
  return isForced
    ? [
        about("DEL007", one, {
          at: ["spec", "force"],
          message: `Kustomization ${name} with force: Flux deletes what refuses a change and makes it anew`,
        }),
      ]
    : [];
}

const flux = "kustomize.toolkit.fluxcd.io";

function harmful(object: KubernetesObject): readonly { readonly key: string; readonly message: string }[] {
  const { kind, metadata } = object;
  const { annotations } = metadata;
  if (!annotations) return [];
  const options = syncOptions(annotations);
  const replaced = ["Replace", "Force"].filter((key) => options.get(key) === "true");
  const forced = annotations[`${flux}/force`]?.toLowerCase() === "enabled" ? [`${flux}/force`] : [];
  const once = annotations[`${flux}/ssa`] === "IfNotPresent" ? [`${flux}/ssa`] : [];
  return [
    ...hookKeys(object).map((key) => ({ key, message: `${kind} as a hook (${key}): ${hookFate(object, key)}` })),
    ...replaced.map((option) => ({
      key: "argocd.argoproj.io/sync-options",
      message: `${kind} with ${option}=true: Argo CD may delete it and make it anew instead of changing it`,
    })),
    ...forced.map((key) => ({
      key,
      message: `${kind} with ${key}: Flux deletes it and makes it anew when a change is refused`,
    })),
    ...once.map((key) => ({
      key,
      message: `${kind} with ${key}: IfNotPresent: Flux makes it once and never changes it again`,
    })),
  ];
}
