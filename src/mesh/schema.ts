import * as z from "zod/mini";
import { distributionNames } from "../catalog/types";
import { platformKinds } from "../platform/types";
import { backendName, headerName } from "./backends";
import { runningSchema } from "./running-schema";
import {
  annotations,
  dnsLabel,
  gitBranch,
  gitUrl,
  httpUrl,
  image,
  istioVersion,
  labelKey,
  labels,
  labelValue,
  operatorVersion,
  path,
  platformMinor,
  portOrName,
  repositoryFolder,
  seconds,
  serviceAccount,
  subdomain,
  urlPath,
} from "./scalars";

/*
 * The one source for what mesh.yaml may hold: checks, the JSON Schema and the types that editors show (both: scripts/schema.mjs) come from here.
 * The comment above a key becomes its description in editors. It names the unit and, with `@default` and `@example`, what stands there
 * when nothing does and a value as one would write it in YAML.
 */

const values = z._default(z.record(z.string(), z.unknown()), {});

/** Profiles for sidecars; ambient meshes have one of their own. */
export const sidecarProfiles = [
  "default",
  "demo",
  "empty",
  "external",
  "openshift",
  "preview",
  "remote",
  "stable",
] as const;
const profile = z.enum(sidecarProfiles);

const subscription = z.strictObject({
  /** Namespace of the OLM Subscription. @example openshift-operators */
  namespace: dnsLabel,
  /** OLM channel. A channel without a minor can cross minors on its own. @example stable-3.1 */
  channel: z.string().check(z.regex(/^[A-Za-z0-9]([-A-Za-z0-9._]*[A-Za-z0-9])?$/, "an OLM channel such as stable-3.1")),
  /** Who approves InstallPlans. @default Manual */
  approval: z._default(z.enum(["Automatic", "Manual"]), "Manual"),
  /** Name of the Subscription. @default the distribution's package @example servicemeshoperator3 */
  name: z.optional(dnsLabel),
  /** CatalogSource that holds the package. @default the distribution's @example redhat-operators */
  source: z.optional(dnsLabel),
  /** Namespace of the CatalogSource. @default the distribution's @example openshift-marketplace */
  sourceNamespace: z.optional(dnsLabel),
  /**
   * Name of the OperatorGroup, which is written where the operator's namespace is ours (`ownership: owned`). A namespace takes one:
   * name the one that is there. @default the distribution's package @example openshift-operators
   */
  operatorGroup: z.optional(dnsLabel),
});

const operator = z.strictObject({
  /** The operator release that is installed now. @example 3.1.2 */
  release: operatorVersion,
  /** Set when the OLM Subscription is in Git too; without it an operator hop is a manual phase. */
  subscription: z.optional(subscription),
  /** Where the operator lives when its Subscription is not in Git; for commands only. @default the distribution's usual one @example openshift-operators */
  namespace: z.optional(dnsLabel),
  /**
   * What OLM is offered. `head`: the catalogue that everybody follows, where only the newest release of a channel can be had.
   * `pinned`: a mirrored catalogue of your own that holds exactly what is planned, see docs/operators.md. @default head
   */
  catalog: z._default(z.enum(["head", "pinned"]), "head"),
});

const ztunnelUpdateStrategy = z.enum(["RollingUpdate", "OnDelete"]);

const updateStrategy = z.enum(["InPlace", "RevisionBased"]);

/** Under `values` of the Istio, IstioCNI and ZTunnel object. */
const hopValues = z.strictObject({
  /** For the Istio object. @example { pilot: { env: { PILOT_ENABLE_IP_AUTOALLOCATE: "true" } } } */
  controlPlane: z.optional(z.record(z.string(), z.unknown())),
  /** For IstioCNI. @example { cni: { logging: { level: info } } } */
  cni: z.optional(z.record(z.string(), z.unknown())),
  /** For ZTunnel. @example { ztunnel: { logLevel: info } } */
  ztunnel: z.optional(z.record(z.string(), z.unknown())),
});

const upgrade = z.strictObject({
  /** The wanted Istio version. @example v1.28.5 */
  to: istioVersion,
  /**
   * How the control plane moves. `InPlace`: the one istiod is replaced. `RevisionBased`: the new one comes beside the old, and workloads move to it cohort by
   * cohort; sidecar meshes only. @default as it runs now
   */
  strategy: z.optional(updateStrategy),
  /** `combined` asks for control plane, CNI and ZTunnel in one phase; the proof decides whether that is allowed. @default separate */
  phases: z._default(z.enum(["separate", "combined"]), "separate"),
  /**
   * Sidecar meshes only: namespaces whose workloads restart together, cohort by cohort in this order; under RevisionBased also revision tags, which stand for
   * the namespaces that follow them. Each cohort is a phase, and what it ends with must hold before the next. Namespaces that no cohort names come last.
   * @default under InPlace all of them restart in one phase; under RevisionBased one tag after the other, then one namespace after the other
   * @example [[canary], [bank, pay]]
   */
  cohorts: z.optional(z.array(z.array(dnsLabel)).check(z.minLength(1))),
  /**
   * Jumps over a minor that you accept by name.
   * @default none
   * @example ["1.24->1.26"]
   */
  acceptVendorJumps: z._default(
    z.array(z.string().check(z.regex(/^\d+\.\d+->\d+\.\d+$/, "a jump such as 1.24->1.26"))),
    [],
  ),
  /**
   * What you accept by name although it is not quite safe. `proxies-ahead`: while a downgrade over a minor is under way, proxies that istiod
   * rolls are newer than istiod for as long as their rollout takes. @default none
   */
  accept: z._default(z.array(z.enum(["proxies-ahead"])), []),
  /** Known faults of versions that you accept by the name of their row, as `meshstep changes` prints it. @default none @example [gitops-vs-push-storm] */
  acceptFaults: z._default(z.array(z.string()), []),
  /**
   * What should stay as it is while versions move, and change afterwards, one thing at a time: each version then travels with what keeps its old
   * behaviour, and a phase after the verification takes it away. `all`: whatever the ledger can keep, but for what is about security; or rows by
   * their names, as `meshstep changes` prints them. @default nothing is kept @example all
   */
  keepBehaviour: z.optional(z.union([z.literal("all"), z.array(z.string()).check(z.minLength(1))])),
  /** The operator release to end at. @default the newest release of the lowest minor that can install what is wanted */
  operator: z.optional(
    z.strictObject({
      /** Its version. @example 3.2.1 */
      release: operatorVersion,
    }),
  ),
  /**
   * Values that come with a minor, by that minor in quotes: they are set in the same commit that brings the part there, over the part's own `values`, and stay.
   * For keys that only the new version knows or needs; `null` takes a key out from there on. @default none
   * @example { "1.28": { controlPlane: { pilot: { env: { PILOT_ENABLE_IP_AUTOALLOCATE: "true" } } } } }
   */
  values: z.optional(z.record(z.string().check(z.regex(/^\d+\.\d+$/, 'a minor in quotes such as "1.28"')), hopValues)),
  /** Settings that roll ZTunnel by themselves: a phase of their own, before any version moves. */
  ztunnel: z.optional(
    z.strictObject({
      /**
       * Seconds that an old ztunnel keeps draining connections.
       * @default as it runs now
       * @example 300
       */
      terminationGracePeriodSeconds: z.optional(seconds),
      /**
       * `OnDelete` leaves it to people to replace each node's ztunnel after draining the node.
       * @default as it runs now
       */
      updateStrategy: z.optional(ztunnelUpdateStrategy),
    }),
  ),
});

export const labelSelectorSchema = z.strictObject({
  /** Labels that a namespace must have, with these values. @example { istio-discovery: enabled } */
  matchLabels: z.optional(labels),
  /** More conditions; all of them must hold. */
  matchExpressions: z.optional(
    z.array(
      z.strictObject({
        /** The label. @example istio-discovery */
        key: labelKey,
        /** What must be true of it. */
        operator: z.enum(["In", "NotIn", "Exists", "DoesNotExist"]),
        /** At least one for `In` and `NotIn`, none for the others. @example [enabled] */
        values: z.optional(z.array(labelValue)),
      }),
    ),
  ),
});

const controlPlane = z.strictObject({
  /** Name of the Istio object, and of its revision under InPlace. @default default */
  name: z._default(dnsLabel, "default"),
  /** `spec.updateStrategy.type` of the Istio object, as it runs now. @default spec.upgrade.strategy; without that InPlace */
  updateStrategy: z.optional(updateStrategy),
  /** Namespace of istiod. @default istio-system */
  namespace: z._default(dnsLabel, "istio-system"),
  /** Replicas of istiod with a PodDisruptionBudget, so that one is always there while another restarts. */
  highAvailability: z.optional(
    z.strictObject({
      /** How many there are at least. The autoscaler may run more; where `values` switch it off, it is how many there are. @example 2 */
      minReplicas: z.int().check(z.minimum(2, "at least 2, as one replica is no high availability")),
    }),
  ),
  /**
   * Only namespaces that match one of these belong to the mesh. A namespace of the mesh that matches none gets the labels of the
   * first that it can match. @default all
   */
  discoverySelectors: z._default(z.array(labelSelectorSchema), []),
  /**
   * Anything that the Istio object accepts under `spec.values`; passed through untouched. What contradicts
   * another key, and `null`, are errors.
   * @example { meshConfig: { accessLogFile: /dev/stdout } }
   */
  values,
  /** Profile of the charts; sidecar meshes only. @default none @example default */
  profile: z.optional(profile),
  /** More labels on the object, for other tools. @default none @example { team: platform } */
  labels: z.optional(labels),
  /** More annotations on the object, besides those for Argo CD and Flux that meshstep writes. @default none @example { owner: platform } */
  annotations: z.optional(annotations),
});

export const cniSchema = z.strictObject({
  /** Namespace of the istio-cni-node DaemonSet. @default istio-cni */
  namespace: z._default(dnsLabel, "istio-cni"),
  /**
   * Anything that the IstioCNI object accepts under `spec.values`; passed through untouched.
   * @example { cni: { logging: { level: info } } }
   */
  values,
  /** Profile of the charts; sidecar meshes only. @default none @example default */
  profile: z.optional(profile),
  /** More labels on the object, for other tools. @default none @example { team: platform } */
  labels: z.optional(labels),
  /** More annotations on the object, besides those for Argo CD and Flux that meshstep writes. @default none @example { owner: platform } */
  annotations: z.optional(annotations),
});

export const ztunnelSchema = z.strictObject({
  /** Namespace of the ztunnel DaemonSet. @default ztunnel */
  namespace: z._default(dnsLabel, "ztunnel"),
  /**
   * Seconds that an old ztunnel keeps draining connections, as it runs now. To change it, see spec.upgrade.ztunnel.
   * @default the chart's 30
   * @example 300
   */
  terminationGracePeriodSeconds: z.optional(seconds),
  /** How the DaemonSet rolls, as it runs now. @default the chart's RollingUpdate */
  updateStrategy: z.optional(ztunnelUpdateStrategy),
  /**
   * Anything that the ZTunnel object accepts under `spec.values`; passed through untouched.
   * @example { ztunnel: { logLevel: info } }
   */
  values,
  /** More labels on the object, for other tools. @default none @example { team: platform } */
  labels: z.optional(labels),
  /** More annotations on the object, besides those for Argo CD and Flux that meshstep writes. @default none @example { owner: platform } */
  annotations: z.optional(annotations),
});

const revisionTag = z.strictObject({
  /** Name of the IstioRevisionTag: what namespaces put into `istio.io/rev`. @example default */
  name: dnsLabel,
});

const namespace = z.strictObject({
  /** Name of the Namespace. @example bookinfo */
  name: dnsLabel,
  /**
   * `owned`: the Namespace is ours, as a full object. `shared`: somebody else's object on which the mesh labels are ours; they are checked, and where
   * they must change a Job sets them. `external`: the owner sets the labels too; we check them and say what to write. @default shared
   */
  ownership: z._default(z.enum(["owned", "shared", "external"]), "shared"),
  /**
   * The namespace is not in the mesh yet: a phase of its own gives it its mesh labels, before any version moves. `meshstep rebase` takes the key out when that
   * phase is done. @default false
   */
  joins: z.optional(z.boolean()),
  /** `none` for a namespace that only hosts a waypoint or is only discovered. @default the mesh's */
  dataPlane: z.optional(z.enum(["ambient", "sidecar", "none"])),
  /**
   * Under RevisionBased, the tag that its `istio.io/rev` names.
   * @default none: the label names the revision itself, and moves with each upgrade
   * @example stable
   */
  revisionTag: z.optional(dnsLabel),
  /** The waypoint that this namespace's services use. */
  waypoint: z.optional(
    z.strictObject({
      /** Name of its Gateway. @example waypoint */
      name: dnsLabel,
      /** Where the waypoint lives. @default this namespace @example istio-ingress */
      namespace: z.optional(dnsLabel),
    }),
  ),
  /** More labels of ours on this namespace. @example { team: shop } */
  labels: z._default(labels, {}),
});

const gateway = z.strictObject({
  /** Its name: of the Gateway object for `gateway-api`, else what you call it. @example ingress */
  name: dnsLabel,
  /** Namespace of its proxies. @example istio-ingress */
  namespace: dnsLabel,
  /**
   * Who brings its proxy to a new version. `injected`: istiod's webhook, when the pod restarts. `gateway-api`: istiod itself, which deploys
   * the proxies of a Gateway. `self-managed`: you, by changing its image.
   */
  kind: z.enum(["injected", "gateway-api", "self-managed"]),
  /** The Deployment of its proxies. @default the name; for `gateway-api` what istiod calls it, by the class @example ingress */
  deployment: z.optional(dnsLabel),
});

const waypoint = z.strictObject({
  /** Name of its Gateway. @example waypoint */
  name: dnsLabel,
  /** Namespace of its Gateway. @example bookinfo */
  namespace: dnsLabel,
  /** What traffic goes through it. @default service */
  for: z._default(z.enum(["service", "workload", "all", "none"]), "service"),
});

const backends = z.strictObject({
  /**
   * The weight of each backend, by the name that answers give it. One of weight 0, or that is not listed, must not answer.
   * @example { v1: 90, v2: 10, v3: 0 }
   */
  weights: z.record(backendName, z.int().check(z.minimum(0), z.maximum(1_000_000))),
  /** The response header that tells the backend. @default the body tells it, see `pattern` @example x-served-by */
  header: z.optional(headerName),
  /**
   * A regular expression with one group, which is the backend's name, for a line of the body, or for the header. In what JavaScript and POSIX share:
   * no alternatives, no classes such as `\\d`. @default all of the header @example '"podname": "reviews-(v[0-9]+)-'
   */
  pattern: z.optional(z.string()),
  /**
   * How many requests are made.
   * @default as many as show every backend with a weight in 999 of 1000 cases, and at least 50
   * @example 66
   */
  samples: z.optional(z.int().check(z.minimum(1), z.maximum(10_000))),
});

const request = z.strictObject({
  /** Name of the check in reports, and of its Job. @example curl-may-read */
  name: dnsLabel,
  /** Who asks: a running pod of this service account, with curl in it. */
  from: z.strictObject({
    /** Namespace of the pod. @example default */
    namespace: dnsLabel,
    /** Service account of the pod: what policies see. @example curl */
    serviceAccount,
  }),
  /** What it asks for: http or https. @example http://productpage.bookinfo:9080/productpage */
  url: httpUrl,
  /** HTTP method. @default GET */
  method: z._default(z.enum(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]), "GET"),
  /** What must come back: a status, or `connection: denied`. */
  expect: z.strictObject({
    /** HTTP status code. @example 200 */
    status: z.optional(z.int().check(z.minimum(100), z.maximum(599))),
    /** Text that the body must hold. @example "<title>" */
    body: z.optional(z.string()),
    /**
     * `denied`: no answer at all, because the connection is cut. So ztunnel refuses, which sees connections and no requests. An application that is
     * down can look the same: ask beside it as somebody who may. @default a status is expected
     */
    connection: z.optional(z.enum(["denied"])),
    /** Which backends answer: the request is made so often that each one with a weight is seen. */
    backends: z.optional(backends),
  }),
  /**
   * Asks it in the cluster too: a Job in the namespace of `from`, under its service account, before the phase counts as applied. It runs among a
   * tenant's workloads, as that tenant, and so only where this stands. @default only verify and people ask
   */
  job: z.optional(
    z.strictObject({
      /** Image with sh, curl, sed, awk and tr, which runs as a user that is a number. @example registry.example.com/tools/curl:8.11.1 */
      image,
    }),
  ),
});

const prometheus = z.strictObject({
  /** Namespace of its Service. @example istio-system */
  namespace: dnsLabel,
  /** Its Service. Whoever asks does so through the API server, which takes tokens off: it must answer without one. @example prometheus */
  service: dnsLabel,
  /** Port of the Service, by number or by name. @example 9090 */
  port: portOrName,
  /** How it is spoken to. @default http */
  scheme: z._default(z.enum(["http", "https"]), "http"),
  /** What stands before `/api/v1/query` in its URLs. @default nothing @example /prometheus */
  path: z.optional(urlPath),
});

const slo = z.strictObject({
  /** Name of the check in reports. @example few-errors */
  name: dnsLabel,
  /** PromQL that returns an instant vector; each of its series is held against the bound. @example sum(rate(istio_requests_total{response_code=~"5.."}[1m])) / sum(rate(istio_requests_total[1m])) */
  query: z.string().check(z.regex(/\S/, "a PromQL query")),
  /** The most that it may be. @default `min` is the bound @example 0.01 */
  max: z.optional(z.number()),
  /** The least that it may be. @default `max` is the bound @example 0.99 */
  min: z.optional(z.number()),
  /**
   * Seconds that the bound must have held without a break: its worst value in them counts. A Job first waits for so long after the rollout, so
   * that all of them come after it. @default 300
   */
  windowSeconds: z._default(z.int().check(z.minimum(60), z.maximum(86_400)), 300),
});

const verify = z.strictObject({
  /** Requests that must be answered as expected. */
  requests: z._default(z.array(request), []),
  /** Where `slos` are asked: a Prometheus, or what answers its queries. */
  prometheus: z.optional(prometheus),
  /** Bounds on what Prometheus measures, for phases that move something. They are asked last. @default none */
  slos: z.optional(z.array(slo)),
});

const repository = z.strictObject({
  /** Where the engine finds the repository that holds the live folder, without credentials. @default none: what needs one then names a host that cannot exist @example https://git.example.com/platform/meshes.git */
  url: z.optional(gitUrl),
  /** The branch that the engine follows. @default main */
  revision: z._default(gitBranch, "main"),
  /** The live folder in it: where `promote --live` writes. @default live/ and the mesh's name @example clusters/prod/mesh */
  path: z.optional(repositoryFolder),
});

const argocd = z.strictObject({
  /** Where Argo CD runs, and its Applications live. @default openshift-gitops on openshift, else argocd @example argocd */
  namespace: z.optional(dnsLabel),
  /** An AppProject of yours, which is then left alone. @default one that is written, with the mesh's name and just the rights that its manifests need @example platform */
  project: z.optional(subdomain),
  /** The cluster of the mesh as Argo CD knows it. @default the one that Argo CD runs in */
  destination: z.optional(
    z.strictObject({
      /** Its API server. @default https://kubernetes.default.svc @example https://prod.example.com:6443 */
      server: z.optional(httpUrl),
      /** Its name instead. @example prod-east */
      name: z.optional(z.string().check(z.minLength(1), z.maxLength(253))),
    }),
  ),
});

const flux = z.strictObject({
  /** Where the Kustomizations live, and their source. @default flux-system */
  namespace: z._default(dnsLabel, "flux-system"),
  /** A source of yours that holds the live folder. @default a GitRepository that is written from `repository.url`; without one, flux-system */
  sourceRef: z.optional(
    z.strictObject({
      /** What it is. @default GitRepository */
      kind: z._default(z.enum(["GitRepository", "OCIRepository", "Bucket"]), "GitRepository"),
      /** What it is called. @default flux-system */
      name: z._default(subdomain, "flux-system"),
    }),
  ),
});

const gates = z.strictObject({
  /**
   * `jobs`: each snapshot holds a Job that must pass before it touches anything, and one that asserts its end. `none`: people and
   * `meshstep verify` look. @default jobs with an engine, none without
   */
  mode: z.optional(z.enum(["jobs", "none"])),
  /** Image with kubectl 1.32 or newer, by tag or digest; for SLOs also with sh, sed, tr and grep. @default by distribution @example registry.example.com/kubectl:1.34.2 */
  image: z.optional(image),
  /** Name of a Secret in the control plane's namespace to pull the image with. @default none @example registry-pull */
  pullSecret: z.optional(serviceAccount),
  /** Seconds after which a gate Job gives up. A roll of ztunnel takes its grace period and about a minute for each node. @default 3600 */
  deadlineSeconds: z._default(z.int().check(z.minimum(60)), 3600),
});

const delivery = z.strictObject({
  /** Which engine applies what is committed; `none` for people with kubectl. With one, `platform/` says how to point it at the live folder. @default none */
  engine: z._default(z.enum(["argocd", "flux", "none"]), "none"),
  /** The repository that the engine reads. */
  repository: z.prefault(repository, {}),
  /** For `engine: argocd`. */
  argocd: z.prefault(argocd, {}),
  /** For `engine: flux`. */
  flux: z.prefault(flux, {}),
  /** What each phase asserts in the cluster by itself. */
  gates: z.prefault(gates, {}),
});

const platform = z.strictObject({
  /** `acp` is Alauda Container Platform. */
  kind: z.enum(platformKinds),
  /** Its minor now, or `1.33` and the like for plain Kubernetes. @example "4.18" */
  version: platformMinor,
});

/** `spec` of mesh.yaml, and the props of the MeshUpgrade construct. */
export const meshSpecSchema = z.strictObject({
  /** Whose operator runs the mesh. */
  distribution: z.enum(distributionNames),
  /** How workloads join the mesh: `ambient` through ZTunnel and waypoints, `sidecar` through a proxy in every pod. */
  dataPlane: z.enum(["ambient", "sidecar"]),
  /** The Istio version that the mesh runs now. @example v1.26.3 */
  version: istioVersion,
  /** The operator that runs the mesh. */
  operator,
  /**
   * Files with operator releases that are newer than meshstep's own catalogue. Globs, relative to mesh.yaml.
   * @example [./releases.yaml]
   */
  catalogs: z._default(z.array(path), []),
  /** Files with changes and platform windows that meshstep's own ledger does not have. @example [./ledger.yaml] */
  ledger: z._default(z.array(path), []),
  /** The cluster, so that the plan keeps to what each release runs on. */
  platform: z.optional(platform),
  /**
   * What runs where it is not simply `version`: in the middle of an upgrade. `meshstep rebase` writes it.
   * @default every part runs version
   * @example { controlPlane: v1.28.5 }
   */
  running: z.optional(runningSchema),
  /** Where to go; left out, only the baseline is emitted. */
  upgrade: z.optional(upgrade),
  /** The Istio object: istiod and what it may see. */
  controlPlane: z.prefault(controlPlane, {}),
  /** IstioCNI. Ambient meshes always have it. */
  cni: z.optional(cniSchema),
  /** ZTunnel. Ambient meshes always have it, sidecar meshes never. */
  ztunnel: z.optional(ztunnelSchema),
  /** Revision tags, for RevisionBased: namespaces that follow one are moved by moving it, and not by their labels. */
  revisionTags: z._default(z.array(revisionTag), []),
  /** Application namespaces: what the mesh writes on each. */
  namespaces: z._default(z.array(namespace), []),
  /**
   * Gateways for traffic in and out of the mesh, whose objects are in `manifests` or elsewhere. Their proxies are part of the state: planned, proved,
   * restarted where istiod does not roll them, and checked.
   */
  gateways: z._default(z.array(gateway), []),
  /** Waypoints, as Gateways that meshstep writes. Ambient meshes only. */
  waypoints: z._default(z.array(waypoint), []),
  /**
   * Files that every snapshot carries unchanged: routes, policies. Globs, relative to mesh.yaml; `!…` leaves files out.
   * @example ["./l7/*.yaml", "!./l7/draft.yaml"]
   */
  manifests: z._default(z.array(path), []),
  /** What proves that traffic flows, after each phase that moves something. */
  verify: z.prefault(verify, {}),
  /** What brings the manifests into the cluster. */
  delivery: z.prefault(delivery, {}),
});

export const meshSchema = z.strictObject({
  /** Version of this format. */
  apiVersion: z.literal("meshstep.dev/v1alpha1"),
  /** What this document describes. */
  kind: z.literal("Mesh"),
  /** What it is called. */
  metadata: z.strictObject({
    /** Name of the mesh, and of its folder in the output. @example prod-east */
    name: dnsLabel,
  }),
  /** The mesh as it is now, and where it should go. */
  spec: meshSpecSchema,
});

/** What a user writes: defaults may be left out. With the comments of the schema, which inferred types lose on their way to dist/. */
export type { MeshSpecInput } from "./spec-types";
/** What the schema returns: its own defaults are filled in. */
export type MeshSpec = z.output<typeof meshSpecSchema>;
export type MeshNamespace = MeshSpec["namespaces"][number];
export type VerifyRequest = MeshSpec["verify"]["requests"][number];
export type ExpectedBackends = NonNullable<VerifyRequest["expect"]["backends"]>;
export type VerifySlo = NonNullable<MeshSpec["verify"]["slos"]>[number];
export type Prometheus = NonNullable<MeshSpec["verify"]["prometheus"]>;
export type LabelSelector = MeshSpec["controlPlane"]["discoverySelectors"][number];
