import type { Finding } from "../../findings/finding";
import { listAt, textAt, valueAt, wordOf } from "../../objects/object-paths";
import { annotationsOf, inNamespaces, objectsOf } from "../objects";
import { podMembership, podSpec } from "../pods/mesh-membership";
import { about, type CheckedObject, type ManifestSet } from "../rule";
import { type Workload, workloadsOf } from "../workloads";
import { takingMtlsAlone } from "./strict-pods";

/**
 * Ingress objects by which a controller outside of the mesh sends to pods that take mTLS of the mesh alone (POL004). Judged where the pods of
 * the controller are here: by its class among their arguments, or the name of the controller in their image.
 */
export function refusedIngresses(set: ManifestSet): readonly Finding[] {
  return objectsOf(set, "networking.k8s.io", "Ingress").flatMap((one) => {
    const { namespace } = one.object.metadata;
    const name =
      textAt(one.object, "spec", "ingressClassName") ?? annotationsOf(one.object)["kubernetes.io/ingress.class"];
    const controllers =
      name === undefined ? [] : controllersOf(set, name).filter((it) => set.apart?.(one, it.one) !== true);
    const [first] = controllers;
    // Some give the controller a certificate of the mesh.
    const hasCertificate = Object.keys(annotationsOf(one.object)).some((key) => key.endsWith("/proxy-ssl-secret"));
    if (!first || hasCertificate || !controllers.every((it) => podMembership(set, it) === "none")) return [];
    return backendsOf(one)
      .slice(0, named)
      .flatMap(({ at, service: to, port }) => {
        const service = inNamespaces(set, "", "Service").get(namespace)?.get(to);
        if (!service || set.apart?.(one, service) === true) return [];
        const ports = listAt(service.object, "spec", "ports").filter(
          (it) => port === undefined || [wordOf(valueAt(it, "port")), textAt(it, "name")].includes(port),
        );
        const strict = ports.length > 0 ? takingMtlsAlone(set, service, ports) : undefined;
        if (!strict) return [];
        const by = strict.by.object.metadata;
        const { kind, metadata } = first.one.object;
        return [
          about("POL004", one, {
            at,
            severity: "warning",
            message: `${kind} ${metadata.namespace}/${metadata.name}, which serves class ${name}, is not in the mesh, and PeerAuthentication ${by.namespace}/${by.name} has the pods of Service ${namespace}/${to} take mTLS of the mesh alone: what comes in by the Ingress is refused`,
            hint: "Take the controller into the mesh, or let plain text in for these pods: a PeerAuthentication with mode PERMISSIVE.",
          }),
        ];
      });
  });
}

/** How many backends of one Ingress are looked at: what is true of one is mostly true of all. */
const named = 20;

interface Backend {
  readonly at: readonly (string | number)[];
  readonly service: string;
  readonly port: string | undefined;
}

function backendsOf({ object }: CheckedObject): readonly Backend[] {
  const paths = listAt(object, "spec", "rules").flatMap((rule, index) =>
    listAt(rule, "http", "paths").map((_, which) => ["spec", "rules", index, "http", "paths", which, "backend"]),
  );
  const seen = new Set<string>();
  return [["spec", "defaultBackend"], ...paths].flatMap((at) => {
    const service = textAt(object, ...at, "service", "name");
    const port =
      valueAt(object, ...at, "service", "port", "number") ?? valueAt(object, ...at, "service", "port", "name");
    const key = `${service} ${port}`;
    if (service === undefined || seen.has(key)) return [];
    seen.add(key);
    return [{ at: [...at, "service", "name"], service, port: port === undefined ? undefined : wordOf(port) }];
  });
}

/** The pods that serve a class. */
function controllersOf(set: ManifestSet, name: string): readonly Workload[] {
  const known = objectsOf(set, "networking.k8s.io", "IngressClass").find(({ object }) => object.metadata.name === name);
  const controller = known && textAt(known.object, "spec", "controller");
  const short = controller?.split("/").at(-1) ?? "";
  return workloadsOf(set).filter((it) =>
    listAt(it.one.object, ...podSpec(it), "containers").some((container) => {
      const words = [...listAt(container, "args"), ...listAt(container, "command")].map(wordOf);
      const isTold = words.some(
        (word) => word.endsWith(`-class=${name}`) || (controller && word.endsWith(`-class=${controller}`)),
      );
      return isTold || (short.includes("-") && (textAt(container, "image") ?? "").split(/[/:@]/).includes(short));
    }),
  );
}
