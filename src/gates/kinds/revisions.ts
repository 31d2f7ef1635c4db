import type { KubernetesObject } from "../../mesh/mesh";
import { textAt } from "../../objects/object-paths";
import { tagResource } from "../../plan/revisions/state";
import type { CheckKinds } from "../kind";
import { commandLine } from "../quote";
import { only, sailQuery } from "./fields";
import { revisionAnnotation } from "./proxy-pods";

/** What points at a revision, and what keeps it. */
export const revisionChecks: Pick<CheckKinds, "revision-tag" | "revision-unused"> = {
  "revision-tag": {
    looksAt: ({ tag }) => [sailQuery("istiorevisiontags", tag)],
    // Written only when the operator has reconciled the tag: after a move that failed the old one still stands there.
    holds: ({ revision }, [answer]) => {
      const tag = only(answer);
      if (!tag) return "it is not there";
      const found = textAt(tag, "status", "istioRevision");
      return found === revision || (found ? `it still points at ${found}` : "the operator has not resolved it yet");
    },
    command: ({ tag, revision }, kubectl) => ({
      says: `revision tag ${tag} points at ${revision}`,
      run: commandLine(kubectl, ...waitForTag(tag, revision)),
      expect: `istiorevisiontag.sailoperator.io/${tag} condition met`,
    }),
    container: ({ tag, revision }) => waitForTag(tag, revision),
  },
  // What the operator counts as a use: annotations of pods, of those that have failed, too (sail-operator#2100), labels of namespaces, and tags.
  "revision-unused": {
    looksAt: () => [
      { ask: "get", resource: "pods", everywhere: true },
      { ask: "get", resource: "namespaces" },
      { ask: "get", resource: tagResource },
    ],
    holds: ({ revision, hold }, [pods, namespaces, tags]) => {
      const users = [
        ...(pods?.objects ?? []).filter((one) => isAnnotated(one, revision)).map(podName),
        ...(namespaces?.objects ?? [])
          .filter(({ metadata }) => metadata.labels?.[revisionAnnotation] === revision)
          .map(({ metadata }) => `namespace ${metadata.name}`),
        ...(tags?.objects ?? [])
          .filter((one) => one.metadata.name !== hold && textAt(one, "status", "istioRevision") === revision)
          .map(({ metadata }) => `tag ${metadata.name}`),
      ];
      return users.length === 0 || `still used by ${listed(users)}`;
    },
    command: ({ revision, hold }, kubectl) => {
      const path = `{range .items[?(@.metadata.annotations.istio\\.io/rev=="${revision}")]}{.metadata.namespace}/{.metadata.name} {end}`;
      const pods = commandLine(
        kubectl,
        "get",
        "pods",
        "-A",
        "--field-selector=status.phase!=Succeeded",
        "-o",
        `jsonpath=${path}`,
      );
      const namespaces = commandLine(
        kubectl,
        "get",
        "namespaces",
        "-l",
        `${revisionAnnotation}=${revision}`,
        "-o",
        "name",
      );
      const tagPath = `{range .items[?(@.status.istioRevision=="${revision}")]}tag/{.metadata.name} {end}`;
      const tags = commandLine(kubectl, "get", tagResource, "-o", `jsonpath=${tagPath}`);
      // The hold is taken out after the question was answered: a pipe would hide that it was not.
      const users = `users="$pods$namespaces$(printf "%s" "$tags" | sed "s|tag/${hold} ||")"`;
      return {
        says: `nothing uses revision ${revision}: no pod, not even one that has failed, no label of a namespace, and no tag but ${hold}`,
        run: `pods=$(${pods}) && namespaces=$(${namespaces}) && tags=$(${tags}) && ${users} && { [ -z "$users" ] && echo yes || { echo "$users"; false; }; }`,
        expect: "yes",
      };
    },
    container: () => ({ impossible: "kubectl wait cannot look at annotations" }),
  },
};

function waitForTag(tag: string, revision: string): readonly string[] {
  return ["wait", `istiorevisiontags/${tag}`, `--for=jsonpath={.status.istioRevision}=${revision}`, "--timeout=10m"];
}

/** Pods that have succeeded do not count. */
function isAnnotated(pod: KubernetesObject, revision: string): boolean {
  return pod.metadata.annotations?.[revisionAnnotation] === revision && textAt(pod, "status", "phase") !== "Succeeded";
}

function podName({ metadata }: KubernetesObject): string {
  return `pod ${metadata.namespace}/${metadata.name}`;
}

/** How many are named. */
const named = 3;

function listed(users: readonly string[]): string {
  const more = users.length - named;
  return `${users.slice(0, named).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}
