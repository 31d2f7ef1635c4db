import { existsSync } from "node:fs";
import { posix, resolve } from "node:path";
import { firstFew } from "../../../basics/first-few";
import { formatPlace } from "../../../findings/finding";
import { InputError } from "../../../findings/input-error";
import { objectId } from "../../../mesh/mesh";
import { hasOwner } from "../../../objects/kubernetes-object";
import { engineCharts } from "../../../repository/charts/mesh-charts";
import type { KustomizationFile } from "../../../repository/kustomizations/file";
import { inflatedCharts } from "../../../repository/kustomizations/inflated-charts";
import { kustomizationFiles } from "../../../repository/kustomizations/kustomization-files";
import { installerOf, istioChart } from "../../../repository/meshes/other-installs";
import { holdsSail } from "../../../repository/meshes/wrapped";
import { readObjects } from "../../../repository/objects/read-objects";
import type { ManifestIo } from "../../../source/manifests";
import type { Found } from "../input/found";
import type { Inventory } from "./inventory";

/** What is said of an input in which no Istio object is the mesh's. */
export function noIstio({ istios, deliveries, others, revisions, count, leftOut }: Inventory): InputError {
  if (istios[0]) {
    return InputError.of(
      `${objectId(istios[0].object)} is the one that the ingress operator of OpenShift keeps: no mesh of yours`,
      {
        hint: "It moves that with the cluster; nothing of it is planned. --istio NAME describes it all the same.",
      },
    );
  }
  if (count === 0) return InputError.of("no Kubernetes object in the input", { hint: noIstioHint });
  const alone = revisions.find(({ object }) => object.kind === "IstioRevision" && !hasOwner(object));
  if (alone) {
    return InputError.of(
      `${objectId(alone.object)} stands alone: no Istio object among the ${count} of the input owns it`,
      {
        hint: "meshstep plans Istio objects, which make their revisions themselves; meshstep check holds this one against the rules all the same.",
      },
    );
  }
  const instead = leftOut.has("Istio") ? ownedIstio : insteadOfIstio([...deliveries, ...others]);
  return InputError.of(`${noneOf(count)}${instead?.what ?? ""}`, {
    hint: instead?.hint ?? noIstioHint,
  });
}

/** The same where some of the input was left out, for the reasons given: Istio may be in there, or what the rest says of it. */
export function noIstioBeside(
  { deliveries, others }: Inventory,
  reasons: readonly string[],
  paths: readonly string[],
  { cwd }: ManifestIo,
): InputError {
  const instead = insteadOfIstio([...deliveries, ...others]);
  const first = {
    message: `no Istio object in the input${instead?.what ?? ""}`,
    ...(instead && { hint: instead.hint }),
  };
  return new InputError([first, ...[...reasons, ...rendered(reasons, paths, cwd)].map((message) => ({ message }))]);
}

/** Kustomizations with charts that nobody has looked at, as what stands above them was not built either. */
function rendered(reasons: readonly string[], paths: readonly string[], cwd: string): readonly string[] {
  const folders = paths.filter((one) => one !== "-" && existsSync(resolve(cwd, one)));
  const left = kustomizationFiles(folders, cwd).filter(
    ({ folder, shown, source }) =>
      inflatedCharts(folder, source.value).length > 0 && !reasons.some((one) => one.startsWith(`${shown}:`)),
  );
  if (left.length === 0) return [];
  return [`not read: what kustomize has Helm render in ${firstFew(left.map(({ shown }) => shown))}`];
}

/** Applications and HelmReleases are not counted: they hand over what they apply. */
function noneOf(count: number): string {
  return count === 0 ? "no Istio object in the input" : `no Istio object among the ${count} of the input`;
}

/** An Istio of an API that no operator serves any more, or of another way to install it. */
function insteadOfIstio(others: readonly Found[]): { readonly what: string; readonly hint: string } | undefined {
  const old = others.find(({ object }) => object.kind === "Istio");
  if (old) {
    const what = `; ${objectId(old.object)} is of ${old.object.apiVersion}, from before the Sail Operator had a release`;
    return { what, hint: "Released operators read sailoperator.io/v1: move the object to that first." };
  }
  const by = installerOf(others);
  const around = others.find(holdsSail);
  if (!by && around) {
    const what = `; ${objectId(around.object)} (${formatPlace(around.place)}) holds objects of sailoperator.io inside it`;
    return { what, hint: `Adopt what becomes of it in the cluster: ${noIstioHint}` };
  }
  if (!by) return undefined;
  const what = `: ${objectId(by.one.object)} says that it is installed by ${by.who}`;
  return { what, hint: othersHint };
}

const ownedIstio = {
  what: "; the Istio there has an owner (metadata.ownerReferences), which makes it and would write over every phase",
  hint: "Move the owner, or adopt the object without ownerReferences where that owner is gone.",
};

const othersHint = "meshstep plans meshes of the Sail Operator; meshstep init writes the mesh.yaml of a new one.";

/**
 * What installs Istio without the Sail Operator, where its objects are not what adopt reads: a chart that brings istiod would show no Istio object if it were built,
 * and what Flux and Argo CD install of Istio's charts often stands in folders that only they go through.
 * @throws InputError for folders with such a thing
 */
export function refuseCharts(inventory: Inventory, inputs: readonly string[], io: ManifestIo): void {
  const { cwd } = io;
  const paths = inputs.filter((one) => one !== "-" && !io.texts?.has(one) && existsSync(resolve(cwd, one)));
  const chart = istioChart(paths, cwd);
  if (chart !== undefined) {
    throw InputError.of(`no Istio object in the input: ${chart} says that Istio is installed by a Helm chart`, {
      hint: othersHint,
    });
  }
  const { deliveries, others, revisions, leftOut, count } = inventory;
  if (leftOut.has("Istio") || revisions.length > 0 || insteadOfIstio([...deliveries, ...others])) return;
  const charts = paths.length === 0 ? [] : engineCharts(readObjects(paths, io).objects);
  const found = charts.find((one) => one.chart === "istiod") ?? charts.find((one) => one.chart !== "gateway");
  if (!found) {
    refuseRendered(inventory, paths, io);
    return;
  }
  const { object } = found.by;
  const who = object.kind === "HelmRelease" ? "Flux" : "Argo CD";
  const place = found.by.locate?.([]);
  const at = place ? ` (${formatPlace(place)})` : "";
  throw InputError.of(`${noneOf(count)}: ${objectId(object)}${at} has ${who} install Istio's chart ${found.chart}`, {
    hint: othersHint,
  });
}

/** The same of charts that kustomize has Helm render. */
function refuseRendered({ count }: Inventory, paths: readonly string[], { cwd }: ManifestIo): void {
  const isOfIstio = ({ folder, source }: KustomizationFile) =>
    inflatedCharts(folder, source.value).some((one) => posix.basename(one.folder) === "istiod");
  const by = kustomizationFiles(paths, cwd).find(isOfIstio);
  if (!by) return;
  throw InputError.of(`${noneOf(count)}: ${by.shown} has kustomize install Istio's chart istiod`, { hint: othersHint });
}

/** How to bring one into the input. */
export const noIstioHint =
  "kubectl get istios,istiorevisions,istiorevisiontags,istiocnis,ztunnels,namespaces,gateways,httproutes,authorizationpolicies -A -o yaml | meshstep adopt -";
