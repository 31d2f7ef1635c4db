import { valueAt } from "../../objects/object-paths";
import type { CheckKinds } from "../kind";
import { commandLine } from "../quote";

/** The cluster under the mesh. */
export const nodeChecks: Pick<CheckKinds, "nodes-at"> = {
  "nodes-at": {
    looksAt: () => [{ ask: "get", resource: "nodes" }],
    holds: ({ minor }, [answer]) => {
      const versions = (answer?.objects ?? []).map((node) =>
        String(valueAt(node, "status", "nodeInfo", "kubeletVersion") ?? "unknown"),
      );
      if (versions.length === 0) return "there are no nodes";
      const others = versions.filter((version) => !version.startsWith(`v${minor}.`));
      return (
        others.length === 0 ||
        `${others.length} of ${versions.length} nodes run ${[...new Set(others)].sort().join(", ")}`
      );
    },
    command: ({ minor }, kubectl) => ({
      says: `every node runs Kubernetes ${minor}`,
      run: `${commandLine(kubectl, "get", "nodes", "-o")} jsonpath='{range .items[*]}{.metadata.name}{" "}{.status.nodeInfo.kubeletVersion}{"\\n"}{end}' | awk '$2 !~ /^v${minor.replace(".", "\\.")}\\./ { print; bad = 1 } END { if (NR == 0 || bad) exit 1; print "yes" }'`,
      expect: "yes",
    }),
    container: ({ minor }) => ({ impossible: `kubectl wait cannot ask whether a version begins with ${minor}` }),
  },
};
