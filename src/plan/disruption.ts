/** What traffic feels of a roll of ztunnel. */
export const ztunnelRestart =
  "ztunnel restarts node by node. New connections are taken over; a connection that outlives the grace period of the old ztunnel is reset.";

/** The same under OnDelete. */
export const replacedByPeople =
  "None yet: with OnDelete no pod is replaced until a person drains its node. A node that restarts by itself comes back with the new template.";
