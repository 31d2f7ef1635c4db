import {
  applicationId,
  applicationNamespace,
  argocdNamespace,
  destinationCluster,
  projectName,
  standElsewhere,
} from "../delivery/argocd/settings";
import { engineCluster } from "../delivery/elsewhere";
import { lacksRepository } from "../delivery/repository";
import { mark } from "../mesh/labels";
import type { Mesh } from "../mesh/mesh";
import { lacksCluster } from "../mesh/unknown-cluster";
import { bullets, fence, table } from "./markdown";
import { beforeApplying, type PlatformPage } from "./platform-page";
import { unansweredStatus } from "./platform-status-md";

/** What has to be there for Argo CD to reach another cluster. */
function reached(mesh: Mesh): readonly string[] {
  if (engineCluster(mesh) === undefined || lacksCluster(mesh)) return [];
  const [destination] = Object.values(destinationCluster(mesh));
  return [
    `Argo CD knows the cluster of the mesh as ${destination}, and its account there may write what the phases hold. What this folder holds is applied to Argo CD's cluster, and asked for there; namespaces, CRDs, \`verify\` and gates.sh are of the mesh's.`,
  ];
}

/** PLATFORM.md for Argo CD. */
export function argocdMarkdown(page: PlatformPage): readonly string[] {
  const { mesh, files, kubectl } = page;
  const namespace = argocdNamespace(mesh);
  const home = applicationNamespace(mesh);
  const names = files.filter(({ object }) => object.kind === "Application").map(({ object }) => object.metadata.name);
  const main = names.find((name) => name.endsWith("-mesh")) ?? "";
  return [
    `# Point Argo CD at ${mesh.name}`,
    "Applied once, by whoever runs Argo CD. Nothing here changes from phase to phase, nor with the version: what changes is the live folder. When `synth` changes a file here all the same, because mesh.yaml has new namespaces, kinds or layers, apply it again before the phase that brings them; where a row takes something out of the project, once its baseline is delivered.",
    ...(lacksRepository(mesh)
      ? [
          "**This cannot work yet: `spec.delivery.repository.url` is not in mesh.yaml.** The files name a host below `.invalid`, which cannot exist. Write the URL, run `meshstep synth`, and only then apply.",
        ]
      : []),
    ...(lacksCluster(mesh)
      ? [
          "**This cannot work yet: mesh.yaml does not say which cluster it is for.** What applied the mesh before has that filled in by a generator. Write `spec.delivery.argocd.destination`, run `meshstep synth`, and only then apply.",
        ]
      : []),
    ...beforeApplying(page),
    bullets(
      [
        "Argo CD may read the repository (its credentials are Argo CD's business, not in these files).",
        ...(mesh.delivery.argocd.project === undefined
          ? []
          : [
              `AppProject ${projectName(mesh)} is yours and is not written here; it must allow the repository, the cluster, and the namespaces and kinds of the phases${standElsewhere(mesh) ? `, and have ${home} in its \`spec.sourceNamespaces\`` : ""}.`,
            ]),
        ...(standElsewhere(mesh)
          ? [
              `The Applications stand in ${home}, which exists, and Argo CD, which runs in ${namespace}, takes them from there: \`application.namespaces\` in its ConfigMap argocd-cmd-params-cm, or \`spec.sourceNamespaces\` of its ArgoCD object. Without that they stand there, and nothing happens. What is called argocd-cm, and an AppProject, counts in ${namespace} alone.`,
            ]
          : []),
        ...reached(mesh),
        ...(mesh.distribution === "openshift" && engineCluster(mesh) === undefined
          ? [
              `The controller of OpenShift GitOps may write what the phases hold, which its default rights do not allow: \`oc auth can-i update istios.sailoperator.io --as system:serviceaccount:${namespace}:${namespace}-argocd-application-controller\` says yes.`,
            ]
          : []),
      ],
      "",
    ),
    "## Apply",
    "In this folder:",
    fence("sh", [
      "# Health of the Sail Operator's objects, once per Argo CD: merged into what is there.",
      ...(mesh.distribution === "openshift"
        ? [argocdObject(kubectl, namespace), ""]
        : [configMap(kubectl, namespace), ""]),
      "# The project and the Applications of this mesh.",
      `${kubectl} apply -k argocd`,
      "",
      "# Where it stands.",
      `${kubectl} get applications.argoproj.io -n ${home} -l ${mark.mesh}=${mesh.name}`,
      `${kubectl} get applications.argoproj.io ${main} -n ${home} -o jsonpath='{.status.operationState.phase}: {.status.operationState.message}{"\\n"}'`,
    ]),
    mesh.distribution === "openshift"
      ? `\`health/argocd.yaml\` is for OpenShift GitOps and the argocd-operator. Its patch replaces \`spec.resourceHealthChecks\`: where \`${kubectl} get argocds.argoproj.io ${namespace} -n ${namespace} -o jsonpath='{.spec.resourceHealthChecks[*].kind}'\` prints kinds of others, add these five to that list instead. For any other Argo CD: \`${configMap(kubectl, "argocd")}\`.`
      : `An Argo CD that the argocd-operator runs overwrites argocd-cm: there, merge \`health/argocd.yaml\` into its ArgoCD object.`,
    ...unansweredStatus(page),
    "## When a sync hangs or fails",
    bullets(
      [
        `What it waits for stands in the Application's status (the last command above); why a Job failed, beside its name under \`status.operationState.syncResult.resources\`. A sync that runs keeps its commit: end it, and Argo CD takes the newest: \`argocd app terminate-op ${applicationId(mesh, main)}\`, or`,
      ],
      "",
    ),
    fence("sh", [
      `${kubectl} patch applications.argoproj.io ${main} -n ${home} --type merge -p '{"status":{"operationState":{"phase":"Terminating"}}}'`,
    ]),
    bullets(
      [
        'A sync that failed is tried again within a minute, without limit, each time with the newest commit. A failed Job is not run again by that: delete it, and the next try creates it. More is under "When a gate says no" in the PHASE.md of each phase.',
        "Deleting an Application leaves the mesh as it is.",
      ],
      "",
    ),
    "## What is known to hold",
    table(["what", "how it is known"], known),
  ];
}

const known = [
  [
    "waves in order; a Job in a wave of its own holds the next wave, and stops it when it fails; `retry.refresh`; ServerSideDiff; PruneLast; nothing pruned that must stay",
    "ran on Argo CD 3.5.3 with a stand-in for the Sail Operator",
  ],
  [
    "the health checks wait for an install, for the CNI and mostly for istiod, and never for a ZTunnel that rolls: its operator says Ready all the while",
    "measured with the real Sail Operator 1.30.3; what holds a phase are the Jobs, not health",
  ],
  ["the fields of these objects", "validated against the CRDs of Argo CD and OpenShift GitOps"],
  ["OpenShift GitOps itself, Argo CD's UI, selfHeal, ApplicationSets", "not tried"],
];

function configMap(kubectl: string, namespace: string): string {
  return `${kubectl} patch configmap argocd-cm -n ${namespace} --type merge --patch-file argocd/health/argocd-cm.yaml`;
}

function argocdObject(kubectl: string, namespace: string): string {
  return `${kubectl} patch argocds.argoproj.io ${namespace} -n ${namespace} --type merge --patch-file argocd/health/argocd.yaml`;
}
