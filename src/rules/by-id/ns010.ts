import { nearest } from "../../basics/nearest";
import type { Finding } from "../../findings/finding";
import { protectedKind } from "../../mesh/protected-kinds";
import { apiGroup } from "../../objects/kubernetes-object";
import { listAt, textAt, wordOf } from "../../objects/object-paths";
import { objectsOf, podNamespace, sailObjects } from "../objects";
import { about, type CheckedObject, type ManifestSet, type Rule } from "../rule";
import { slipOf } from "../slips";

export const ns010: Rule = {
  id: "NS010",
  state: (set) => {
    const there = objectsOf(set, "", "Namespace").map(({ object }) => object.metadata.name);
    if (there.length === 0) return [];
    return set.objects.flatMap((one) => [...misplaced(set, one, there), ...misnamed(one, there), ...misspelt(one)]);
  },
};

/** An object of the mesh in a namespace that is nearly one of the manifests, and that nothing else is in. */
function misplaced(set: ManifestSet, one: CheckedObject, there: readonly string[]): readonly Finding[] {
  const { namespace } = one.object.metadata;
  if (namespace === undefined || !isOfMesh(one) || there.includes(namespace)) return [];
  const near = slipOf(namespace, there);
  if (near === undefined || isUsed(set, namespace)) return [];
  return [
    about("NS010", one, {
      at: ["metadata", "namespace"],
      message: `namespace ${namespace} is not among these manifests, nothing else here is in it, and ${near} is nearly called so`,
      hint: `Did you mean ${near}?`,
    }),
  ];
}

function isOfMesh({ object }: CheckedObject): boolean {
  return protectedKind(object)?.role === "traffic" || /(^|\.)istio\.io$/.test(apiGroup(object));
}

/** Whether anything that is no object of the mesh lives in a namespace, or a part of the mesh does. */
function isUsed(set: ManifestSet, namespace: string): boolean {
  return (
    set.objects.some((one) => one.object.metadata.namespace === namespace && !isOfMesh(one)) ||
    sailObjects(set, ["Istio", "IstioCNI", "ZTunnel"]).some((one) => podNamespace(one) === namespace)
  );
}

type Path = readonly (string | number)[];

/** Hosts that requests are sent to, or that a rule is for. */
function hostsOf(object: CheckedObject["object"]): readonly { readonly host: string; readonly at: Path }[] {
  const routes = ["http", "tcp", "tls"].flatMap((protocol) =>
    listAt(object, "spec", protocol).flatMap((rule, index) =>
      listAt(rule, "route").map((_, which): Path => ["spec", protocol, index, "route", which, "destination", "host"]),
    ),
  );
  return [["spec", "host"], ...routes].flatMap((at) => {
    const host = textAt(object, ...at);
    return host === undefined ? [] : [{ host, at }];
  });
}

/** Names of Services in full, whose end is nearly the one of clusters. */
function misspelt(one: CheckedObject): readonly Finding[] {
  if (apiGroup(one.object) !== "networking.istio.io") return [];
  return hostsOf(one.object).flatMap(({ host, at }) => {
    const [, end] = /^[^.]+\.[^.]+\.svc\.(.+)$/.exec(host) ?? [];
    if (end === undefined || end === domain || nearest(end, [domain]) === undefined) return [];
    const message = `${host} ends nearly as Services of a cluster do (${domain}): it is nobody's name`;
    const meant = `${host.slice(0, -end.length)}${domain}`;
    return [about("NS010", one, { at, severity: "warning", message, hint: `Did you mean ${meant}?` })];
  });
}

const domain = "cluster.local";

/** Namespaces that objects of Istio name in their lists: `exportTo`, and the hosts of a Sidecar. */
function misnamed(one: CheckedObject, there: readonly string[]): readonly Finding[] {
  const { object } = one;
  if (apiGroup(object) !== "networking.istio.io") return [];
  const exported = listAt(object, "spec", "exportTo").map((name, index) => ({
    name: wordOf(name),
    at: ["spec", "exportTo", index],
  }));
  const seen = listAt(object, "spec", "egress").flatMap((egress, index) =>
    listAt(egress, "hosts").map((host, which) => ({
      name: wordOf(host).split("/")[0] ?? "",
      at: ["spec", "egress", index, "hosts", which],
    })),
  );
  const inCluster = hostsOf(object).flatMap(({ host, at }) => {
    const [, namespace, svc] = host.split(".");
    return svc === "svc" && namespace !== undefined ? [{ name: namespace, at }] : [];
  });
  return [...exported, ...seen, ...inCluster].flatMap(({ name, at }) => {
    if ([".", "*", "~", ""].includes(name) || there.includes(name)) return [];
    const near = slipOf(name, there);
    if (near === undefined) return [];
    const message = `namespace ${name} is not among these manifests, and ${near} is nearly called so`;
    return [about("NS010", one, { at, severity: "warning", message, hint: `Did you mean ${near}?` })];
  });
}
