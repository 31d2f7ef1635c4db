import type { Edit } from "../breakages";
import type { NearMiss } from "./near-miss";

const istio = "mesh/istio.yaml";
const cni = "mesh/cni.yaml";
const zt = "mesh/ztunnel.yaml";
const mesh = "mesh/mesh.yaml";
const app = "bookinfo/app.yaml";
const operator = "operator/operator.yaml";

/** The CNI goes down first, and a tag holds the workloads where they are. */
const early: readonly Edit[] = [
  ["mesh/istio.yaml", "  version: v1.27.3\n  namespace: istio-cni", "  version: v1.26.8\n  namespace: istio-cni"],
  ["mesh/istio.yaml", "    kind: Istio\n    name: mesh\n", "    kind: IstioRevision\n    name: mesh-v1-27-3\n"],
];

/** Versions, revisions, and the ways between them. */
export const nearVersions: readonly NearMiss[] = [
  [
    "VER001",
    "a version that the operator of a HelmRelease does not have",
    "the operator has it",
    [["clusters/prod/operator.yaml", "version: 1.28.3", "version: 1.29.1"]],
  ],
  [
    "VER002",
    "all of the mesh is end of life",
    "the oldest minor that the operators here still install",
    [
      [istio, "v1.23.4", "v1.26.3"],
      [istio, "v1.23.4", "v1.26.3"],
    ],
  ],
  [
    "VER003",
    "an operator that does not install what runs",
    "the release before, that does",
    [
      [
        operator,
        "channel: stable-3.3\n  startingCSV: servicemeshoperator3.v3.3.0",
        "channel: stable-3.2\n  startingCSV: servicemeshoperator3.v3.2.1",
      ],
    ],
  ],
  [
    "VER004",
    "a channel that floats",
    "a channel of one minor, by another word",
    [[operator, "channel: stable", "channel: candidate-3.2"]],
  ],
  ["VER004", "IstioCNI with an alias", "an exact version of that minor", [[istio, "v1.27-latest", "v1.27.1"]]],
  [
    "VER005",
    "a deep typing error",
    "another field of the same proxies",
    [[istio, "holdApplicationUntilProxyStart: true", "drainDuration: 45s"]],
  ],
  [
    "VER005",
    "an API version that the release does not serve",
    "a release that does, where ZTunnel has no profile any more",
    [
      [operator, "3.2.0", "3.2.1"],
      [mesh, "  namespace: ztunnel\n  profile: ambient\n", "  namespace: ztunnel\n"],
    ],
  ],
  [
    "VER006",
    "a version that is a number",
    "with its v and its patch",
    [[mesh, "version: 1.28\n", 'version: "v1.28.1"\n']],
  ],
  ["VER007", "a hub and a tag", "a mirror of the same images, without a tag", [[istio, "      tag: 1.28.1\n", ""]]],
  [
    "VER009",
    "a release that is not the head of its channel",
    "a mirrored catalogue, which ends where it wants",
    [[operator, "source: redhat-operators", "source: mesh-mirror"]],
    [[operator, "source: redhat-operators", "source: mesh-mirror"]],
  ],
  ["VER011", "operator and mesh at once", "the operator alone", [[istio, "v1.28.4", "v1.28.3"]]],
  [
    "VER012",
    "a compatibility profile that the charts do not carry any more",
    "one that they carry",
    [[mesh, 'compatibilityVersion: "1.22"', 'compatibilityVersion: "1.27"']],
  ],
  ["VER013", "a control plane of revisions goes down by a minor", "the CNI has gone before it", early, early],
  [
    "VER013",
    "downgrade by a patch",
    "by a patch from below",
    [],
    [
      [istio, "v1.28.3", "v1.28.0"],
      [cni, "v1.28.3", "v1.28.0"],
      [zt, "v1.28.3", "v1.28.0"],
    ],
  ],
  [
    "VER013",
    "downgrade by a patch",
    "the control plane as the last of its parts",
    [],
    [
      [cni, "v1.28.3", "v1.28.1"],
      [zt, "v1.28.3", "v1.28.1"],
    ],
  ],
  [
    "VER013",
    "the CNI goes down by a minor, and ztunnel stays",
    "ztunnel goes first",
    [
      [cni, "v1.27.3", "v1.28.3"],
      [zt, "v1.28.3", "v1.27.3"],
    ],
  ],
  [
    "VER013",
    "the CNI goes down by a minor, and ztunnel stays",
    "ztunnel went before it",
    [[zt, "v1.28.3", "v1.27.3"]],
    [[zt, "v1.28.3", "v1.27.3"]],
  ],
  ["SKEW001", "ztunnel ahead", "by a patch", [[istio, "v1.27.3", "v1.28.2"]]],
  ["SKEW002", "the CNI two minors behind", "one minor behind", [[cni, "v1.26.3", "v1.27.3"]]],
  [
    "SKEW003",
    "two minors at once",
    "one after the other",
    [
      [cni, "v1.26.3", "v1.27.3"],
      [zt, "v1.26.3", "v1.27.3"],
    ],
    [
      [istio, "v1.26.3", "v1.27.3"],
      [cni, "v1.26.3", "v1.27.3"],
      [zt, "v1.26.3", "v1.27.3"],
    ],
  ],
  [
    "SKEW004",
    "a jump that the vendor publishes, and nobody accepted",
    "a patch of the same minor",
    [[mesh, "version: v1.26.4", "version: v1.24.6"]],
  ],
  [
    "REV001",
    "what holds the old revision comes with the new version",
    "a tag held it before",
    [[istio, "    kind: Istio\n    name: mesh\n", "    kind: IstioRevision\n    name: mesh-v1-27-3\n"]],
    [[istio, "    kind: Istio\n    name: mesh\n", "    kind: IstioRevision\n    name: mesh-v1-27-3\n"]],
  ],
  [
    "REV002",
    "the version of a mesh whose tag follows it",
    "the tag names the old revision",
    [[istio, "    kind: Istio\n    name: mesh\n", "    kind: IstioRevision\n    name: mesh-v1-27-3\n"]],
    [[istio, "    kind: Istio\n    name: mesh\n", "    kind: IstioRevision\n    name: mesh-v1-27-3\n"]],
  ],
  [
    "REV003",
    "a tag called default",
    "a name that no revision has",
    [
      [
        "mesh/tag.yaml",
        "name: default\nspec",
        'name: prod\n  annotations:\n    argocd.argoproj.io/sync-options: Prune=false,Delete=false,SkipDryRunOnMissingResource=true\n    argocd.argoproj.io/sync-wave: "3"\nspec',
      ],
    ],
  ],
  [
    "REV004",
    "the strategy taken away",
    "it was the one that nothing stands for",
    [],
    [[istio, "type: RevisionBased", "type: InPlace"]],
  ],
  [
    "REV005",
    "an old revision that goes at once",
    "InPlace, which has no old revision",
    [[istio, "type: RevisionBased", "type: InPlace"]],
  ],
  [
    "REV006",
    "a namespace of a tag that is not there",
    "the tag is there",
    [[istio, "kind: IstioRevisionTag\nmetadata:\n  name: stable", "kind: IstioRevisionTag\nmetadata:\n  name: prod"]],
  ],
  [
    "REV006",
    "a namespace of a revision of an earlier version",
    "the revision of the version that is there",
    [[app, "mesh-v1-26-3", "mesh-v1-27-3"]],
  ],
  [
    "REV007",
    "a tag called default under a release whose webhook asks for what is not there",
    "a tag of another name",
    [
      [istio, "kind: IstioRevisionTag\nmetadata:\n  name: default", "kind: IstioRevisionTag\nmetadata:\n  name: prod"],
      [app, "istio.io/rev: default", "istio.io/rev: prod"],
    ],
  ],
];
