import type { KubernetesObject } from "../../mesh/mesh";
import type { CheckKinds } from "../kind";
import { commandLine } from "../quote";
import { ends, hasProxy, isOwnedBy, isReady, revisionAnnotation } from "./proxy-pods";

/** What pods carry, whoever restarted them and however: each pod says which revision has injected it. */
export const sidecarChecks: Pick<CheckKinds, "sidecars-carry"> = {
  "sidecars-carry": {
    looksAt: ({ namespace }) => [{ ask: "get", resource: "pods", namespace }],
    holds: ({ revision, except = [], starting }, [answer]) => {
      const pods = (answer?.objects ?? []).filter(
        (pod) => !ends(pod) && hasProxy(pod) && !except.some((one) => isOwnedBy(pod, one)),
      );
      const others = pods.filter((pod) => pod.metadata.annotations?.[revisionAnnotation] !== revision);
      if (others.length > 0) {
        const carried = new Set(others.map((pod) => pod.metadata.annotations?.[revisionAnnotation] ?? "no revision"));
        return `${others.length} of ${pods.length} pods carry ${[...carried].sort().join(", ")}: ${named(others)}`;
      }
      const unready = starting ? [] : pods.filter((pod) => !isReady(pod));
      return unready.length === 0 || `${unready.length} of ${pods.length} pods are not ready: ${named(unready)}`;
    },
    command: ({ namespace, revision, except = [], starting = false }, kubectl) => ({
      says: `every pod of namespace ${namespace} that has a sidecar carries istio.io/rev=${revision}${starting ? "" : ", and is ready"}${except.length > 0 ? `, but for ${except.join(", ")}` : ""}`,
      run: `others=$(${commandLine(kubectl, ...others(namespace, revision, except, starting))}) && { [ -z "$others" ] && echo yes || { printf "%s\\n" "$others"; false; }; }`,
      expect: "yes",
    }),
    container: ({ namespace, revision, except = [], starting = false }) => ({
      script: `end=$(($(date +%s) + $1))
while others=$(${commandLine("kubectl", ...others(namespace, revision, except, starting))}) || exit 1; [ -n "$others" ]; do
  [ "$(date +%s)" -lt "$end" ] || { printf "%s\\n" "$others"; exit 1; }
  sleep 5
done
`,
    }),
  },
};

/** A line for each pod that does not carry the revision, or is not ready; those that end are not asked. */
function others(namespace: string, revision: string, except: readonly string[], starting: boolean): readonly string[] {
  const find = (list: string) => `{{range .spec.${list}}}{{if eq .name "istio-proxy"}}{{$proxy = true}}{{end}}{{end}}`;
  const carried = `{{with .metadata.annotations}}{{with index . "${revisionAnnotation}"}}{{$rev = .}}{{end}}{{end}}`;
  const ready = `{{range .status.conditions}}{{if eq .type "Ready"}}{{$ready = .status}}{{end}}{{end}}`;
  // A ReplicaSet is called after its Deployment and the hash that its pods are labelled with.
  const owner = `{{$hash := ""}}{{with .metadata.labels}}{{with index . "pod-template-hash"}}{{$hash = .}}{{end}}{{end}}{{range .metadata.ownerReferences}}${except.map((one) => `{{if eq .name (printf "%s-%s" "${one}" $hash)}}{{$proxy = false}}{{end}}`).join("")}{{end}}`;
  const isOther = `and $proxy ${starting ? `(ne $rev "${revision}")` : `(or (ne $rev "${revision}") (ne $ready "True"))`} (not .metadata.deletionTimestamp)`;
  const line = `{{.metadata.name}} carries {{$rev}}, ready: {{$ready}}{{"\\n"}}`;
  const each = `{{$proxy := false}}{{$rev := "none"}}{{$ready := "False"}}${find("initContainers")}${find("containers")}${except.length > 0 ? owner : ""}${carried}${ready}{{if ${isOther}}}${line}{{end}}`;
  return [
    "get",
    "pods",
    "-n",
    namespace,
    "--field-selector=status.phase!=Succeeded,status.phase!=Failed",
    "-o",
    `go-template={{range .items}}${each}{{end}}`,
  ];
}

/** How many pods are named. */
const shown = 3;

function named(pods: readonly KubernetesObject[]): string {
  const more = pods.length - shown;
  const names = pods.slice(0, shown).map(({ metadata }) => metadata.name);
  return `${names.join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}
