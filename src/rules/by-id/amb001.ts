import { posix } from "node:path";
import type { Finding } from "../../findings/finding";
import { objectId } from "../../mesh/mesh";
import { identity } from "../../objects/kubernetes-object";
import { textAt, valueAt, wordOf } from "../../objects/object-paths";
import { ambientProfiles, isAmbientCni, isAmbientIstio, isAmbientMesh } from "../ambient";
import { chartsWithoutAmbient, unreadAmbient } from "../charts/ambient";
import { objectsOf, sailObjects } from "../objects";
import { type AboutDetails, about, type CheckedObject, type ManifestSet, type Rule } from "../rule";

export const amb001: Rule = {
  id: "AMB001",
  state: (set) => {
    const ofCharts = chartsWithoutAmbient(set);
    if (!isAmbientMesh(set)) return ofCharts;
    const istios = sailObjects(set, ["Istio"]).filter((one) => !isAmbientIstio(one) && !isVariant(one, set));
    const cnis = sailObjects(set, ["IstioCNI"]).filter((one) => !isAmbientCni(one));
    const ztunnels = sailObjects(set, ["ZTunnel"]).filter(hasOtherProfile);
    return [
      ...ofCharts,
      ...istios.map((one) => about("AMB001", one, switchedOff(one, istiodSwitch, "istiod then configures no ztunnel"))),
      ...cnis.map((one) =>
        about("AMB001", one, switchedOff(one, cniSwitch, "pods then are not redirected to ztunnel")),
      ),
      ...oneNetwork(set),
      ...ztunnels.map((one) => about("AMB001", one, switchedOff(one, [], "ztunnel then is not set up for ambient"))),
    ];
  },
  unjudged: unreadAmbient,
};

/** Whether the file beside it has the same one for ambient: what serves that goes with that, and DUP001 says that there are two. */
function isVariant(one: CheckedObject, { beside = [] }: ManifestSet): boolean {
  const folderOf = ({ file = "" }: CheckedObject) => posix.dirname(file);
  return beside.some(
    (other) =>
      identity(other.object) === identity(one.object) && folderOf(other) === folderOf(one) && isAmbientIstio(other),
  );
}

const istiodSwitch = ["spec", "values", "pilot", "env", "PILOT_ENABLE_AMBIENT"];
const cniSwitch = ["spec", "values", "cni", "ambient", "enabled"];

/** istiod looks at gateways between networks, and at ambient workloads of other clusters, only when it is told to. */
function oneNetwork(set: ManifestSet): readonly Finding[] {
  const at = ["spec", "values", "pilot", "env", "AMBIENT_ENABLE_MULTI_NETWORK"];
  const gateway = objectsOf(set, "gateway.networking.k8s.io", "Gateway").find(
    ({ object }) => textAt(object, "spec", "gatewayClassName") === "istio-east-west",
  );
  const [istio, second] = sailObjects(set, ["Istio"]);
  if (!gateway || !istio || second) return [];
  const value = valueAt(istio.object, ...at);
  // What whoever applies it fills in may be right.
  if (value !== undefined && /^(true|t|1)$|[{}$<]/i.test(wordOf(value))) return [];
  if (set.writes?.(istio, "values") || set.writes?.(istio, "AMBIENT_ENABLE_MULTI_NETWORK")) return [];
  const said = value === undefined ? "is not set" : `is ${wordOf(value)}`;
  const message = `AMBIENT_ENABLE_MULTI_NETWORK ${said}, and ${objectId(gateway.object)} is there: ambient workloads of other networks are not reached, nor reach these`;
  return [about("AMB001", istio, { at, severity: "warning", message, fix: [{ at, value: "true" }] })];
}

/** Without a profile ZTunnel has the right one. */
function hasOtherProfile({ object }: CheckedObject): boolean {
  const profile = textAt(object, "spec", "profile");
  return profile !== undefined && !ambientProfiles.includes(profile);
}

function switchedOff({ object }: CheckedObject, path: readonly string[], result: string): AboutDetails {
  const setting = path.length ? valueAt(object, ...path) : undefined;
  const profile = textAt(object, "spec", "profile");
  const hint = hintFor(profile);
  const written = [{ at: ["spec", "profile"], value: "ambient" }];
  const mendable = profile === undefined || plainProfiles.includes(profile);
  if (setting !== undefined) {
    const message = `${path.join(".")} is ${wordOf(setting)} in an ambient mesh: ${result}`;
    const right = profile !== undefined && ambientProfiles.includes(profile);
    const gone = [{ at: path, value: undefined }];
    if (right) return { at: path, message, hint: "Take it away: the profile is right.", fix: gone };
    if (!mendable) return { at: path, message, hint };
    return { at: path, message, hint: "Take it away, and write profile: ambient.", fix: [...gone, ...written] };
  }
  const what = profile === undefined ? "no profile" : `profile ${profile}`;
  const message = `${object.kind} has ${what} in an ambient mesh: ${result}`;
  return { at: ["spec", "profile"], message, hint, ...(mendable && { fix: written }) };
}

/** What the ambient profile has, too: the operator applies the first in any case, and the second's values by its platform. */
const plainProfiles: readonly string[] = ["default", "openshift"];

/** The profiles for an istiod that is elsewhere, or that serves another cluster. */
const elsewhere: readonly string[] = ["remote", "external"];

function hintFor(profile = "default"): string {
  if (plainProfiles.includes(profile)) return "Write profile: ambient, on every platform.";
  return elsewhere.includes(profile)
    ? `Profile ${profile} says that istiod and what it serves are not of one cluster. Only where that is not meant, write profile: ambient; else take out what is there for ambient.`
    : `Write profile: ambient, on every platform, and what profile ${profile} sets besides under spec.values.`;
}
