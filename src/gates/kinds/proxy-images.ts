import { commandLine } from "../quote";
import { imageVersionFunction } from "../restart/image-version";
import { sh, variables } from "../script";
import { managedBy, revisionAnnotation } from "./proxy-pods";

/** Whose proxies are looked at by the tags of their images, and what those may say. */
export interface ProxyImages {
  readonly namespace: string;
  /** @default every pod that has been injected, and no Gateway's that istiod rolls */
  readonly deployment?: string;
  /** Deployments that are left out. @default none */
  readonly except?: readonly string[];
  /** Without `v`. */
  readonly versions: readonly string[];
}

/**
 * Shell functions: `pods` prints a name and an image for each pod that is asked, `others` what of `$pods` runs something else, or nothing. An image by
 * digest names no version, and nothing is said of it.
 */
export function lookAtImages({ namespace, deployment, except = [], versions }: ProxyImages, client: string): string {
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
    ...["get", "pods", "-n", namespace],
    ...(deployment === undefined ? ["-l", `!${managedBy}`] : []),
    ...[
      "--field-selector=status.phase!=Succeeded,status.phase!=Failed",
      "-o",
      `go-template={{range .items}}${each}{{end}}`,
    ],
  );
  return `${variables({ may: versions.join(" ") })}\npods() { ${pods}; }\n${sortedOut}`;
}

/** For a container of a Job: it waits until no image says another version, or `$1` seconds are over; then it prints those that do. */
export function waitForImages(images: ProxyImages): string {
  return `${lookAtImages(images, "kubectl")}
end=$(($(date +%s) + $1))
while pods=$(pods) || exit 1; old=$(others); [ -n "$old" ]; do
  [ "$(date +%s)" -lt "$end" ] || { printf "%s\\n" "$old"; exit 1; }
  sleep 5
done
`;
}

const sortedOut = sh`${imageVersionFunction}
others() {
  printf "%s\n" "$pods" | while read -r name image; do
    [ -n "$image" ] || continue
    runs=$(version "$image")
    case " $may ? " in *" $runs "*) ;; *) echo "$name runs $runs" ;; esac
  done
}`;
