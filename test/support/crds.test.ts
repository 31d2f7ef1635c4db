import type { KubernetesObject } from "../../src/mesh/mesh";
import { commonCrdSets, describeWithCrds, validateObject } from "./crds";
import { istio, object, sail, setsFor } from "./objects";

describeWithCrds("validateObject", () => {
  const exact = setsFor("openshift", "3.1.11");

  test.each<[what: string, object: KubernetesObject]>([
    [
      "an Istio with values",
      istio({
        profile: "openshift-ambient",
        values: { pilot: { trustedZtunnelNamespace: "ztunnel", env: { A: "b" } } },
      }),
    ],
    ["an Istio in our namespace, said twice", istio({ values: { global: { istioNamespace: "istio-system" } } })],
    ["an IstioCNI", sail("IstioCNI", { namespace: "istio-cni", version: "v1.26.8", profile: "openshift-ambient" })],
    ["a tag", sail("IstioRevisionTag", { targetRef: { kind: "IstioRevision", name: "default" } })],
    [
      "an IstioRevision",
      sail(
        "IstioRevision",
        { version: "v1.26.8", namespace: "a", values: { revision: "b", global: { istioNamespace: "a" } } },
        "b",
      ),
    ],
    [
      "quantities as number and as text",
      istio({ values: { pilot: { resources: { requests: { cpu: 1, memory: "2Gi" } } } } }),
    ],
    [
      "a ZTunnel of old",
      object("sailoperator.io/v1alpha1", "ZTunnel", "default", {
        spec: { version: "v1.26.8", namespace: "ztunnel", profile: "ambient" },
      }),
    ],
    [
      "a Namespace",
      object("v1", "Namespace", "bookinfo", {
        metadata: { name: "bookinfo", labels: { "istio.io/dataplane-mode": "ambient" } },
      }),
    ],
    ["a ConfigMap", object("v1", "ConfigMap", "marker", { data: { phase: "01" } }, "istio-system")],
    [
      "a Subscription",
      object(
        "operators.coreos.com/v1alpha1",
        "Subscription",
        "servicemeshoperator3",
        {
          spec: {
            channel: "stable-3.1",
            name: "servicemeshoperator3",
            source: "redhat-operators",
            sourceNamespace: "openshift-marketplace",
            installPlanApproval: "Manual",
          },
        },
        "openshift-operators",
      ),
    ],
    [
      "a waypoint",
      object(
        "gateway.networking.k8s.io/v1",
        "Gateway",
        "waypoint",
        {
          spec: { gatewayClassName: "istio-waypoint", listeners: [{ name: "mesh", port: 15008, protocol: "HBONE" }] },
        },
        "bookinfo",
      ),
    ],
    [
      "an HTTPRoute",
      object(
        "gateway.networking.k8s.io/v1",
        "HTTPRoute",
        "reviews",
        {
          spec: {
            parentRefs: [{ group: "", kind: "Service", name: "reviews", port: 9080 }],
            rules: [
              {
                backendRefs: [
                  { name: "reviews-v1", port: 9080, weight: 90 },
                  { name: "reviews-v2", port: 9080, weight: 10 },
                ],
              },
            ],
          },
        },
        "bookinfo",
      ),
    ],
    [
      "an AuthorizationPolicy",
      object(
        "security.istio.io/v1",
        "AuthorizationPolicy",
        "viewer",
        {
          spec: {
            targetRefs: [{ group: "", kind: "Service", name: "productpage" }],
            action: "ALLOW",
            rules: [{ to: [{ operation: { methods: ["GET"] } }] }],
          },
        },
        "bookinfo",
      ),
    ],
    [
      "a Flux Kustomization",
      object(
        "kustomize.toolkit.fluxcd.io/v1",
        "Kustomization",
        "mesh",
        {
          spec: { interval: "1h", prune: true, sourceRef: { kind: "GitRepository", name: "mesh" }, path: "./live" },
        },
        "flux-system",
      ),
    ],
  ])("accepts %s", (_, accepted) => {
    expect(validateObject(accepted, exact)).toEqual([]);
  });

  const gateway = (listener: object) =>
    object(
      "gateway.networking.k8s.io/v1",
      "Gateway",
      "w",
      {
        spec: {
          gatewayClassName: "istio-waypoint",
          listeners: [{ name: "mesh", port: 15008, protocol: "HBONE", ...listener }],
        },
      },
      "a",
    );

  test.each<[what: string, object: KubernetesObject, problems: (string | RegExp)[]]>([
    [
      "a field that would be pruned",
      istio({ values: { pilot: { pdb: {} } } }),
      ["Istio/default: spec.values.pilot.pdb: unknown field, the API server prunes it"],
    ],
    ["an unknown field at the top", { ...istio({}), data: {} }, [/: data: unknown field/]],
    [
      "a wrong type",
      istio({ values: { pilot: { autoscaleMin: "2" } } }),
      [/spec\.values\.pilot\.autoscaleMin: must be integer, is string/],
    ],
    [
      "a version outside the enum",
      istio({ version: "v1.26.7" }),
      [/spec\.version: must be one of .*v1\.26\.8.*, is "v1\.26\.7"/],
    ],
    ["a version without v", istio({ version: "1.26.8" }), [/spec\.version: must be one of/]],
    [
      "a missing field",
      object("gateway.networking.k8s.io/v1", "Gateway", "w", { spec: { listeners: [] } }, "a"),
      [/spec: gatewayClassName is required/, /spec\.listeners: number of items must be at least 1/],
    ],
    [
      "no spec where one is required",
      object("gateway.networking.k8s.io/v1", "Gateway", "w", {}, "a"),
      [/: object: spec is required/],
    ],
    ["a number out of bounds", gateway({ port: 0 }), [/listeners\[0\]\.port: value must be at least 1/]],
    ["a number that is no integer", gateway({ port: 1.5 }), [/port: must be integer, is number/]],
    ["a pattern", gateway({ name: "Mesh_1" }), [/name: "Mesh_1" does not match/]],
    [
      "a null that the server drops",
      istio({ values: { pilot: { nodeSelector: null } } }),
      [/nodeSelector: null on a field that is not nullable, the API server drops it/],
    ],
    [
      "a null that the server fills",
      istio({ namespace: null }),
      [/spec\.namespace: null .* replaces it by "istio-system"/],
    ],
    ["a null in a map", istio({ values: { pilot: { env: { A: null } } } }), [/env\.A: null/]],
    [
      "a null in a list",
      istio({ values: { global: { imagePullSecrets: [null] } } }),
      [/imagePullSecrets\[0\]: is null and not nullable/],
    ],
    [
      "neither integer nor text",
      istio({ values: { pilot: { resources: { requests: { cpu: true } } } } }),
      [/cpu: must be integer or string, is boolean/],
    ],
    [
      "a map value of the wrong type",
      istio({ values: { pilot: { env: { A: 1 } } } }),
      [/env\.A: must be string, is integer/],
    ],
    [
      "IstioCNI by another name",
      sail("IstioCNI", { namespace: "istio-cni", version: "v1.26.8" }, "prod"),
      [/metadata\.name must be 'default'/],
    ],
    [
      "istioNamespace elsewhere",
      istio({ values: { global: { istioNamespace: "other" } } }),
      [/spec: .*istioNamespace/],
    ],
    [
      "a revision by another name",
      sail(
        "IstioRevision",
        { version: "v1.26.8", namespace: "a", values: { revision: "x", global: { istioNamespace: "a" } } },
        "b",
      ),
      [/revision/],
    ],
    [
      "two listeners of one name",
      object(
        "gateway.networking.k8s.io/v1",
        "Gateway",
        "w",
        { spec: { gatewayClassName: "c", listeners: [1, 2].map((port) => ({ name: "a", port, protocol: "HTTP" })) } },
        "a",
      ),
      [/two items have the same name/, /unique/],
    ],
    [
      "a form that is forbidden",
      object("security.istio.io/v1", "AuthorizationPolicy", "p", { spec: { action: "NEVER" } }, "a"),
      [/action: must be one of ALLOW, DENY, AUDIT, CUSTOM/],
    ],
    [
      "an API version that is not served",
      object("sailoperator.io/v1", "ZTunnel", "default", { spec: {} }),
      ["ZTunnel/default: sailoperator.io/v1 is not served, only v1alpha1"],
    ],
    [
      "a kind without a schema",
      object("batch/v1", "CronJob", "gate", {}, "a"),
      ["CronJob/a/gate: no schema for CronJob in batch"],
    ],
    ["a status", { ...istio({}), status: { state: "Healthy" } }, [/status: the API server ignores it/]],
    [
      "a namespace on a cluster-scoped kind",
      object("sailoperator.io/v1", "Istio", "default", { spec: { version: "v1.26.8" } }, "istio-system"),
      [/cluster-scoped/],
    ],
    ["no namespace on a namespaced kind", object("v1", "ConfigMap", "marker"), [/metadata\.namespace: is required/]],
    [
      "a label that is none",
      { ...object("v1", "Namespace", "a"), metadata: { name: "a", labels: { "a/b/c": "x", d: "no spaces" } } },
      [/labels\.d: "no spaces" does not match/, /"a\/b\/c" is no qualified name/],
    ],
    [
      "an annotation that is no text",
      {
        ...object("v1", "Namespace", "a"),
        metadata: { name: "a", annotations: { "argocd.argoproj.io/sync-wave": 1 as unknown as string } },
      },
      [/sync-wave: must be string, is integer/],
    ],
    [
      "metadata of the server's own",
      { ...object("v1", "Namespace", "a"), metadata: { name: "a", resourceVersion: "1" } },
      [/metadata\.resourceVersion: unknown field/],
    ],
  ])("finds %s", (_, refused, problems) => {
    const found = validateObject(refused, exact);
    problems.forEach((problem, index) => {
      expect(found[index]).toEqual(typeof problem === "string" ? problem : expect.stringMatching(problem));
    });
    expect(found).toHaveLength(problems.length);
  });

  test("lets a kind without a schema pass only where the caller names it", () => {
    const job = object("batch/v1", "CronJob", "gate", {}, "a");
    expect(validateObject(job, exact, ["CronJob.batch"])).toEqual([]);
    expect(validateObject(job, exact, ["CronJob.other"])).toHaveLength(1);
  });

  test("does not change the object", () => {
    const given = Object.freeze(istio({ values: { pilot: { nodeSelector: null } } }));
    const before = structuredClone(given);
    validateObject(given, exact);
    expect(given).toEqual(before);
  });

  test("a cluster without the Sail operator serves none of its kinds", () => {
    expect(validateObject(istio({}), commonCrdSets)).toEqual(["Istio/default: no schema for Istio in sailoperator.io"]);
  });
});
