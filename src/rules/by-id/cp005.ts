import type { Finding } from "../../findings/finding";
import { listAt, valueAt, wordOf } from "../../objects/object-paths";
import { isAmbientIstio } from "../ambient";
import { memberOf } from "../membership";
import { labelsOf, leavesCniToOthers, objectsOf, podNamespace, sailObjects } from "../objects";
import { about, type CheckedObject, inShort, type ManifestSet, type Rule } from "../rule";

const at = ["spec", "values", "pilot", "cni", "enabled"];

export const cp005: Rule = {
  id: "CP005",
  state: (set) => {
    const hasCni = sailObjects(set, ["IstioCNI"]).length > 0;
    return [
      ...leftAlone(set),
      ...(hasCni ? [] : withoutCni(set)),
      ...sailObjects(set, ["Istio"]).flatMap((one) => {
        const enabled = valueAt(one.object, ...at);
        if (enabled === true && !hasCni && !isLeftToOthers(set, one)) {
          const message =
            "pilot.cni.enabled leaves the network of pods to the CNI, and no IstioCNI is among these manifests: pods with a sidecar do not start";
          return [
            about("CP005", one, {
              at,
              message,
              hint: "Add the IstioCNI, or check the folder that holds it together with this one.",
            }),
          ];
        }
        if (enabled === false && set.distribution.policy.sidecarNeedsCni) {
          const message = `pilot.cni.enabled is false, and ${set.distribution.title} runs sidecars with the CNI alone: pods may not set up their network themselves`;
          return [about("CP005", one, { at, message, hint: "Leave it out.", fix: [{ at, value: undefined }] })];
        }
        return [];
      }),
    ];
  },
};

/** Whether the marker beside a control plane says that the IstioCNI is somebody else's. */
function isLeftToOthers(set: ManifestSet, istio: CheckedObject): boolean {
  return objectsOf(set, "", "ConfigMap").some(
    ({ object }) => leavesCniToOthers(object) && object.metadata.namespace === podNamespace(istio),
  );
}

/** Where the platform lets no pod set up its own network, sidecars need the CNI. It may stand in a folder that was not read. */
function withoutCni(set: ManifestSet): readonly Finding[] {
  const istios = sailObjects(set, ["Istio", "IstioRevision"]);
  const [istio] = istios;
  if (!istio || !set.distribution.policy.sidecarNeedsCni || istios.some(isAmbientIstio)) return [];
  if (istios.some((one) => isLeftToOthers(set, one))) return [];
  // What is written of it is said elsewhere.
  if (istios.some(({ object }) => valueAt(object, ...at) !== undefined)) return [];
  const isElsewhere = [...(set.beside ?? []), ...(set.otherClusters ?? [])].some(
    ({ object }) => object.kind === "IstioCNI",
  );
  if (isElsewhere || set.fetches?.() === true || set.charts?.some(({ chart }) => chart === "cni")) return [];
  const injected = objectsOf(set, "", "Namespace").filter(({ object }) => memberOf(labelsOf(object)) === "sidecars");
  const { names } = inShort(injected);
  if (injected.length === 0) return [];
  return [
    about("CP005", istio, {
      severity: "warning",
      message: `no IstioCNI is among these manifests, and sidecars of ${names} need one on ${set.distribution.title}: without it their pods do not start`,
      hint: "Add an IstioCNI of the same version, or check the folder that holds it together with this one.",
    }),
  ];
}

/** Namespaces of sidecars that the CNI is told to leave alone: pods check their network before they start, and nobody has set it up. */
function leftAlone(set: ManifestSet): readonly Finding[] {
  const isExpected = sailObjects(set, ["Istio"]).some(({ object }) => valueAt(object, ...at) === true);
  if (!isExpected && !set.distribution.policy.sidecarNeedsCni) return [];
  const injected = objectsOf(set, "", "Namespace").filter(({ object }) => memberOf(labelsOf(object)) === "sidecars");
  const names = injected.map(({ object }) => object.metadata.name);
  const path = ["spec", "values", "cni", "excludeNamespaces"];
  return sailObjects(set, ["IstioCNI"]).flatMap((one) =>
    listAt(one.object, ...path).flatMap((name, index) => {
      if (!names.includes(wordOf(name))) return [];
      const message = `namespace ${name} has sidecars, and the CNI is told to leave it alone: nobody sets up the network of its pods, and they do not start`;
      return [about("CP005", one, { at: [...path, index], severity: "error", message })];
    }),
  );
}
