import { sourceRef } from "../delivery/flux/source";
import { livePath } from "../delivery/repository";
import { mark } from "../mesh/labels";
import type { Mesh } from "../mesh/mesh";
import { bullets, fence, table } from "./markdown";
import { beforeApplying, type PlatformPage } from "./platform-page";

/** PLATFORM.md for Flux. */
export function fluxMarkdown(page: PlatformPage): readonly string[] {
  const { mesh, files, kubectl } = page;
  const { namespace } = mesh.delivery.flux;
  const { kind, name, namespace: home = namespace } = sourceRef(mesh);
  const ours = files.some(({ object }) => object.kind === "GitRepository");
  return [
    `# Point Flux at ${mesh.name}`,
    "Applied once, by whoever runs Flux: with kubectl, or by copying `flux/` to where your Flux reads. Nothing here changes from phase to phase, nor with the version: what changes is the live folder. When `synth` changes a file here all the same, because mesh.yaml has new layers or another way to roll ztunnel, apply it again before the phase that brings them.",
    ...beforeApplying(page),
    bullets(
      [
        ours
          ? `GitRepository ${name} is written here. For a repository that asks who reads it, name a source of your own under \`spec.delivery.flux.sourceRef\`.`
          : `${kind} ${name} in ${home} is yours, and holds \`${livePath(mesh)}\`.`,
        "Flux is 2.5 or newer: `healthCheckExprs` came with it.",
        ...reached(mesh),
      ],
      "",
    ),
    "## Apply",
    "In this folder:",
    fence("sh", [
      `${kubectl} apply -k flux`,
      "",
      "# Where it stands: the first that is not Ready holds all below it.",
      `${kubectl} get kustomizations.kustomize.toolkit.fluxcd.io -n ${namespace} -l ${mark.mesh}=${mesh.name}`,
    ]),
    "## How it goes",
    bullets(
      [
        "One Kustomization per layer, each waits for the one before; the others wait for nobody. Every commit runs down the whole chain. How fast is kustomize-controller's `--requeue-dependency`: 30 s a layer unless it is set to less, for example 5 s.",
        "`timeout` is not how long a rollout may take. It is how long a newer commit waits while one is awaited; then Flux says that a health check failed, and tries again. A rollout that takes longer goes through several such rounds, and the next layer still waits.",
        "A failed Job is not run again: delete it, and within a minute Flux creates it anew. To go back while a Job or a rollout is awaited, push the commit: it is taken up at the end of the round.",
        "Routes are applied and not waited for, nor is a gateway that istiod does not deploy: a status that nobody writes holds nothing.",
        "Deleting a Kustomization leaves its objects (`deletionPolicy: Orphan`).",
      ],
      "",
    ),
    "## What is known to hold",
    table(["what", "how it is known"], known),
  ];
}

/** What has to be there for Flux to reach another cluster, or to apply as somebody. */
function reached({ delivery }: Mesh): readonly string[] {
  const { namespace, kubeConfig, serviceAccountName } = delivery.flux;
  const where = kubeConfig ? ", in the cluster of the mesh," : "";
  return [
    ...(kubeConfig
      ? [
          `Secret ${kubeConfig.secretRef.name} in ${namespace} of Flux's cluster holds the kubeconfig of the mesh's. What this folder holds is applied to Flux's cluster, and asked for there; namespaces, CRDs, \`verify\` and gates.sh are of the mesh's.`,
        ]
      : []),
    ...(serviceAccountName === undefined
      ? []
      : [`ServiceAccount ${serviceAccountName} of ${namespace}${where} may apply all that the phases hold.`]),
  ];
}

const known = [
  [
    "`healthChecks` with children first hold each layer until its rollout is over, in every hop tried, forward and back; with parents first, or with `wait: true`, ZTunnel passes after 5 s",
    "measured with kustomize-controller 1.9.5 and the real Sail Operator 1.30.3",
  ],
  [
    "`wait: true` holds a layer for its Job; `dependsOn` holds the layers below it; nothing is pruned that must stay",
    "ran with the same controllers and a stand-in for the Sail Operator",
  ],
  ["the fields of these objects", "validated against Flux's CRDs"],
  ["sharding, remote clusters (kubeConfig), impersonation (serviceAccountName), notifications", "not tried"],
];
