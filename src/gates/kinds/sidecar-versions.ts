import type { CheckOf } from "../../plan/checks";
import type { CheckKinds } from "../kind";
import { commandLine } from "../quote";
import { imageVersionFunction } from "../restart/image-version";
import { sh, shellScript, variables } from "../script";
import { ends, hasProxy, imageVersion, isOwnedBy } from "./proxy-pods";

type SidecarsRun = CheckOf<"sidecars-run">;

/**
 * What sidecars run, by the tags of their images: under InPlace the revision is called the same before and after. An image by digest names no version, and
 * nothing is said of it; nor of proxies that nobody has injected, which no restart moves, and of Gateways that istiod rolls.
 */
export const sidecarVersionChecks: Pick<CheckKinds, "sidecars-run"> = {
  "sidecars-run": {
    looksAt: ({ namespace }) => [{ ask: "get", resource: "pods", namespace }],
    holds: ({ deployment, except = [], versions }, [answer]) => {
      const pods = (answer?.objects ?? []).filter(
        (pod) =>
          !ends(pod) &&
          hasProxy(pod) &&
          pod.metadata.labels?.[managedBy] === undefined &&
          (deployment === undefined
            ? pod.metadata.annotations?.[revisionAnnotation] !== undefined && !except.some((one) => isOwnedBy(pod, one))
            : isOwnedBy(pod, deployment)),
      );
      const others = pods.filter((pod) => !versions.includes(imageVersion(pod) ?? versions[0] ?? ""));
      return (
        others.length === 0 ||
        `${others.length} of ${pods.length} pods run ${[...new Set(others.map(imageVersion))].sort().join(", ")}: ${others[0]?.metadata.name}`
      );
    },
    command: (check, kubectl) => ({
      says: `no ${check.deployment === undefined ? `sidecar of namespace ${check.namespace}` : `pod of Deployment ${check.namespace}/${check.deployment}`} runs another version than ${check.versions.join(" or ")}${check.except?.length ? `, but for ${check.except.join(", ")}` : ""}`,
      run: shellScript(
        kubectl,
        `${look(check, "k")}\npods=$(pods) || exit 1\nold=$(others)\n[ -z "$old" ] || { printf "%s\\n" "$old"; exit 1; }\necho yes`,
      ),
      expect: "yes",
    }),
    container: (check) => ({
      script: `${look(check, "kubectl")}
end=$(($(date +%s) + $1))
while pods=$(pods) || exit 1; old=$(others); [ -n "$old" ]; do
  [ "$(date +%s)" -lt "$end" ] || { printf "%s\\n" "$old"; exit 1; }
  sleep 5
done
`,
    }),
  },
};

const managedBy = "gateway.networking.k8s.io/gateway-name";
const revisionAnnotation = "istio.io/rev";

/** Shell functions: `pods` prints a name and an image for each pod that is asked, `others` what of `$pods` runs something else, or nothing. */
function look({ namespace, deployment, except = [], versions }: SidecarsRun, client: string): string {
  const proxy = (list: string) =>
    `{{range .spec.${list}}}{{if eq .name "istio-proxy"}}{{$image = .image}}{{end}}{{end}}`;
  const injected = `{{with .metadata.annotations}}{{with index . "${revisionAnnotation}"}}{{$asked = true}}{{end}}{{end}}`;
  // A ReplicaSet is called after its Deployment and the hash that its pods are labelled with.
  const owned = (name: string, then: string) =>
    `{{$hash := ""}}{{with .metadata.labels}}{{with index . "pod-template-hash"}}{{$hash = .}}{{end}}{{end}}{{range .metadata.ownerReferences}}{{if eq .name (printf "%s-%s" "${name}" $hash)}}${then}{{end}}{{end}}`;
  const asked =
    deployment === undefined
      ? injected + except.map((one) => owned(one, "{{$asked = false}}")).join("")
      : owned(deployment, "{{$asked = true}}");
  const each = `{{$image := ""}}{{$asked := false}}${proxy("initContainers")}${proxy("containers")}${asked}{{if and $asked $image (not .metadata.deletionTimestamp)}}{{.metadata.name}} {{$image}}{{"\\n"}}{{end}}`;
  const pods = commandLine(
    client,
    ...["get", "pods", "-n", namespace, "-l", `!${managedBy}`],
    ...[
      "--field-selector=status.phase!=Succeeded,status.phase!=Failed",
      "-o",
      `go-template={{range .items}}${each}{{end}}`,
    ],
  );
  return `${variables({ may: versions.join(" ") })}\npods() { ${pods}; }\n${sortedOut}`;
}

const sortedOut = sh`${imageVersionFunction}
others() {
  printf "%s\n" "$pods" | while read -r name image; do
    [ -n "$image" ] || continue
    runs=$(version "$image")
    case " $may ? " in *" $runs "*) ;; *) echo "$name runs $runs" ;; esac
  done
}`;
