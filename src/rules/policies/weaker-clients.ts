import type { Finding } from "../../findings/finding";
import { textAt, valueAt } from "../../objects/object-paths";
import { pairs } from "../changed";
import { memberOf } from "../membership";
import { namespaceLabels, objectsOf } from "../objects";
import { about, type CheckedObject, type ManifestSet, type Step } from "../rule";
import { servicesMeant } from "../traffic/client-tls";

const tls = ["spec", "trafficPolicy", "tls"];

/** DestinationRules by which clients encrypted, or looked at the certificate of the server, and no longer do (POL006). */
export function weakerClients(step: Step): readonly Finding[] {
  return pairs(step, (set) => objectsOf(set, "networking.istio.io", "DestinationRule")).flatMap(({ before, after }) => {
    const [from, to] = [before, after].map(({ object }) => textAt(object, ...tls, "mode"));
    const [looked, looks] = [before, after].map(
      ({ object }) => valueAt(object, ...tls, "insecureSkipVerify") !== true && textAt(object, ...tls, "mode"),
    );
    const host = textAt(after.object, "spec", "host");
    const wasEncrypted = from === undefined ? isInMesh(step.before, before) : from !== "DISABLE";
    if (to === "DISABLE" && wasEncrypted) {
      const message = `tls.mode goes from ${from ?? "mTLS of its own accord"} to DISABLE: what goes to ${host} is in plain text from this step on`;
      return [about("POL006", after, { at: [...tls, "mode"], message })];
    }
    const isTls = to === "SIMPLE" || to === "MUTUAL";
    if (!isTls || looked !== to || looks !== false) return [];
    const message = `insecureSkipVerify is new: clients no longer look at the certificate of ${host}`;
    return [about("POL006", after, { at: [...tls, "insecureSkipVerify"], message })];
  });
}

/** Whether sidecars would have encrypted without a word. */
function isInMesh(set: ManifestSet, one: CheckedObject): boolean {
  return servicesMeant(set, one).some(
    ({ namespace }) => namespace !== undefined && memberOf(namespaceLabels(set, namespace).labels) === "sidecars",
  );
}
