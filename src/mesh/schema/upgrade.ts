import * as z from "zod/mini";
import { dnsLabel, istioVersion, operatorVersion, seconds } from "../scalars";
import { updateStrategy, ztunnelUpdateStrategy } from "./parts";

/** Under `values` of the Istio, IstioCNI and ZTunnel object. */
const hopValues = z.strictObject({
  /** For the Istio object. @example { pilot: { env: { PILOT_ENABLE_IP_AUTOALLOCATE: "true" } } } */
  controlPlane: z.optional(z.record(z.string(), z.unknown())),
  /** For IstioCNI. @example { cni: { logging: { level: info } } } */
  cni: z.optional(z.record(z.string(), z.unknown())),
  /** For ZTunnel. @example { ztunnel: { logLevel: info } } */
  ztunnel: z.optional(z.record(z.string(), z.unknown())),
});

export const upgrade = z.strictObject({
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
   * Sidecar meshes only: who restarts workloads when their sidecars are to change. `manual`: people, by the commands in PHASE.md. `job`: a Job in each
   * namespace, with rights on that namespace and only while a phase needs them; gateways and namespaces with `ownership: external` are left to people.
   * @default manual
   * @example job
   */
  restarts: z.optional(z.enum(["manual", "job"])),
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
