import { fluxMesh, prod, root } from "../overlays";
import type { NearMiss } from "./near-miss";

/** Near misses of what overlays and engines make of files. */
export const nearOverlays: readonly NearMiss[] = [
  ["VER006", "version without its v by an operation", "with it", [[prod, "1.28.5", "v1.28.5"]]],
  [
    "SKEW001",
    "control plane behind its parts by an operation",
    "for another kind: ZTunnel may be behind",
    [[prod, "{ kind: Istio }", "{ kind: ZTunnel }"]],
  ],
  ["SKEW001", "control plane behind its parts for a label", "for another one", [[prod, "(pilot)", "(other)"]]],
  [
    "SKEW001",
    "control plane behind its parts by a file of operations",
    "with the version that it has",
    [["mesh/overlays/prod/version.yaml", "v1.27.3", "v1.28.5"]],
  ],
  [
    "KUS001",
    "operation that takes away what is not there",
    "what is there",
    [[prod, "values/global", "values/meshConfig/accessLogFile"]],
  ],
  [
    "KUS001",
    "operation below what is not there",
    "a transformer may have written it",
    [
      [prod, "resources:\n", "transformers:\n  - ../../more\nresources:\n"],
      ["mesh/more/kustomization.yaml", "", "resources: []\n"],
    ],
  ],
  ["KUS001", "test of an operation that does not hold", "one that does", [[prod, "v1.28.4", "v1.28.5"]]],
  [
    "WPT001",
    "waypoint that an overlay takes out",
    "one that is merged",
    [["tenants/shop/kustomization.yaml", "      $patch: delete\n", "      $patch: merge\n"]],
  ],
  [
    "SKEW001",
    "patches of a Kustomization of Flux",
    "with the version of the others",
    [[fluxMesh, "v1.27.3", "v1.28.3"]],
  ],
  [
    "KUS001",
    "patches of a Kustomization of Flux for nothing",
    "for what is there",
    [[fluxMesh, "name: prod", "name: def.*"]],
  ],
  [
    "KUS001",
    "namespace that Flux writes over all others",
    "the own one",
    [[fluxMesh, "Namespace: default", "Namespace: web"]],
  ],
  [
    "DEL013",
    "ConfigMap of variables that is not there",
    "an optional one",
    [[fluxMesh, "name: cluster-settings }", "name: cluster-settings, optional: true }"]],
  ],
  ["SKEW001", "patches of an Application", "with the version of the others", [[root, "v1.27.3", "v1.28.5"]]],
];
