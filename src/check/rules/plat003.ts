import { nearest } from "../../source/nearest";
import { textAt } from "../../source/object-paths";
import { sailObjects, versionedKinds } from "../objects";
import { about, type Rule } from "../rule";

/** The platforms that Istio's charts have files for. */
const platforms: readonly string[] = ["openshift", "gke", "k3d", "k3s", "microk8s", "minikube"];

export const plat003: Rule = {
  id: "PLAT003",
  state: (set) => {
    const parts = sailObjects(set, versionedKinds);
    const at = ["spec", "values", "global", "platform"];
    return parts.flatMap((one) => {
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
  },
};
