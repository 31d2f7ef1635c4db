import { nearest } from "../../basics/nearest";
import type { Finding } from "../../findings/finding";
import { listAt, textAt, valueAt } from "../../objects/object-paths";
import { serviceMayBeThere } from "../elsewhere";
import { inNamespaces, objectsOf, sailObjects } from "../objects";
import { about, type CheckedObject, type ManifestSet, type Rule } from "../rule";
import { slipOf } from "../slips";
import { goneProviders } from "../versions/gone-providers";
import { portsOf } from "../workloads";

/** Those that every mesh has. */
const builtIn = ["prometheus", "stackdriver", "envoy"];

const path = ["spec", "values", "meshConfig", "extensionProviders"];

export const tel001: Rule = {
  id: "TEL001",
  state: (set) => {
    const istios = sailObjects(set, ["Istio", "IstioRevision"]);
    const names = istios.flatMap(({ object }) => listAt(object, ...path).flatMap((it) => textAt(it, "name") ?? []));
    const telemetries = istios.length === 0 ? [] : objectsOf(set, "telemetry.istio.io", "Telemetry");
    return [
      ...telemetries.flatMap((one) => lostProviders(one, [...names, ...builtIn])),
      ...istios.flatMap((one) => [...lostServices(set, one), ...goneProviders(set, one)]),
    ];
  },
};

function lostProviders(one: CheckedObject, names: readonly string[]): readonly Finding[] {
  return ["tracing", "metrics", "accessLogging"].flatMap((kind) =>
    listAt(one.object, "spec", kind).flatMap((entry, index) =>
      listAt(entry, "providers").flatMap((provider, which) => {
        const name = textAt(provider, "name");
        if (name === undefined || names.includes(name)) return [];
        const near = nearest(name, names);
        return [
          about("TEL001", one, {
            at: ["spec", kind, index, "providers", which, "name"],
            message: `the mesh has no extension provider ${name}: nothing is sent to it`,
            hint: near === undefined ? `Add it to ${path.join(".")} of the Istio.` : `Did you mean ${near}?`,
          }),
        ];
      }),
    ),
  );
}

/** Providers whose Service is not where they look for it; judged where Services of its namespace are here. */
function lostServices(set: ManifestSet, one: CheckedObject): readonly Finding[] {
  const services = inNamespaces(set, "", "Service");
  return listAt(one.object, ...path).flatMap((provider, index) =>
    Object.keys(Object(provider)).flatMap((key) => {
      const host = textAt(provider, key, "service");
      const [, name = "", namespace] = /^(?:[^/]+\/)?([^.]+)\.([^.]+)(?:\.svc(?:\..*)?)?$/.exec(host ?? "") ?? [];
      const there = services.get(namespace);
      if (namespace === undefined || !there) return [];
      const at = [...path, index, key];
      const service = there.get(name);
      if (!service) {
        const near = slipOf(name, [...there.keys()]);
        if (near === undefined || serviceMayBeThere(set, namespace, name)) return [];
        const message = `Service ${namespace}/${name} is not among these manifests, and others of the namespace are: what is sent to it is lost`;
        return [about("TEL001", one, { at: [...at, "service"], message, hint: `Did you mean ${near}?` })];
      }
      const port = valueAt(provider, key, "port");
      const ports = portsOf(service).flatMap((it) => it.port ?? []);
      if (typeof port !== "number" || ports.length === 0 || ports.includes(port)) return [];
      const message = `Service ${namespace}/${name} has no port ${port}: what is sent to it is lost`;
      return [about("TEL001", one, { at: [...at, "port"], message, hint: `It has ${ports.join(", ")}.` })];
    }),
  );
}
