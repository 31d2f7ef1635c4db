import { listAt, textAt, valueAt } from "../../objects/object-paths";
import { inNamespaces, objectsOf } from "../objects";
import type { CheckedObject, ManifestSet } from "../rule";
import { full } from "./rival-hosts";

/** How a DestinationRule has clients open connections. */
export interface ClientTls {
  readonly mode: string;
  readonly at: readonly (string | number)[];
  /** The ports of the Service that it is for. */
  readonly holdsFor: (port: number) => boolean;
  /** Labels of the pods that it is for; none for all of the Service. */
  readonly subset: unknown;
}

/** Every TLS mode of a DestinationRule: for all, for one port, for a subset. */
export function clientTls({ object }: CheckedObject): readonly ClientTls[] {
  const subsets = listAt(object, "spec", "subsets").map((subset, index) => ({
    at: ["spec", "subsets", index, "trafficPolicy"],
    labels: valueAt(subset, "labels"),
  }));
  return [{ at: ["spec", "trafficPolicy"], labels: undefined }, ...subsets].flatMap(({ at, labels }) => {
    const settings = listAt(object, ...at, "portLevelSettings");
    const numbers = settings.map((it) => valueAt(it, "port", "number"));
    const paths = [
      // What says something for a port leaves nothing of the rest to it.
      { path: [...at, "tls", "mode"], holdsFor: (port: number) => !numbers.includes(port) },
      ...numbers.map((number, index) => ({
        path: [...at, "portLevelSettings", index, "tls", "mode"],
        holdsFor: (port: number) => port === number,
      })),
    ];
    return paths.flatMap(({ path, holdsFor }) => {
      const mode = textAt(object, ...path);
      return mode === undefined ? [] : [{ mode, at: path, holdsFor, subset: labels }];
    });
  });
}

/** A Service as a DestinationRule means it, whether or not its manifest is here. */
export interface Meant {
  readonly namespace: string | undefined;
  readonly service: CheckedObject | undefined;
}

/** The Services that a DestinationRule is for; one for several leaves those out that have one of their own. */
export function servicesMeant(set: ManifestSet, one: CheckedObject): readonly Meant[] {
  const host = textAt(one.object, "spec", "host") ?? "";
  if (!host.startsWith("*")) {
    const [name = "", namespace, ...rest] = full(host, one.object.metadata.namespace).split(".");
    if (rest.length > 0) return [];
    return [{ namespace, service: inNamespaces(set, "", "Service").get(namespace)?.get(name) }];
  }
  const own = new Set(
    objectsOf(set, "networking.istio.io", "DestinationRule").map(({ object }) =>
      full(textAt(object, "spec", "host") ?? "", object.metadata.namespace),
    ),
  );
  return objectsOf(set, "", "Service").flatMap((service) => {
    const { name, namespace } = service.object.metadata;
    const isMeant = `${name}.${namespace}.svc.cluster.local`.endsWith(host.slice(1));
    return isMeant && !own.has(`${name}.${namespace}`) ? [{ namespace, service }] : [];
  });
}
