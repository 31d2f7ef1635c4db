import { labelsOf, objectsOf, podNamespace, sailObjects } from "../objects";
import { about, type Rule } from "../rule";

const label = "pod-security.kubernetes.io/enforce";

export const ns007: Rule = {
  id: "NS007",
  state: (set) => {
    const homes = new Map(sailObjects(set, ["IstioCNI", "ZTunnel"]).map((one) => [podNamespace(one), one.object.kind]));
    return objectsOf(set, "", "Namespace").flatMap((one) => {
      const kind = homes.get(one.object.metadata.name);
      const level = labelsOf(one.object)[label];
      if (kind === undefined || !["baseline", "restricted"].includes(level ?? "")) return [];
      const at = ["metadata", "labels", label];
      return [
        about("NS007", one, {
          at,
          message: `${kind} runs here, and ${label}=${level} refuses its pods: they need the host's network namespaces and paths`,
          hint: "Write privileged.",
          fix: [{ at, value: "privileged" }],
        }),
      ];
    });
  },
};
