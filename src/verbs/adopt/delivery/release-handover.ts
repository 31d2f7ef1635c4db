import { firstFew } from "../../../basics/first-few";
import { commandLine } from "../../../gates/quote";
import { type KubernetesObject, objectId } from "../../../mesh/mesh";
import { valueAt } from "../../../objects/object-paths";
import { releaseName, storageNamespace } from "../../../rules/charts/release-name";
import { annotationsOf } from "../../../rules/objects";
import type { Applied } from "./applier";
import { listing } from "./listing";

/**
 * How the mesh goes over from the HelmReleases that install it. Helm asks nobody whose an object is: an upgrade deletes what the chart no longer has, unless the
 * object in the cluster says `keep`; an uninstall deletes all of the release, unless its own manifest says so (helm v3.18, pkg/kube/client.go and
 * pkg/action/resource_policy.go). A HelmRelease that is deleted while it is suspended uninstalls nothing (helm-controller, reconcileDelete).
 */
export function releaseOrder(all: readonly Applied[]): readonly string[] {
  const applied = all.filter(isInstalled);
  if (applied.length === 0) return [];
  const ids = firstFew(applied.map(({ by }) => objectId(by)));
  const from = applied.flatMap((one) => one.from);
  const objects = from.map(({ object }) => object);
  const open = objects.filter((one) => annotationsOf(one)[policy] !== "keep");
  const isOne = applied.length === 1;
  const charts =
    firstFew([...new Set(from.flatMap(({ applier }) => applier.folders))]) || (isOne ? "its chart" : "their charts");
  const isHalted = applied.every(({ by }) => valueAt(by, "spec", "suspend") === true);
  const steps = [
    ...(open.length === 0
      ? []
      : [
          listing("keep", open.map(objectId), [
            "",
            `: the annotation ${policy}: keep on all of them, in the templates of ${charts} or by a patch in spec.postRenderers (check --fix writes into no template); release that, and wait until it is in the cluster: ${shown(open)}`,
          ]),
        ]),
    ...(isHalted
      ? []
      : [
          listing(
            "halt",
            applied.map(({ by }) => objectId(by)),
            [
              "",
              `: spec.suspend: true, in Git where ${isOne ? "it comes" : "they come"} from there, and wait until it is in the cluster`,
            ],
          ),
        ]),
    ["deliver the live folder (synth, promote, then what synth wrote to platform/), and wait until it is applied"],
    [
      `where ${charts} ${isOne ? "holds" : "hold"} nothing but the mesh, delete ${ids} while suspended, which uninstalls nothing and leaves Helm's Secrets to be deleted by hand (${secretsOf(applied)}); otherwise take the mesh's templates out of the chart once no other release comes of it, and resume`,
    ],
  ];
  return [
    `${ids} ${isOne ? "installs" : "install"} ${firstFew(objects.map(objectId))} today; Helm deletes what leaves its chart, and all of it with a HelmRelease that is deleted unsuspended, a control plane that is in use included. In this order (docs/adopt.md of meshstep says why):`,
    ...steps.flatMap(([first, ...more], index) => [`  ${index + 1}. ${first}`, ...more]),
  ];
}

/** Whether it is a HelmRelease, of which Helm itself deletes what is left out. */
export function isInstalled({ from }: Applied): boolean {
  return from.some(({ applier }) => applier.helm === "installs");
}

const policy = "helm.sh/resource-policy";

function shown([first]: readonly KubernetesObject[]): string {
  if (!first) return "";
  const { name, namespace } = first.metadata;
  const home = namespace === undefined ? [] : ["-n", namespace];
  return commandLine(
    "kubectl",
    "get",
    first.kind.toLowerCase(),
    name,
    ...home,
    "-o",
    "jsonpath={.metadata.annotations}",
  );
}

/** By the namespace, too: the operator has releases of its own, and calls them ztunnel and istio-cni. */
function secretsOf(applied: readonly Applied[]): string {
  return firstFew(
    applied.map(({ by }) =>
      commandLine(
        ...(["kubectl", "delete", "secret", "-n", storageNamespace(by) ?? "NAMESPACE"] as const),
        "-l",
        `owner=helm,name=${releaseName(by)}`,
      ),
    ),
  );
}
