import { type KubernetesObject, kindOf, objectId } from "../../../objects/kubernetes-object";
import { textAt } from "../../../objects/object-paths";
import { applicationSpec } from "../../../rules/engines/application-sources";
import { isOpen } from "../../../rules/engines/set-templates";
import { installedArgo, isArgoSetting, takesFrom } from "../input/engines/argo-settings";

/** Where the Argo CD runs that an Application is of, which may stand in another namespace. */
export interface ArgoHome {
  readonly namespace: string;
  /** What a reader has to know of it. */
  readonly told?: string;
}

/** What says of an Argo CD where it runs. */
interface Said {
  readonly object: KubernetesObject;
  readonly namespace: string;
}

/**
 * An Application may stand in another namespace than its Argo CD, where both that and its project say so. Where nothing says it, a namespace that has an Argo CD, or
 * is called after one, is its own.
 * @param objects among which those stand that say how an Argo CD is set up
 */
export function argoHome(by: KubernetesObject, objects: readonly KubernetesObject[]): ArgoHome | undefined {
  const { namespace } = by.metadata;
  if (namespace === undefined) return undefined;
  const own = { namespace };
  const all = objects.flatMap(said);
  const spec = applicationSpec(by);
  const project = (spec && textAt(by, ...spec, "project")) || "default";
  const counts = ({ object }: Said) => !isProject(object) || isOpen(project) || object.metadata.name === project;
  if (all.some((one) => one.namespace === namespace && counts(one))) return own;
  const others = all.filter((one) => one.namespace !== namespace && counts(one));
  const taking = onlyOne(others.filter(({ object }) => takesFrom(object, namespace)));
  const id = objectId(by);
  if (taking)
    return {
      namespace: taking.namespace,
      told: `${id} stands in ${namespace}, and Argo CD runs in ${taking.namespace}, as ${objectId(taking.object)} says: the new Applications stand in ${namespace} as well (spec.delivery.argocd.applicationNamespace), and their AppProject and what is for argocd-cm in ${taking.namespace}`,
    };
  if (all.some((one) => one.namespace === namespace) || /argo|gitops/i.test(namespace)) return own;
  const other = onlyOne(others);
  return other
    ? {
        namespace: other.namespace,
        told: `${id} stands in ${namespace}, and Argo CD is taken to run in ${other.namespace}, as ${objectId(other.object)} is there: where it runs in ${namespace}, make that spec.delivery.argocd.namespace in mesh.yaml and leave applicationNamespace out`,
      }
    : {
        namespace,
        told: `nothing here says whether Argo CD runs in ${namespace}, where ${id} stands: where it runs elsewhere and takes Applications from there (application.namespaces), write applicationNamespace: ${namespace} under spec.delivery.argocd in mesh.yaml and make namespace the one that it runs in, as an AppProject and argocd-cm count nowhere else`,
      };
}

function said(object: KubernetesObject): readonly Said[] {
  const isSetting = kindOf(object) === "kustomize.config.k8s.io/Kustomization" || isArgoSetting(object);
  const namespace = isSetting ? object.metadata.namespace : installedArgo(object);
  return namespace === undefined ? [] : [{ object, namespace }];
}

function isProject(object: KubernetesObject): boolean {
  return kindOf(object) === "argoproj.io/AppProject";
}

/** The first of several that all stand in one namespace. */
function onlyOne(some: readonly Said[]): Said | undefined {
  const [first] = some;
  return first && some.every(({ namespace }) => namespace === first.namespace) ? first : undefined;
}
