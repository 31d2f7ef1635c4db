import * as z from "zod/mini";
import { dnsLabel, gitBranch, gitUrl, httpUrl, image, repositoryFolder, serviceAccount, subdomain } from "../scalars";

const repository = z.strictObject({
  /** Where the engine finds the repository that holds the live folder, without credentials. @default none: what needs one then names a host that cannot exist @example https://git.example.com/platform/meshes.git */
  url: z.optional(gitUrl),
  /** The branch that the engine follows. @default main */
  revision: z._default(gitBranch, "main"),
  /** The live folder in it: where `promote --live` writes. @default live/ and the mesh's name @example clusters/prod/mesh */
  path: z.optional(repositoryFolder),
});

const argocd = z.strictObject({
  /** Where Argo CD runs: its projects and its settings are nowhere else. @default openshift-gitops on openshift, else argocd @example argocd */
  namespace: z.optional(dnsLabel),
  /** Where the Applications stand, if Argo CD takes them from there: its `application.namespaces`. @default where Argo CD runs @example platform-team */
  applicationNamespace: z.optional(dnsLabel),
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
      /** Where it stands. @default beside the Kustomizations @example flux-system */
      namespace: z.optional(dnsLabel),
    }),
  ),
  /** How Flux reaches the cluster of the mesh, in each Kustomization. @default it is the one that Flux runs in */
  kubeConfig: z.optional(
    z.strictObject({
      /** The Secret beside the Kustomizations that holds the kubeconfig. */
      secretRef: z.strictObject({
        /** What it is called. @example prod-kubeconfig */
        name: subdomain,
        /** Where in it the kubeconfig stands. @default value, else value.yaml @example config */
        key: z.optional(z.string().check(z.regex(/^[-._a-zA-Z0-9]+$/, "a key of a Secret"))),
      }),
    }),
  ),
  /** The ServiceAccount that Flux applies as, in each Kustomization: of their namespace, in the cluster of the mesh. @default none, or what Flux was started with @example meshstep */
  serviceAccountName: z.optional(serviceAccount),
});

const gates = z.strictObject({
  /**
   * `jobs`: each snapshot holds a Job that must pass before it touches anything, and one that asserts its end. `none`: people and
   * `meshstep verify` look. @default jobs with an engine, none without
   */
  mode: z.optional(z.enum(["jobs", "none"])),
  /**
   * Image with kubectl 1.32 or newer, by tag or digest, and with sh, date, sleep, cut and expr: what proxies run and who leads the operator are asked with them. For SLOs
   * also with sed, tr and grep. @default by distribution @example registry.example.com/kubectl:1.34.2
   */
  image: z.optional(image),
  /** Name of a Secret in the control plane's namespace to pull the image with. @default none @example registry-pull */
  pullSecret: z.optional(serviceAccount),
  /** Seconds after which a gate Job gives up, and one that restarts workloads. A roll of ztunnel takes its grace period and about a minute for each node. @default 3600 */
  deadlineSeconds: z._default(z.int().check(z.minimum(60)), 3600),
});

export const delivery = z.strictObject({
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
