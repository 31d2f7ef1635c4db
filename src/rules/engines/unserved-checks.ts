import type { AboutDetails, ManifestSet } from "../rule";
import { servedApi } from "../versions/served-apis";

/** The versions in which the API server has the workloads that a mesh is made of. */
const workloadApis: Readonly<Record<string, string>> = {
  Deployment: "apps/v1",
  DaemonSet: "apps/v1",
  StatefulSet: "apps/v1",
  Job: "batch/v1",
};

/** A check of a version that the API server does not have: it finds nothing, whatever is there. */
export function unservedApi(set: ManifestSet, apiVersion: string, kind: string): AboutDetails | undefined {
  const [group = "", version] = apiVersion.split("/");
  const own = workloadApis[kind];
  const api =
    group === "sailoperator.io"
      ? servedApi(set, kind)
      : own !== undefined && (version === undefined || ["apps", "extensions", "batch"].includes(group))
        ? { versions: [own.slice(own.indexOf("/") + 1)], called: "any API server" }
        : undefined;
  const served = api?.versions.map((one) => (own === undefined ? `${group}/${one}` : own)) ?? [];
  if (!api || apiVersion === "" || /[${}<]/.test(apiVersion) || served.includes(apiVersion)) return undefined;
  return {
    message: `${apiVersion} of ${kind} is not served by ${api.called}: the check never passes, and what depends on it waits for ever`,
    hint: `Write ${served.join(" or ")}.`,
  };
}
