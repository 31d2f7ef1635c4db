/** What makes a mesh the one that it is. */
export const identities = [
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
