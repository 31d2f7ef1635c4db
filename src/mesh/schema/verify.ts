import * as z from "zod/mini";
import { backendName, headerName } from "../backends";
import { dnsLabel, httpUrl, image, portOrName, serviceAccount, urlPath } from "../scalars";

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

export const verify = z.strictObject({
  /** Requests that must be answered as expected. */
  requests: z._default(z.array(request), []),
  /** Where `slos` are asked: a Prometheus, or what answers its queries. */
  prometheus: z.optional(prometheus),
  /** Bounds on what Prometheus measures, for phases that move something. They are asked last. @default none */
  slos: z.optional(z.array(slo)),
});
