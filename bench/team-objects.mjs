/** The object of one number: a route or a policy of one of two hundred teams. */
export function teamObject(index) {
  const make = kinds[index % kinds.length];
  return make({ name: `app-${index}`, namespace: `team-${index % 200}` });
}

const kinds = [
  (metadata) => ({
    apiVersion: "gateway.networking.k8s.io/v1",
    kind: "HTTPRoute",
    metadata,
    spec: {
      parentRefs: [{ group: "", kind: "Service", name: metadata.name, port: 80 }],
      rules: ["v1", "v2"].map((version) => ({
        matches: [{ path: { type: "PathPrefix", value: `/${version}` } }],
        backendRefs: [{ name: `${metadata.name}-${version}`, port: 80, weight: 1 }],
      })),
    },
  }),
  (metadata) => ({
    apiVersion: "security.istio.io/v1",
    kind: "AuthorizationPolicy",
    metadata,
    spec: {
      targetRefs: [{ group: "", kind: "Service", name: metadata.name }],
      action: "ALLOW",
      rules: [
        {
          from: [{ source: { principals: [`cluster.local/ns/${metadata.namespace}/sa/web`] } }],
          to: [{ operation: { methods: ["GET"], paths: ["/api/*"] } }],
        },
      ],
    },
  }),
  (metadata) => ({
    apiVersion: "networking.istio.io/v1",
    kind: "VirtualService",
    metadata,
    spec: {
      hosts: [`${metadata.name}.example.com`],
      http: [{ timeout: "5s", route: [{ destination: { host: metadata.name, port: { number: 80 } }, weight: 100 }] }],
    },
  }),
];
