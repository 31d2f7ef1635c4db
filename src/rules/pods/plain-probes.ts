import type { Finding } from "../../findings/finding";
import { objectId } from "../../mesh/mesh";
import { listAt, textAt, valueAt, wordOf } from "../../objects/object-paths";
import { sailObjects } from "../objects";
import { type MtlsMode, mtlsOfPods } from "../policies/peer-authentication";
import { about, inShort, type ManifestSet } from "../rule";
import { type Workload, workloadsOf } from "../workloads";
import { goesPast, podMembership, podSpec } from "./mesh-membership";

const annotation = "sidecar.istio.io/rewriteAppHTTPProbers";
const value = ["spec", "values", "sidecarInjectorWebhook", "rewriteAppHTTPProbe"];

/** A probe that the kubelet sends to the application itself, which takes mTLS of the mesh alone. */
interface Plain {
  readonly pods: Workload;
  readonly probe: string;
  readonly port: string;
  readonly holds: MtlsMode;
}

/**
 * Probes of pods whose sidecars are told not to answer for them, while a policy asks for mTLS (POD001): the kubelet has no certificate, so they
 * fail, and the pods are restarted for ever or never get ready.
 */
export function plainProbes(set: ManifestSet): readonly Finding[] {
  const planes = sailObjects(set, ["Istio", "IstioRevision"]);
  const off = planes.filter(({ object }) => wordOf(valueAt(object, ...value)) === "false");
  const isOff = planes.length > 0 && off.length === planes.length;
  const found = workloadsOf(set).flatMap((pods) => plainOf(set, pods, isOff));
  const own = found.filter(({ pods }) => pods.annotations[annotation] !== undefined);
  const others = found.filter((one) => !own.includes(one));
  const [plane] = off;
  const [first] = others;
  return [
    ...own.map((one) =>
      about("POD001", one.pods.one, {
        at: [...one.pods.metadata, "annotations", annotation],
        message: `the sidecar does not answer for probes, ${said(one)}`,
        hint: "Leave the annotation out: then the sidecar answers for the kubelet.",
      }),
    ),
    ...(plane && first
      ? [
          about("POD001", plane, {
            at: value,
            message: `sidecars do not answer for probes, those of ${inShort(others.map(({ pods }) => pods.one)).names} included, ${said(first)}`,
            hint: "Leave it out: then sidecars answer for the kubelet.",
          }),
        ]
      : []),
  ];
}

function said({ pods, probe, port, holds }: Plain): string {
  return `and ${objectId(holds.by.object)} is STRICT: the ${probe} of ${objectId(pods.one.object)} at port ${port} comes without a certificate, and fails`;
}

function plainOf(set: ManifestSet, pods: Workload, isOff: boolean): readonly Plain[] {
  const own = pods.annotations[annotation];
  if (own === undefined ? !isOff : wordOf(own) !== "false") return [];
  if (podMembership(set, pods) !== "sidecars") return [];
  const path = podSpec(pods);
  const containers = listAt(pods.one.object, ...path, "containers");
  const failing = containers.flatMap((container) =>
    ["livenessProbe", "startupProbe", "readinessProbe"].flatMap((probe): readonly Plain[] => {
      const port = portOf(valueAt(container, probe), container);
      const holds = port === undefined || goesPast(pods, port) ? undefined : mtlsOfPods(set, pods, port);
      if (port === undefined || holds?.mode !== "STRICT" || set.apart?.(holds.by, pods.one)) return [];
      return [{ pods, probe, port, holds }];
    }),
  );
  return failing.slice(0, 1);
}

/** Where a probe goes to; undefined for one that sends nothing, or to another address. */
function portOf(probe: unknown, container: unknown): string | undefined {
  if (textAt(probe, "httpGet", "host") !== undefined) return undefined;
  const port = valueAt(probe, "httpGet", "port") ?? valueAt(probe, "grpc", "port");
  if (typeof port === "number" || /^\d+$/.test(wordOf(port))) return wordOf(port);
  const named = listAt(container, "ports").find((it) => typeof port === "string" && textAt(it, "name") === port);
  return textAt(named, "containerPort");
}
