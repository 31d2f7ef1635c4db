import type { KubernetesObject } from "../../../../src/mesh/mesh";
import { withoutDefaults } from "../../../../src/verbs/adopt/input/api-defaults";
import { crdOf } from "../../../support/crd-files";
import { describeWithCrds } from "../../../support/crds";
import { admit, type Fields } from "../../../support/structural-schema";

const meta = { name: "a", namespace: "b" };
const gateway = "gateway.networking.k8s.io";

/** As people write them: nothing in them is a default. */
const written: readonly [folder: string, what: string, object: KubernetesObject][] = [
  [
    "gateway-api-1.4.1",
    "Gateway",
    {
      apiVersion: `${gateway}/v1`,
      kind: "Gateway",
      metadata: meta,
      spec: {
        gatewayClassName: "istio-waypoint",
        addresses: [{ value: "10.0.0.1" }],
        listeners: [
          { name: "mesh", port: 15008, protocol: "HBONE" },
          {
            name: "tls",
            port: 443,
            protocol: "HTTPS",
            allowedRoutes: { kinds: [{ kind: "HTTPRoute" }] },
            tls: { certificateRefs: [{ name: "cert" }] },
          },
        ],
      },
    },
  ],
  [
    "gateway-api-1.4.1",
    "HTTPRoute without rules",
    { apiVersion: `${gateway}/v1`, kind: "HTTPRoute", metadata: meta, spec: { hostnames: ["a.b"] } },
  ],
  [
    "gateway-api-1.4.1",
    "HTTPRoute",
    {
      apiVersion: `${gateway}/v1`,
      kind: "HTTPRoute",
      metadata: meta,
      spec: {
        parentRefs: [{ name: "waypoint" }, { group: "", kind: "Service", name: "reviews" }],
        rules: [
          { backendRefs: [{ name: "reviews", port: 80 }] },
          {
            matches: [
              { path: { type: "PathPrefix", value: "/a" }, headers: [{ name: "a", value: "b" }] },
              { queryParams: [{ name: "a", value: "b" }] },
            ],
            filters: [
              { type: "RequestRedirect", requestRedirect: { hostname: "a.b" } },
              { type: "RequestMirror", requestMirror: { backendRef: { name: "copy" }, fraction: { numerator: 5 } } },
            ],
            backendRefs: [
              {
                name: "reviews",
                weight: 90,
                filters: [{ type: "RequestMirror", requestMirror: { backendRef: { name: "copy" } } }],
              },
            ],
          },
        ],
      },
    },
  ],
  [
    "gateway-api-1.4.1",
    "GRPCRoute",
    {
      apiVersion: `${gateway}/v1`,
      kind: "GRPCRoute",
      metadata: meta,
      spec: {
        parentRefs: [{ name: "waypoint" }],
        rules: [
          {
            matches: [{ method: { service: "a.B" }, headers: [{ name: "a", value: "b" }] }],
            filters: [{ type: "RequestMirror", requestMirror: { backendRef: { name: "copy" } } }],
            backendRefs: [{ name: "reviews", port: 80 }],
          },
        ],
      },
    },
  ],
  ...["sail-1.26.3", "sail-1.30.3", "ossm-3.4.1", "alauda-2.1.1"].flatMap(
    (folder): [string, string, KubernetesObject][] =>
      ["Istio", "IstioCNI", "ZTunnel"].map((kind) => [
        folder,
        kind,
        {
          apiVersion: `sailoperator.io/${folder === "sail-1.26.3" && kind === "ZTunnel" ? "v1alpha1" : "v1"}`,
          kind,
          metadata: { name: "default" },
          spec: { version: "v1.26.3" },
        },
      ]),
  ),
];

describeWithCrds("what a CRD fills in is taken away again", () => {
  test.each(written)("%s %s", (folder, _, object) => {
    const [group = "", version] = object.apiVersion.split("/");
    const schema = crdOf(folder, group, object.kind)?.versions.find((one) => one.name === version)?.schema
      .openAPIV3Schema;
    if (!schema) throw new Error(`no schema for ${object.kind}`);
    const { apiVersion, kind, metadata, ...body } = structuredClone(object);
    admit(body as Fields, { ...schema, properties: { spec: schema.properties?.["spec"] ?? {} } }, "");
    expect(body).not.toEqual({ spec: object["spec"] });
    const served = { apiVersion, kind, metadata, ...body } as KubernetesObject;
    expect(withoutDefaults(served)).toEqual(object);
  });
});

test("what is set and is no default stays, as does every other object", () => {
  const istio = {
    apiVersion: "sailoperator.io/v1",
    kind: "Istio",
    metadata: { name: "default" },
    spec: { namespace: "mesh", updateStrategy: { type: "InPlace", inactiveRevisionDeletionGracePeriodSeconds: 60 } },
  };
  expect(withoutDefaults(istio)).toEqual({
    ...istio,
    spec: { namespace: "mesh", updateStrategy: { inactiveRevisionDeletionGracePeriodSeconds: 60 } },
  });
  const odd = {
    apiVersion: `${gateway}/v1`,
    kind: "HTTPRoute",
    metadata: meta,
    spec: { rules: "none", parentRefs: null },
  };
  expect(withoutDefaults(odd)).toEqual(odd);
  const foreign = { apiVersion: "v1", kind: "ConfigMap", metadata: meta, data: {} };
  expect(withoutDefaults(foreign)).toBe(foreign);
});
