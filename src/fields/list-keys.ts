/** What tells the items of one list apart. */
interface ListKeys {
  /** Only for objects of these kinds; of all when left out. */
  readonly kinds?: readonly string[];
  /** Where the list stands: the end of its path, items left out. */
  readonly path: string;
  /** Fields that together name an item, as paths inside it; none: items are known by their place in the list. */
  readonly keys: readonly string[];
}

/**
 * Lists that are not known by `name`. The API server's own keys (`x-kubernetes-list-map-keys`) where it has some.
 * Source: the Kubernetes API reference, Gateway API and Istio CRDs.
 */
const table: readonly ListKeys[] = [
  { path: "containers.ports", keys: ["containerPort", "protocol"] },
  { path: "initContainers.ports", keys: ["containerPort", "protocol"] },
  { path: "volumeMounts", keys: ["mountPath"] },
  { path: "volumeDevices", keys: ["devicePath"] },
  { path: "hostAliases", keys: ["ip"] },
  { path: "topologySpreadConstraints", keys: ["topologyKey", "whenUnsatisfiable"] },
  { path: "matchExpressions", keys: ["key", "operator"] },
  { path: "conditions", keys: ["type"] },
  { path: "metadata.ownerReferences", keys: ["uid"] },
  { path: "subjects", keys: ["kind", "namespace", "name"] },
  { kinds: ["Service"], path: "spec.ports", keys: ["port", "protocol"] },
  { kinds: ["ServiceEntry"], path: "spec.ports", keys: ["number"] },
  { kinds: ["ServiceEntry"], path: "spec.endpoints", keys: ["address"] },
  { kinds: ["Gateway"], path: "spec.servers", keys: ["port.number", "port.protocol"] },
  { kinds: ["Gateway"], path: "spec.addresses", keys: ["type", "value"] },
  { path: "parentRefs", keys: ["group", "kind", "namespace", "name", "sectionName", "port"] },
  { path: "backendRefs", keys: ["group", "kind", "namespace", "name", "port"] },
  { path: "targetRefs", keys: ["group", "kind", "namespace", "name", "sectionName"] },
  { path: "certificateRefs", keys: ["group", "kind", "namespace", "name"] },
  // The first match wins: the place says more than a name that is optional.
  { path: "rules", keys: [] },
  { kinds: ["VirtualService"], path: "spec.http", keys: [] },
  { kinds: ["VirtualService"], path: "spec.tls", keys: [] },
  { kinds: ["VirtualService"], path: "spec.tcp", keys: [] },
  { kinds: ["EnvoyFilter"], path: "spec.configPatches", keys: [] },
];

/** The fields that name an item of a list; `name` where nothing else is known, none where only its place does. */
export function keysOfList(kind: string, path: readonly string[]): readonly string[] {
  const at = `.${path.join(".")}`;
  const found = table.find((one) => at.endsWith(`.${one.path}`) && (!one.kinds || one.kinds.includes(kind)));
  return found?.keys ?? ["name"];
}
