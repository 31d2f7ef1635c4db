import type { CheckOf } from "../../plan/checks";
import type { CheckKinds } from "../kind";
import { commandLine } from "../quote";

/** What has to be gone. */
export const objectChecks: Pick<CheckKinds, "object-gone"> = {
  "object-gone": {
    looksAt: ({ resource, namespace, name }) => [{ ask: "get", resource, name, ...(namespace && { namespace }) }],
    holds: (_, [answer]) => answer?.objects.length === 0 || "it is still there",
    command: (check, kubectl) => ({
      says: `${check.kind} ${check.namespace ? `${check.namespace}/` : ""}${check.name} is gone`,
      run: `left=$(${commandLine(kubectl, "get", ...target(check), "--ignore-not-found", "-o", "name")}) && [ -z "$left" ] && echo yes`,
      expect: "yes",
    }),
    // Seen in the lab: Argo CD prunes when the last Job of a sync is through, so a Job that waits for that waits for ever.
    container: () => ({ impossible: "an engine prunes after the Jobs of the same commit" }),
  },
};

function target({ resource, namespace, name }: CheckOf<"object-gone">): readonly string[] {
  return [`${resource}/${name}`, ...(namespace ? ["-n", namespace] : [])];
}
