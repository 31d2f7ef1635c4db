import { pairs } from "../changed";
import { podNamespace, sailObjects } from "../objects";
import { about, type Rule } from "../rule";

export const ztn007: Rule = {
  id: "ZTN007",
  step: (step) =>
    pairs(step, (set) => sailObjects(set, ["ZTunnel"])).flatMap(({ before, after }) => {
      const [from, to] = [podNamespace(before), podNamespace(after)];
      if (from === to) return [];
      return [
        about("ZTN007", after, {
          at: ["spec", "namespace"],
          message: `ztunnel moves from namespace ${from} to ${to}: its DaemonSet is made anew there, the old one stays beside it on every node, and istiod trusts ztunnels of one namespace only`,
          hint: `Leave it in ${from}. Moving it takes the old one to be deleted first, and cuts off ambient workloads until the new one runs.`,
        }),
      ];
    }),
};
