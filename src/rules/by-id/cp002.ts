import { listAt, textAt } from "../../objects/object-paths";
import { pairs } from "../changed";
import { podNamespace, sailObjects } from "../objects";
import { about, type Rule } from "../rule";

/** What makes a mesh the one that it is. */
const identities = [
  {
    path: ["meshConfig", "trustDomain"],
    standard: "cluster.local",
    result: "what carries the old identity is refused until it has restarted",
  },
  {
    path: ["global", "multiCluster", "clusterName"],
    standard: "Kubernetes",
    result: "istiod refuses every proxy that was started under the old name",
  },
  { path: ["global", "meshID"], standard: "", result: "other clusters of the mesh no longer know it for theirs" },
  {
    path: ["meshConfig", "rootNamespace"],
    // Where istiod runs, when nothing is said.
    standard: undefined,
    result: "policies for the whole mesh that stand in the old one have no effect any more",
  },
  {
    path: ["global", "caAddress"],
    standard: "",
    result:
      "certificates come from another authority, and who has restarted and who has not do not trust each other unless both roots are handed out",
  },
  { path: ["global", "network"], standard: "", result: "what was started before is taken for another network" },
] as const;

export const cp002: Rule = {
  id: "CP002",
  step: (step) =>
    pairs(step, (set) => sailObjects(set, ["Istio"])).flatMap(({ before, after }) =>
      identities.flatMap(({ path, standard, result }) => {
        const at = ["spec", "values", ...path];
        const [from, to] = [before, after].map((one) => textAt(one.object, ...at) || (standard ?? podNamespace(one)));
        const aliases = listAt(after.object, "spec", "values", "meshConfig", "trustDomainAliases");
        const isKept = path[1] === "trustDomain" && aliases.includes(from);
        if (from === to || isKept) return [];
        return [
          about("CP002", after, {
            at,
            message: `${at.join(".")} goes from ${from || "nothing"} to ${to || "nothing"} on a live mesh: ${result}`,
          }),
        ];
      }),
    ),
};
