import * as z from "zod/mini";
import { annotations, dnsLabel, labels, operatorVersion } from "../scalars";

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
  /**
   * `spec.config` of the Subscription: where the operator's pod runs, its resources and environment. Passed through untouched; the pod restarts when it changes.
   * @default none @example { nodeSelector: { node-role.kubernetes.io/infra: "" } }
   */
  config: z.optional(z.record(z.string(), z.unknown())),
  /** More labels on the object, for other tools. @default none @example { team: platform } */
  labels: z.optional(labels),
  /** More annotations on the object, besides those for Argo CD and Flux that meshstep writes. @default none @example { owner: platform } */
  annotations: z.optional(annotations),
});

const helm = z.strictObject({
  /** Namespace that the chart is installed into: the operator runs there, and its lease is there. @example sail-operator */
  namespace: dnsLabel,
  /** Name of the Helm release. @default sail-operator @example sail */
  name: z.optional(dnsLabel),
  /**
   * Repository of the chart, without the chart's own name.
   * @default https://istio-ecosystem.github.io/sail-operator @example oci://registry.example.com/charts
   */
  repository: z.optional(z.string().check(z.regex(/^(https?|oci):\/\/[^\s"'$`\\]+$/, "an https:// or oci:// address"))),
  /** The object in Git that has the chart installed: its version is what an operator phase raises. @default nobody: people run helm */
  installedBy: z.optional(
    z.strictObject({
      /** Of Argo CD, or of Flux. @example HelmRelease */
      kind: z.enum(["Application", "HelmRelease"]),
      /** Its namespace. @example argocd */
      namespace: dnsLabel,
      /** Its name. @example sail-operator */
      name: dnsLabel,
    }),
  ),
});

export const operator = z.strictObject({
  /** The operator release that is installed now. @example 3.1.2 */
  release: operatorVersion,
  /** Set when the OLM Subscription is in Git too; without it an operator hop is a manual phase. */
  subscription: z.optional(subscription),
  /** Set when the Sail Operator was installed by its Helm chart, and not by OLM: an operator hop is then one of the chart's version. Any release can be had. */
  helm: z.optional(helm),
  /**
   * Where the operator lives when its Subscription is not in Git: for commands, and for Jobs, which ask after an operator phase who leads it only where this is said.
   * @default the distribution's usual one, for commands @example openshift-operators
   */
  namespace: z.optional(dnsLabel),
  /**
   * What OLM is offered. `head`: the catalogue that everybody follows, where only the newest release of a channel can be had.
   * `pinned`: a mirrored catalogue of your own that holds exactly what is planned, see docs/operators.md. @default head
   */
  catalog: z._default(z.enum(["head", "pinned"]), "head"),
});
