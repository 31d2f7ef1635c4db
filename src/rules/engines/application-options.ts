import { nearest } from "../../basics/nearest";
import { fitsWildcard } from "../../basics/wildcard";
import type { MeshPath } from "../../findings/finding";
import { protectedKind } from "../../mesh/protected-kinds";
import { apiGroup } from "../../objects/kubernetes-object";
import { listAt, textAt, valueAt, wordOf } from "../../objects/object-paths";
import type { AboutDetails, CheckedObject, ManifestSet } from "../rule";
import { isPatched } from "./application-sources";
import { appliedBy } from "./readers";
import { isOpen } from "./set-templates";
import { waveOf } from "./waves";

type Fault = AboutDetails & { readonly one: CheckedObject };

/**
 * Where the spec of an Application says nothing that Argo CD can follow, or something that nobody means with a mesh (DEL013).
 * @param spec its place, in an Application or in the template of an ApplicationSet
 */
export function optionFaults(set: ManifestSet, one: CheckedObject, spec: MeshPath): readonly Fault[] {
  const context = { set, one, spec };
  return [options, twoClusters, noCluster, noSource, overlooked, unmadeNamespace, unawaited].flatMap((ask) =>
    ask(context),
  );
}

interface Context {
  readonly set: ManifestSet;
  readonly one: CheckedObject;
  readonly spec: MeshPath;
}

/** What Argo CD reads among the options of an Application. */
const known = (
  "Validate CreateNamespace ServerSideApply ServerSideDiff PruneLast ApplyOutOfSyncOnly Replace Force RespectIgnoreDifferences FailOnSharedResource " +
  "SkipDryRunOnMissingResource Prune Delete PrunePropagationPolicy ClientSideApplyMigration Retry SkipSchemaValidation DisableClientSideApplyMigration"
).split(" ");

function options({ one, spec }: Context): readonly Fault[] {
  const path = [...spec, "syncPolicy", "syncOptions"];
  return listAt(one.object, ...path).flatMap((option, index) => {
    const [key = "", value] = wordOf(option).split("=");
    const near = known.includes(key) || isOpen(key) ? undefined : nearest(key, known);
    const at = [...path, index];
    if (near !== undefined && typeof option === "string") {
      const message = `${key} is no option that Argo CD reads: it syncs as if it was not there`;
      return [{ one, at, message, hint: `Did you mean ${near}?` }];
    }
    return known.includes(key) && value === undefined && typeof option === "string"
      ? [{ one, at, message: `option ${key} says not which way: Argo CD leaves it out`, hint: `Write ${key}=true.` }]
      : [];
  });
}

function twoClusters({ one, spec }: Context): readonly Fault[] {
  const at = [...spec, "destination"];
  const [name, server] = ["name", "server"].map((key) => textAt(one.object, ...at, key));
  // A template may leave one of them empty.
  if (!name || !server || isOpen(name) || isOpen(server)) return [];
  const message = "a destination with a name and a server: Argo CD takes one of the two, and refuses the Application";
  return [{ one, at, message, hint: "Keep one." }];
}

function noSource({ one, spec }: Context): readonly Fault[] {
  const keys = ["source", "sources", "sourceHydrator"];
  if (keys.some((key) => valueAt(one.object, ...spec, key) !== undefined) || isPatched(one.object, ...keys)) return [];
  const message = "an Application without source and sources: Argo CD applies nothing, and reports an error";
  return [{ one, at: spec, message }];
}

const diffing = "Argo CD, Diff Customization: https://argo-cd.readthedocs.io/en/stable/user-guide/diffing/";

/** Differences that Argo CD is told not to see, where they are what a version or a label of the mesh is. */
function overlooked({ set, one, spec }: Context): readonly Fault[] {
  const path = [...spec, "ignoreDifferences"];
  const isSilent = listAt(one.object, ...spec, "syncPolicy", "syncOptions").includes("RespectIgnoreDifferences=true");
  const whole = /^(\/(spec|spec\/version)?|\.spec(\.version)?)$/;
  return listAt(one.object, ...path).flatMap((entry, index): readonly Fault[] => {
    const [group = "", kind = ""] = ["group", "kind"].map((key) => textAt(entry, key) ?? "");
    const pointers = ["jsonPointers", "jqPathExpressions"].flatMap((list) => listAt(entry, list).map(wordOf));
    const isSail = group === "sailoperator.io" || (group === "*" && kind === "*");
    const isNamespace = (group === "" || group === "*") && kind === "Namespace";
    const pointer = isSail ? pointers.find((it) => whole.test(it)) : undefined;
    const labels = isNamespace && isSilent && pointers.some((it) => /^\/metadata\/labels$/.test(it));
    if (pointer === undefined && !labels) return [];
    const what = pointer === undefined ? "labels of Namespaces" : "spec of the mesh's own objects";
    const result =
      pointer === undefined
        ? "a label that takes a namespace into the mesh is never set"
        : isSilent
          ? "a new version is never applied"
          : "a version that is changed in the cluster shows as Synced, and a new one starts no sync";
    const message = `differences in ${what} are ignored: ${result}`;
    const found = { one, at: [...path, index], message, citation: diffing };
    // What it does not apply, or applies without a version, has its version from elsewhere.
    if (pointer === undefined || !isSilent || !isApplied(set, one, entry)) return [{ ...found, severity: "warning" }];
    const hint = `Take ${pointer} out of ignoreDifferences: with RespectIgnoreDifferences=true every sync keeps what the cluster has.`;
    return [{ ...found, hint }];
  });
}

/** Whether an Application itself says the version of something whose differences it ignores. */
function isApplied(set: ManifestSet, by: CheckedObject, entry: unknown): boolean {
  const [kind = "*", name = "*"] = ["kind", "name"].map((key) => textAt(entry, key));
  return appliedBy(set, by).some(
    ({ object }) =>
      apiGroup(object) === "sailoperator.io" &&
      textAt(object, "spec", "version") !== undefined &&
      fitsWildcard(kind, object.kind) &&
      fitsWildcard(name || "*", object.metadata.name),
  );
}

function noCluster({ one, spec }: Context): readonly Fault[] {
  const at = [...spec, "destination"];
  if (["server", "name"].some((key) => textAt(one.object, ...at, key)) || isPatched(one.object, "destination"))
    return [];
  const message = "a destination without a server and without a name: Argo CD refuses the Application";
  // A base may leave it to whoever builds on it.
  return [
    {
      one,
      at,
      severity: "warning",
      message,
      hint: "Write server: https://kubernetes.default.svc for its own cluster.",
    },
  ];
}

/** Labels for a namespace that it does not make. */
function unmadeNamespace({ one, spec }: Context): readonly Fault[] {
  const at = [...spec, "syncPolicy", "managedNamespaceMetadata"];
  const isMade = listAt(one.object, ...spec, "syncPolicy", "syncOptions").includes("CreateNamespace=true");
  if (valueAt(one.object, ...at) === undefined || isMade) return [];
  const message = "managedNamespaceMetadata without CreateNamespace=true: Argo CD labels no namespace";
  return [{ one, at, severity: "warning", message, hint: "Add CreateNamespace=true to syncOptions." }];
}

/** What is in sync is left out of a sync, and with it what its wave would wait for. */
function unawaited({ set, one, spec }: Context): readonly Fault[] {
  const path = [...spec, "syncPolicy", "syncOptions"];
  const index = listAt(one.object, ...path).indexOf("ApplyOutOfSyncOnly=true");
  const parts = appliedBy(set, one).filter(({ object }) => protectedKind(object)?.role === "mesh");
  if (index < 0 || new Set(parts.map(({ object }) => waveOf(object))).size < 2) return [];
  const message =
    "ApplyOutOfSyncOnly=true: what has not changed is left out of the waves, and none of them waits until it is healthy: neither for a part of the mesh nor for a gate";
  return [{ one, at: [...path, index], severity: "warning", message, hint: "Leave it out where waves order a mesh." }];
}
