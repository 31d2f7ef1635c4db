import type { CheckKinds } from "../kind";
import { shellScript } from "../script";
import { lookAtImages, waitForImages } from "./proxy-images";
import { ends, hasProxy, imageVersion, isOwnedBy, managedBy, revisionAnnotation } from "./proxy-pods";

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
          (deployment === undefined
            ? pod.metadata.labels?.[managedBy] === undefined &&
              pod.metadata.annotations?.[revisionAnnotation] !== undefined &&
              !except.some((one) => isOwnedBy(pod, one))
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
        `${lookAtImages(check, "k")}\npods=$(pods) || exit 1\nold=$(others)\n[ -z "$old" ] || { printf "%s\\n" "$old"; exit 1; }\necho yes`,
      ),
      expect: "yes",
    }),
    container: (check) => ({ script: waitForImages(check) }),
  },
};
