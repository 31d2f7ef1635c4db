import type { Finding, MeshPath } from "../../findings/finding";
import { kindOf } from "../../objects/kubernetes-object";
import { listAt, textAt, valueAt, wordOf } from "../../objects/object-paths";
import { applicationSpec, sourcesIn } from "../engines/application-sources";
import { about, type CheckedObject, type Rule } from "../rule";
import { operatorChart } from "../versions/charts";

export const del012: Rule = {
  id: "DEL012",
  state: ({ objects }) => objects.filter(({ object }) => operatorChart(object)).flatMap(withoutCrds),
};

/** The chart holds the CRDs beside its templates, where Helm brings them once and never again. */
function withoutCrds(one: CheckedObject): readonly Finding[] {
  if (kindOf(one.object) === "helm.toolkit.fluxcd.io/HelmRelease") return ofFlux(one);
  const spec = applicationSpec(one.object);
  return spec ? ofArgo(one, spec) : [];
}

const policies = ["Skip", "Create", "CreateReplace"];

function ofFlux(one: CheckedObject): readonly Finding[] {
  const [install, upgrade] = ["install", "upgrade"].map((key) => textAt(one.object, "spec", key, "crds"));
  const strange = [install, upgrade].flatMap((policy, index) => {
    if (policy === undefined || policies.includes(policy)) return [];
    const at = ["spec", index === 0 ? "install" : "upgrade", "crds"];
    return [
      about("DEL012", one, {
        at,
        message: `crds is ${policy}; it takes ${policies.join(", ")}: Flux refuses the HelmRelease`,
      }),
    ];
  });
  if (strange.length > 0) return strange;
  if (install === "Skip") {
    const message = "install.crds is Skip: the operator comes without its CRDs, and no object of the mesh is taken";
    return [about("DEL012", one, { at: ["spec", "install", "crds"], message, hint: "Write Create." })];
  }
  if (upgrade === "CreateReplace" || valueAt(one.object, "spec", "suspend") === true) return [];
  return [
    about("DEL012", one, {
      at: upgrade === undefined ? ["spec"] : ["spec", "upgrade", "crds"],
      severity: "warning",
      message: `upgrade.crds is ${upgrade ?? "not set, which is Skip"}: the next version of the chart meets the CRDs of this one, and the API server drops or refuses what is new`,
      hint: "Write spec.upgrade.crds: CreateReplace, or bring the CRDs by other means.",
    }),
  ];
}

function ofArgo(one: CheckedObject, spec: MeshPath): readonly Finding[] {
  const { object } = one;
  const places = sourcesIn(object, spec);
  const skipped = places.filter((at) => valueAt(object, ...at, "helm", "skipCrds") === true);
  if (skipped.length > 0) {
    const message = "skipCrds: the operator comes without its CRDs, and no object of the mesh is taken";
    const at = [...(skipped[0] ?? []), "helm", "skipCrds"];
    return [
      about("DEL012", one, {
        at,
        severity: "warning",
        message,
        hint: "Leave it out where nothing else brings them.",
        citation: "Argo CD, Helm, Helm `--skip-crds`: https://argo-cd.readthedocs.io/en/stable/user-guide/helm/",
      }),
    ];
  }
  const options = listAt(object, ...spec, "syncPolicy", "syncOptions").map(wordOf);
  if (options.some((option) => /^(ServerSideApply|Replace)=true$/.test(option))) return [];
  return [
    about("DEL012", one, {
      at: [...spec, "syncPolicy"],
      severity: "warning",
      message:
        'the operator\'s CRDs are larger than the 256 KiB that a client-side apply can note down: without ServerSideApply=true the sync fails with "metadata.annotations: Too long"',
      hint: "Write ServerSideApply=true under spec.syncPolicy.syncOptions.",
      citation: "Argo CD, Server-Side Apply: https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/",
    }),
  ];
}
