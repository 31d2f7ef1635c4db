import { kindOf } from "../../objects/kubernetes-object";
import { foreignClaims } from "../../rules/engines/repositories";
import type { FileObject } from "../objects/file-object";
import { ofApplication, ofSet } from "./argo-reads";
import type { Around, EngineRead } from "./engine-read";
import { ofKustomization, ofRelease } from "./flux-reads";
import { isChart } from "./paths";

/** What engines read and make of it: each folder with what is added to it, and what of that nobody here can follow. */
export function engineReads(engines: readonly FileObject[], around: Around): readonly EngineRead[] {
  const where = { ...around, charts: [...around.folders].filter(isChart) };
  const all = engines.flatMap((one): readonly EngineRead[] => {
    switch (kindOf(one.object)) {
      case "kustomize.toolkit.fluxcd.io/Kustomization":
        return ofKustomization(one, where);
      case "helm.toolkit.fluxcd.io/HelmRelease":
        return ofRelease(one, where);
      case "argoproj.io/Application":
        return ofApplication(one, one, where);
      default:
        return ofSet(one, where);
    }
  });
  const isForeign = foreignClaims(all, around.remotes);
  return all.filter((one) => !isForeign(one));
}
