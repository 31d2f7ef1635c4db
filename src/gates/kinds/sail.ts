import { valueAt } from "../../objects/object-paths";
import type { SailResource } from "../../plan/sail-resource";
import type { CheckKinds } from "../kind";
import { commandLine } from "../quote";
import { conditions, count, only, sailKinds, sailQuery, whyNot } from "./fields";

/** What the operator's own objects say. Never enough by itself: see the kinds of `workloads.ts`. */
export const sailChecks: Pick<CheckKinds, "sail-version" | "sail-condition" | "mesh-healthy"> = {
  "sail-version": {
    looksAt: ({ resource, name }) => [sailQuery(resource, name)],
    holds: ({ version }, [answer]) => {
      const object = only(answer);
      if (!object) return "it is not there";
      const found = valueAt(object, "spec", "version");
      return found === version || `it asks for ${found ?? "no version"}`;
    },
    command: ({ resource, name, version }, kubectl) => ({
      says: `${sailKinds[resource]} ${name} asks for ${version}`,
      run: commandLine(kubectl, ...waitForVersion(resource, name, version)),
      expect: met(resource, name),
    }),
    container: ({ resource, name, version }) => waitForVersion(resource, name, version),
  },
  "sail-condition": {
    looksAt: ({ resource, name }) => [sailQuery(resource, name)],
    holds: ({ condition }, [answer]) => {
      const object = only(answer);
      if (!object) return "it is not there";
      const generation = count(object, "metadata", "generation");
      const observed = count(object, "status", "observedGeneration");
      if (observed < generation) return `the operator has seen generation ${observed} of ${generation}`;
      const found = conditions(object).find((one) => one.type === condition);
      return found?.status === "True" || (found ? whyNot(found) : `it has no condition ${condition} yet`);
    },
    command: ({ resource, name, condition }, kubectl) => ({
      says: `${sailKinds[resource]} ${name} is ${condition}`,
      run: commandLine(kubectl, ...waitForCondition(resource, name, condition)),
      expect: met(resource, name),
    }),
    container: ({ resource, name, condition }) => waitForCondition(resource, name, condition),
  },
  "mesh-healthy": {
    looksAt: ({ name }) => [sailQuery("istios", name)],
    holds: (_, [answer]) => {
      const state = valueAt(only(answer), "status", "state");
      return state === "Healthy" || `its state is ${state ?? "not known"}`;
    },
    command: ({ name }, kubectl) => ({
      says: `Istio ${name} and all that it depends on are Healthy`,
      run: commandLine(kubectl, ...waitForHealth(name)),
      expect: met("istios", name),
    }),
    container: ({ name }) => waitForHealth(name),
  },
};

function waitForVersion(resource: SailResource, name: string, version: string): readonly string[] {
  return ["wait", `${resource}/${name}`, `--for=jsonpath={.spec.version}=${version}`, "--timeout=10m"];
}

function waitForCondition(resource: SailResource, name: string, condition: string): readonly string[] {
  return ["wait", `${resource}/${name}`, `--for=condition=${condition}`, "--timeout=10m"];
}

function waitForHealth(name: string): readonly string[] {
  return ["wait", `istios/${name}`, "--for=jsonpath={.status.state}=Healthy", "--timeout=10m"];
}

/** What `kubectl wait` prints of it. */
function met(resource: SailResource, name: string): string {
  return `${resource.replace(/s$/, "")}.sailoperator.io/${name} condition met`;
}
