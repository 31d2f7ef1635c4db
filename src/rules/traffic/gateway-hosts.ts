import type { Finding } from "../../findings/finding";
import { listAt, wordOf } from "../../objects/object-paths";
import { inNamespaces, objectsOf } from "../objects";
import { about, type CheckedObject, type ManifestSet } from "../rule";
import { portsOf } from "../workloads";
import { hostsOverlap } from "./host-names";
import { destinationsOf } from "./virtual-services";

/** Hosts that none of the servers of their Gateways has, and ports that destinations do not have. */
export function strangerHosts(set: ManifestSet, one: CheckedObject): readonly Finding[] {
  const { object } = one;
  const home = object.metadata.namespace;
  const gateways = inNamespaces(set, "networking.istio.io", "Gateway");
  const named = listAt(object, "spec", "gateways").map(String);
  if (named.length === 0) return [...outsideMesh(set, one), ...wrongPorts(set, one)];
  const outer = named.filter((name) => name !== "mesh");
  const found = outer.map((name) => {
    const [namespace, own] = name.includes("/") ? name.split("/") : [home, name];
    return gateways.get(namespace)?.get(own ?? "");
  });
  const servers = found.flatMap((gateway) =>
    listAt(gateway?.object, "spec", "servers").flatMap((server) =>
      listAt(server, "hosts").map((it) => ({ text: String(it), home: gateway?.object.metadata.namespace })),
    ),
  );
  const served = servers.map(({ text }) => text);
  const all = outer.length > 0 && found.every((gateway) => gateway !== undefined);
  const hosts = listAt(object, "spec", "hosts").map(String);
  // A short name is one of the cluster's, which `*.local` has as well.
  const namesOf = (host: string) => (/^[\w-]+$/.test(host) ? [host, `${host}.${home}.svc.cluster.local`] : [host]);
  const strange = hosts.filter((host) => !servers.some((it) => namesOf(host).some((name) => takes(it, name, home))));
  const isOfMesh = outer.length < named.length;
  // Beside mesh some hosts are for sidecars alone; with none for the gateway, that one is named for nothing.
  const lost = all && served.length > 0 && (!isOfMesh || strange.length === hosts.length) ? strange : [];
  const hint = `There are ${served.join(", ")}.`;
  const at = ["spec", "hosts"];
  const said = isOfMesh
    ? [`no server of ${outer.join(" and ")} has any of the hosts ${hosts.join(", ")}: it serves the mesh alone`]
    : lost.map((host) => `no server of ${named.join(" and ")} has host ${host}: its requests do not get there`);
  return [
    ...(lost.length > 0 ? said : []).map((message) => about("TGT004", one, { at, message, hint })),
    ...wrongPorts(set, one),
  ];
}

/** Without gateways it is for requests inside of the mesh; a host that only a Gateway serves is asked for by nobody there. */
function outsideMesh(set: ManifestSet, one: CheckedObject): readonly Finding[] {
  const home = one.object.metadata.namespace;
  const entered = objectsOf(set, "networking.istio.io", "ServiceEntry").flatMap(({ object }) =>
    listAt(object, "spec", "hosts").map(wordOf),
  );
  return listAt(one.object, "spec", "hosts")
    .map(wordOf)
    .flatMap((host, index) => {
      const [, , ...rest] = host.split(".");
      if (host.includes("*") || rest.length === 0 || rest[0] === "svc" || entered.some((it) => hostsOverlap(it, host)))
        return [];
      const server = objectsOf(set, "networking.istio.io", "Gateway").find(({ object }) =>
        listAt(object, "spec", "servers").some((it) =>
          listAt(it, "hosts").some((text) => {
            const plain = wordOf(text);
            return (
              plain.replace(/^[^/]*\//, "") !== "*" &&
              takes({ text: plain, home: object.metadata.namespace }, host, home)
            );
          }),
        ),
      );
      if (!server) return [];
      const { namespace, name } = server.object.metadata;
      return [
        about("TGT004", one, {
          at: ["spec", "hosts", index],
          severity: "warning",
          message: `without gateways it is for the mesh alone, and ${host} is a host of Gateway ${namespace}/${name}: what comes in there does not get here`,
          hint: `Write gateways: [${namespace}/${name}].`,
        }),
      ];
    });
}

/** A host of a server may say from which namespace its routes come; a dot is the gateway's own. */
function takes(
  { text, home }: { readonly text: string; readonly home: string | undefined },
  host: string,
  from?: string,
) {
  const [namespace, name] = text.includes("/") ? text.split("/") : ["*", text];
  const wanted = namespace === "." ? home : namespace;
  const isOpen = wanted === "*" || wanted === undefined || from === undefined;
  return hostsOverlap(name ?? "", host) && (isOpen || wanted === from);
}

function wrongPorts(set: ManifestSet, one: CheckedObject): readonly Finding[] {
  const { object } = one;
  return destinationsOf(one).flatMap(({ at, host, port }) => {
    const [name = "", namespace = object.metadata.namespace, ...rest] = host.split(".");
    if (rest.length > 0 && rest[0] !== "svc") return [];
    const service = inNamespaces(set, "", "Service").get(namespace)?.get(name);
    const ports = service ? portsOf(service).flatMap((it) => it.port ?? []) : [];
    if (typeof port !== "number" || ports.length === 0 || ports.includes(port)) return [];
    return [
      about("TGT004", one, {
        at: [...at, "port", "number"],
        message: `Service ${namespace}/${name} has no port ${port}: requests get 503`,
        hint: `It has ${ports.join(", ")}.`,
      }),
    ];
  });
}
