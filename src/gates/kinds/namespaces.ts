import type { CheckKinds } from "../kind";
import { commandOfLabelWait } from "../labels";
import { commandLine } from "../quote";
import { only } from "./fields";

/** What stands on a Namespace that may be somebody else's. */
export const namespaceChecks: Pick<CheckKinds, "namespace-label" | "namespace-without-label"> = {
  "namespace-label": {
    looksAt: ({ namespace }) => [{ ask: "get", resource: "namespaces", name: namespace }],
    holds: ({ label, value }, [answer]) => {
      const namespace = only(answer);
      if (!namespace) return "the namespace is not there";
      const found = namespace.metadata.labels?.[label];
      return found === value || (found === undefined ? "it does not have the label" : `it is ${label}=${found}`);
    },
    command: ({ namespace, label, value }, kubectl) => ({
      says: `namespace ${namespace} is labelled ${label}=${value}`,
      run: commandLine(kubectl, ...commandOfLabelWait(namespace, label, value)),
      expect: `namespace/${namespace} condition met`,
    }),
    container: ({ namespace, label, value }) => commandOfLabelWait(namespace, label, value),
  },
  "namespace-without-label": {
    looksAt: ({ namespace }) => [{ ask: "get", resource: "namespaces", name: namespace }],
    holds: ({ label }, [answer]) => {
      const namespace = only(answer);
      if (!namespace) return "the namespace is not there";
      const found = namespace.metadata.labels?.[label];
      return found === undefined || `it is ${label}=${found}`;
    },
    command: ({ namespace, label }, kubectl) => ({
      says: `namespace ${namespace} is not labelled ${label} any more`,
      run: `[ "$(${commandLine(kubectl, "get", "namespaces", "-l", `kubernetes.io/metadata.name=${namespace},!${label}`, "-o", "name")})" = namespace/${namespace} ] && echo yes`,
      expect: "yes",
    }),
    container: () => ({ impossible: "kubectl wait cannot wait for a label to be gone" }),
  },
};
