import type { Finding } from "../../findings/finding";
import { nearest } from "../../source/nearest";
import { textAt } from "../../source/object-paths";
import { sailObjects, versionedKinds } from "../objects";
import { about, type CheckedObject, type Rule } from "../rule";

/** The platforms that Istio's charts have files for. */
const platforms: readonly string[] = ["openshift", "gke", "k3d", "k3s", "microk8s", "minikube"];

export const plat003: Rule = {
  id: "PLAT003",
  state: (set) => {
    const parts = sailObjects(set, versionedKinds);
    const at = ["spec", "values", "global", "platform"];
    const said = parts.flatMap((one) => {
      const platform = textAt(one.object, ...at);
      if (platform === undefined || platform === "") return [];
      const near = nearest(platform, platforms);
      if (!platforms.includes(platform)) {
        const hint = near === undefined ? `They have ${platforms.join(", ")}.` : `Did you mean ${near}?`;
        return [about("PLAT003", one, { at, message: `Istio's charts have no platform ${platform}`, hint })];
      }
      if (platform === "openshift" || set.distribution.name !== "openshift") return [];
      const message = `${at.join(".")} is ${platform}, and the operator is OpenShift Service Mesh's, which runs on OpenShift alone`;
      return [about("PLAT003", one, { at, message, hint: "Leave it out: the operator sets openshift." })];
    });
    return said.length > 0 ? said : different(parts, at);
  },
};

/** Where the CNI installs itself hangs on the platform that its own values name, and on nothing that the Istio says. */
function different(parts: readonly CheckedObject[], at: readonly string[]): readonly Finding[] {
  const platformOf = ({ object }: CheckedObject) => textAt(object, ...at) || undefined;
  const istio = parts.find((one) => one.object.kind === "Istio" && platformOf(one) !== undefined);
  const cni = parts.find(({ object }) => object.kind === "IstioCNI");
  const asked = istio && platformOf(istio);
  if (!asked || !cni || platformOf(cni) === asked) return [];
  const own = platformOf(cni);
  // The operator sets openshift where it runs there; folders that are written out say the same as a platform.
  if (own === undefined && (asked === "openshift" || hasFolders(cni))) return [];
  return [
    about("PLAT003", cni, {
      at,
      ...(own === undefined && { severity: "warning" as const }),
      message: `${at.join(".")} is ${own ?? "not set"}, and Istio/${istio.object.metadata.name} has ${asked}: the CNI installs itself where the nodes do not look`,
      fix: [{ at, value: asked }],
    }),
  ];
}

function hasFolders({ object }: CheckedObject): boolean {
  return ["cniBinDir", "cniConfDir"].some((key) => textAt(object, "spec", "values", "cni", key) !== undefined);
}
