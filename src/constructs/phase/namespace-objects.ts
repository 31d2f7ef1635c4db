import { ApiObject } from "cdk8s";
import type { Construct } from "constructs";
import { jobLabels, labelJobParts, labelsAccount } from "../../gates/job/labels";
import { labelledNamespaces, meshLabels, systemNamespaces } from "../../mesh/labels";
import type { Mesh } from "../../mesh/mesh";
import type { MeshNamespace as NamespaceEntry } from "../../mesh/schema";
import { namespaceIdentity } from "../../plan/change/carried";
import type { Phase } from "../../plan/phase";
import { KubectlJob } from "../kubectl-job";
import { MeshNamespace } from "../mesh-namespace";
import { rights, serviceAccount } from "../rights";
import type { Built, Origin } from "./built";

/** Namespaces of the mesh's own parts that are ours: they come before anything that lives in them. */
export function ownedSystemNamespaces(scope: Construct, mesh: Mesh, phase: Phase): Built[] {
  const system = systemNamespaces(mesh);
  return ownedNamespaces(scope, mesh, phase, (name) => system.includes(name) && !isOperators(mesh, name));
}

/** The operator's namespace, where it is ours and nothing else of the mesh lives in it. */
export function ownedOperatorNamespace(scope: Construct, mesh: Mesh, phase: Phase): Built[] {
  return ownedNamespaces(scope, mesh, phase, (name) => isOperators(mesh, name));
}

function isOperators({ operator }: Mesh, name: string): boolean {
  return operator.subscription?.namespace === name;
}

/**
 * Application namespaces: those that are ours as full objects, and a Job for labels that have to be set on those of others. A partial Namespace would
 * take away what its owner set with `kubectl apply`, so none is ever written.
 */
export function namespaceObjects(scope: Construct, mesh: Mesh, phase: Phase): Built[] {
  const system = systemNamespaces(mesh);
  const isApplication = (name: string) => !system.includes(name) && !isOperators(mesh, name);
  return [...ownedNamespaces(scope, mesh, phase, isApplication), ...labelJob(scope, mesh, phase)];
}

function ownedNamespaces(
  scope: Construct,
  mesh: Mesh,
  { state, described }: Phase,
  isWanted: (name: string) => boolean,
): Built[] {
  const own = labelledNamespaces(mesh)
    .filter(({ ownership }) => ownership === "owned")
    .map((namespace) => {
      const waits = state.notYetJoined?.includes(namespace.name);
      const labels = waits ? namespace.labels : meshLabels(mesh, namespace);
      const { name, annotations } = namespace;
      return { name, labels, annotations, comesAndGoes: false, origin: originOf(mesh, namespace) };
    });
  const beside = (described?.namespaces ?? []).map((one) => ({
    ...one,
    annotations: undefined,
    comesAndGoes: true,
    origin: { path: ["spec", "namespaces"] },
  }));
  return [...own, ...beside]
    .filter(({ name }) => isWanted(name))
    .map(({ name, labels, annotations, comesAndGoes, origin }) => {
      const letGo = described?.letGo.includes(namespaceIdentity(name));
      const props = { name, labels, annotations, letGo, comesAndGoes };
      const object = new MeshNamespace(scope, `namespace-${name}`, props);
      return [ApiObject.of(object), origin];
    });
}

/**
 * Sets the labels of shared namespaces that change; its name tells its content, so that it runs again when that does. Its account is there in every
 * phase of a row of changes that has such a Job, so that none takes it away.
 */
function labelJob(scope: Construct, mesh: Mesh, phase: Phase): Built[] {
  const wanted = jobLabels(mesh, phase);
  const labelled = phase.described?.labelled ?? wanted.map(({ namespace }) => namespace);
  if (labelled.length === 0) return [];
  const account = { name: labelsAccount(mesh.name), namespace: mesh.controlPlane.namespace };
  const rules = [
    {
      apiGroups: [""],
      resources: ["namespaces"],
      resourceNames: labelled,
      verbs: ["get", "patch"],
    },
  ];
  const markers = [{ apiGroups: [""], resources: ["configmaps"], verbs: ["get", "list", "watch"] }];
  const objects = [
    serviceAccount(scope, "account", account),
    ...rights(scope, "rights", account, account.name, undefined, rules),
    ...rights(scope, "markers", account, account.name, account.namespace, markers),
    ...(wanted.length > 0
      ? [new KubectlJob(scope, "labels", { ...labelJobParts(mesh, phase), serviceAccount: account.name })]
      : []),
  ];
  return objects.map((object) => [object, { path: ["spec", "namespaces"] }]);
}

function originOf(mesh: Mesh, namespace: NamespaceEntry): Origin {
  const index = mesh.namespaces.indexOf(namespace);
  return { path: index < 0 ? ["spec", "controlPlane", "discoverySelectors"] : ["spec", "namespaces", index] };
}
