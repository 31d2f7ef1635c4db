import * as z from "zod/mini";

/* What single values in mesh.yaml look like. The words beside a pattern complete "expected …". */

/** RFC 1123 label: what Kubernetes accepts as the name of a Namespace or a Service. */
export const dnsLabel = z
  .string()
  .check(z.maxLength(63), z.regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/, "a DNS label (a-z, 0-9 and -)"));

/** `v1.26.4`, `1.26.4`, a pre-release of those, or the alias `v1.26-latest`. */
export const istioVersion = z
  .string("an Istio version such as v1.26.4 or v1.26-latest")
  .check(
    z.regex(
      /^v?(0|[1-9]\d*)\.(0|[1-9]\d*)(\.(0|[1-9]\d*)(-[0-9A-Za-z]+([.-][0-9A-Za-z]+)*)?|-latest)$/,
      "an Istio version such as v1.26.4 or v1.26-latest",
    ),
  );

/** `v1.26.4`, `1.26.4`, or a pre-release of those. */
export const exactIstioVersion = z
  .string("an exact Istio version such as v1.26.4")
  .check(
    z.regex(
      /^v?(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z]+([.-][0-9A-Za-z]+)*)?$/,
      "an exact Istio version such as v1.26.4",
    ),
  );

/** The operator's own version. */
export const operatorVersion = z
  .string("an operator version such as 3.1.2")
  .check(z.regex(/^v?(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$/, "an operator version such as 3.1.2"));

/** A cluster's minor, with a patch or without. */
export const platformMinor = z
  .string()
  .check(z.regex(/^v?(0|[1-9]\d*)\.(0|[1-9]\d*)(\.(0|[1-9]\d*))?$/, 'a minor in quotes, such as "4.18" or "1.33"'));

export const labelKey = z
  .string()
  .check(
    z.regex(
      /^([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?\/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/,
      "a label key such as istio.io/rev",
    ),
  );
export const labelValue = z
  .string()
  .check(z.regex(/^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/, "a label value of at most 63 characters"));
export const labels = z.record(labelKey, labelValue);
/** What meshstep writes on its own objects for the engines; a second word about it would be about the order of the phases. */
const ownAnnotation = /^(argocd\.argoproj\.io\/sync-(wave|options)|kustomize\.toolkit\.fluxcd\.io\/(prune|ssa))$/;
export const annotations = z.record(
  labelKey.check(z.refine((key) => !ownAnnotation.test(key), "an annotation that meshstep does not write itself")),
  z.string(),
);
/** A path relative to mesh.yaml. */
export const path = z.string().check(z.minLength(1));
export const seconds = z.int().check(z.minimum(0));

/**
 * Where a Git server serves a repository: `https://…`, `ssh://…` or `git@host:path`. Credentials in it would be committed with the files that name
 * it, so an http URL may not hold any.
 */
export const gitUrl = z
  .string()
  .check(
    z.maxLength(2048),
    z.regex(
      /^(https?:\/\/[^\s@/?#]+(\/[^\s@?#]*)?|ssh:\/\/[^\s/?#]+\/[^\s?#]+|[A-Za-z0-9._-]+@[A-Za-z0-9._-]+:[^\s?#]+)$/,
      "the URL of a Git repository, without credentials, such as https://git.example.com/team/mesh.git",
    ),
  );
/** As far as names of branches go that need no care in YAML, URLs and shells. */
export const gitBranch = z
  .string()
  .check(z.maxLength(244), z.regex(/^[A-Za-z0-9]+([._/-]+[A-Za-z0-9]+)*$/, "the name of a branch"));
/** A folder inside a repository: `live/prod`, or `.` for the whole of it. */
export const repositoryFolder = z
  .string()
  .check(
    z.regex(
      /^(\.|[A-Za-z0-9_-][A-Za-z0-9._-]*(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*)$/,
      "a folder of the repository such as live/prod, or . for all of it",
    ),
  );

/** RFC 1123 subdomain. */
export const subdomain = z
  .string()
  .check(
    z.maxLength(253),
    z.regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/, "a DNS name (a-z, 0-9, - and .)"),
  );

/** A container image: registry, path, then a tag or a digest. */
export const image = z
  .string()
  .check(
    z.regex(
      /^[A-Za-z0-9]([-A-Za-z0-9._]*[A-Za-z0-9])?(:[0-9]{1,5})?(\/[a-z0-9]+([._-]+[a-z0-9]+)*)*(:[A-Za-z0-9_][-A-Za-z0-9._]{0,127})?(@sha256:[0-9a-f]{64})?$/,
      "a container image such as registry.k8s.io/kubectl:v1.34.2",
    ),
  );

/** RFC 1123 subdomain. */
export const serviceAccount = z
  .string()
  .check(
    z.maxLength(253),
    z.regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/, "the name of a service account"),
  );

/** Port of a Service: its number, or its name. */
export const portOrName = z.union(
  [
    z.int().check(z.minimum(1), z.maximum(65_535)),
    z.string().check(z.maxLength(15), z.regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/)),
  ],
  "expected a port from 1 to 65535, or the name of one",
);

/** The beginning of the path of a URL. */
export const urlPath = z
  .string()
  .check(z.regex(/^(\/[A-Za-z0-9._~-]+)+$/, "a path such as /prometheus, without a slash at its end"));

const httpUrlWords = "a URL such as http://reviews.bookinfo:9080/";
export const httpUrl = z.string().check(
  z.regex(/^https?:\/\/([A-Za-z0-9]([-A-Za-z0-9.]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?([/?#]\S*)?$/, {
    error: httpUrlWords,
    abort: true,
  }),
  z.refine((url) => URL.canParse(url), httpUrlWords),
);
