/** What traffic feels of a roll of ztunnel. */
export const ztunnelRestart =
  "ztunnel restarts node by node. New connections are taken over; a connection that outlives the grace period of the old ztunnel is reset.";

const onDelete =
  "with OnDelete no pod is replaced until a person drains its node. A node that restarts by itself comes back with the new template.";

/** The same under OnDelete. */
export const replacedByPeople = `None yet: ${onDelete}`;

/** The same beside other parts, which do restart. */
export const keptForPeople = `ztunnel stays for now: ${onDelete}`;

/** What starting pods feel of a roll of the CNI plugin. */
export const cniRestart =
  "A pod that starts on a node while its istio-cni-node restarts waits until that is ready again.";

/** Of a roll that brings another grace period: pods that go were started with the old one. */
export const drainsAsBefore = "This roll still drains with the old settings.";
