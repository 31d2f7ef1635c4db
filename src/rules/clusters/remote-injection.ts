import type { Finding } from "../../findings/finding";
import { kindOf } from "../../objects/kubernetes-object";
import { textAt } from "../../objects/object-paths";
import { labelsOf, objectsOf, podNamespace, sailObjects } from "../objects";
import { about, type CheckedObject, type ManifestSet } from "../rule";

const values = ["spec", "values"] as const;
const injectionPath = [...values, "istiodRemote", "injectionPath"];
const networkLabel = "topology.istio.io/network";

/** What a cluster without an istiod of its own says of the one that it takes (ZTN006). */
export function remoteClusters(set: ManifestSet): readonly Finding[] {
  return sailObjects(set, ["Istio", "IstioRevision"])
    .filter(({ object }) => textAt(object, "spec", "profile") === "remote")
    .flatMap((one) => [...otherInjection(set, one), ...nowhere(set, one)]);
}

/** The path under which pods are injected says of which cluster and network they are: it wins over what the rest says. */
function otherInjection(set: ManifestSet, istio: CheckedObject): readonly Finding[] {
  const path = textAt(istio.object, ...injectionPath) ?? "";
  if (/[{}$<]/.test(path) || set.writes?.(istio, "injectionPath")) return [];
  const said = partsOf(path);
  return namesOf(set, istio).flatMap(({ key, name, where }) => {
    const own = said.get(key);
    if (own === undefined || own === name || /[{}$<]/.test(name)) return [];
    const what = key === "net" ? "network" : "cluster";
    return [
      about("ZTN006", istio, {
        at: injectionPath,
        severity: "warning",
        message: `injectionPath names ${what} ${own}, and ${where} is ${name}: pods are injected as those of another ${what}`,
        hint: `Write /${key}/${name}.`,
      }),
    ];
  });
}

/** `net2`, of `/inject/cluster/branch/net/net2`. */
function partsOf(path: string): ReadonlyMap<string, string> {
  const [, inject, ...parts] = path.split("/");
  if (inject !== "inject") return new Map();
  return new Map(
    parts.flatMap((key, index) => (index % 2 === 0 && parts[index + 1] ? [[key, parts[index + 1] as string]] : [])),
  );
}

interface OwnName {
  readonly key: "net" | "cluster";
  readonly name: string;
  readonly where: string;
}

/** What the cluster is called, and its network, where that is written. */
function namesOf(set: ManifestSet, istio: CheckedObject): readonly OwnName[] {
  const home = objectsOf(set, "", "Namespace").find(({ object }) => object.metadata.name === podNamespace(istio));
  const label = home && !set.writes?.(home, networkLabel) ? labelsOf(home.object)[networkLabel] : undefined;
  const at = [
    { key: "cluster", path: ["global", "multiCluster", "clusterName"] },
    { key: "net", path: ["global", "network"] },
  ] as const;
  const written = at.flatMap(({ key, path }): OwnName[] => {
    const name = textAt(istio.object, ...values, ...path);
    return name ? [{ key, name, where: path.join(".") }] : [];
  });
  if (!label || written.some(({ key }) => key === "net")) return written;
  return [...written, { key: "net", name: label, where: `${networkLabel} of Namespace ${podNamespace(istio)}` }];
}

/** What of the values says where the control plane is: the first makes a Service istiod, the others do without. */
const addresses: readonly (readonly string[])[] = [
  ["global", "remotePilotAddress"],
  ["istiodRemote", "injectionURL"],
  ["meshConfig", "defaultConfig", "discoveryAddress"],
];

const services = ["/Service", "/Endpoints", "discovery.k8s.io/EndpointSlice", "networking.istio.io/ServiceEntry"];

function nowhere(set: ManifestSet, istio: CheckedObject): readonly Finding[] {
  if (addresses.some((path) => textAt(istio.object, ...values, ...path) !== undefined)) return [];
  if (set.writes?.(istio, "remotePilotAddress") || set.fetches?.(podNamespace(istio))) return [];
  const isServed = set.objects.some(
    ({ object }) => services.includes(kindOf(object)) && object.metadata.name.startsWith("istiod"),
  );
  if (isServed) return [];
  return [
    about("ZTN006", istio, {
      at: ["spec", "profile"],
      severity: "warning",
      message:
        "profile remote has no istiod of its own, and nothing here says where the other one is: neither global.remotePilotAddress nor a Service istiod",
      hint: "Write spec.values.global.remotePilotAddress: the address of the gateway that leads to istiod.",
    }),
  ];
}
