import { mark } from "../../mesh/labels";
import { valueAt } from "../../objects/object-paths";
import type { CheckKinds } from "../kind";
import { commandLine } from "../quote";
import { only } from "./fields";

/** Where the row stands, by the marker ConfigMap. */
export const markerChecks: Pick<CheckKinds, "phase-applied" | "neighbour-applied"> = {
  "phase-applied": {
    looksAt: ({ namespace, name }) => [{ ask: "get", resource: "configmaps", namespace, name }],
    holds: ({ phase }, [answer]) => {
      const found = valueAt(only(answer), "data", "phase");
      return found === phase || (found ? `it says ${found}` : "the marker is not there yet");
    },
    command: ({ namespace, name, phase, byHand }, kubectl) => ({
      says: byHand ? `${phase} is applied, to its marker` : `the GitOps engine has applied ${phase}, to its last wave`,
      run: commandLine(kubectl, ...waitForPhase(namespace, name, phase)),
      expect: `configmap/${name} condition met`,
    }),
    container: ({ namespace, name, phase }) => waitForPhase(namespace, name, phase),
  },
  "neighbour-applied": {
    looksAt: ({ namespace, mesh }) => [
      { ask: "get", resource: "configmaps", namespace, selector: `${mark.mesh}=${mesh}` },
    ],
    holds: ({ phases }, [answer]) => {
      const found = (answer?.objects ?? []).map(({ metadata }) => metadata.labels?.[mark.phase] ?? "no phase");
      const other = found.find((phase) => !phases.includes(phase));
      return other === undefined || `the last phase that has settled is ${other}`;
    },
    command: ({ namespace, mesh, phases }, kubectl) => ({
      says: `the last phase that has settled is ${phases.join(" or ")}`,
      run: `${commandLine(kubectl, ...waitUntilNoOther(namespace, mesh, phases))} && echo yes`,
      expect: "yes",
    }),
    container: ({ namespace, mesh, phases }) => waitUntilNoOther(namespace, mesh, phases),
  },
};

function waitForPhase(namespace: string, name: string, phase: string): readonly string[] {
  return ["wait", `configmap/${name}`, "-n", namespace, `--for=jsonpath={.data.phase}=${phase}`, "--timeout=10m"];
}

/** A marker that names another phase goes when that is what the cluster comes to; on an empty cluster there is none. */
function waitUntilNoOther(namespace: string, mesh: string, phases: readonly string[]): readonly string[] {
  const others = `${mark.mesh}=${mesh},${mark.phase} notin (${phases.join(",")})`;
  // Not long: Git has moved on, so an older phase that has not settled will not do so by itself.
  return ["wait", "configmaps", "-n", namespace, "-l", others, "--for=delete", "--timeout=1m"];
}
