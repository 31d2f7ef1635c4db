/** The mesh.yaml of the design: every part of an ambient mesh is in it. */
export const designMesh = `# yaml-language-server: $schema=../schema/mesh.schema.json
apiVersion: meshstep.dev/v1alpha1
kind: Mesh
metadata:
  name: prod-east
spec:
  distribution: openshift            # sail | openshift | alauda
  dataPlane: ambient                 # ambient | sidecar
  version: v1.26.3                   # what the mesh runs now
  operator:
    release: 3.1.2                   # what is installed now
    subscription:                    # optional: the OLM Subscription is in Git too
      namespace: openshift-operators
      channel: stable-3.1
      approval: Manual
  upgrade:                           # left out: only the baseline is emitted
    to: v1.26.4
    strategy: InPlace                # InPlace | RevisionBased
  controlPlane:
    name: default
    namespace: istio-system
    highAvailability: { minReplicas: 2 }
    discoverySelectors: [{ matchLabels: { istio-discovery: enabled } }]
    values: {}                       # anything the Istio CR accepts under spec.values
  cni: { namespace: istio-cni }
  ztunnel: { namespace: ztunnel, terminationGracePeriodSeconds: 300 }
  revisionTags: []                   # RevisionBased: [{ name: default }, { name: canary }]
  namespaces:
    - name: bookinfo
      ownership: shared              # owned: the Namespace is ours; shared: only these labels are ours
      waypoint: { name: waypoint }   # namespace: foo when it lives elsewhere
  waypoints:
    - { name: waypoint, namespace: bookinfo, for: service }
  manifests: [./l7/*.yaml]           # HTTPRoute, AuthorizationPolicy …: carried in every snapshot, unchanged
  verify:
    requests:
      - name: curl-may-read
        from: { namespace: default, serviceAccount: curl }
        url: http://productpage.bookinfo:9080/productpage
        expect: { status: 200, body: "<title>" }
  delivery:
    engine: argocd                   # argocd | flux | none
`;

/** The least that a mesh needs, with more lines (two spaces deep) under \`spec\`. */
export function meshText(name = "east", spec = ""): string {
  return `apiVersion: meshstep.dev/v1alpha1
kind: Mesh
metadata:
  name: ${name}
spec:
  distribution: sail
  dataPlane: ambient
  version: v1.28.1
  operator: { release: 1.28.1 }
${spec}`;
}

/** An object as a manifest. */
export function manifest(
  kind: string,
  name: string,
  namespace = "bookinfo",
  apiVersion = "gateway.networking.k8s.io/v1",
): string {
  return `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: ${name}\n  namespace: ${namespace}\n`;
}

/** The first lines of a mesh.yaml, for what is set beside them. */
export const ambientHead = `apiVersion: meshstep.dev/v1alpha1
kind: Mesh
metadata: { name: prod }
spec:
  distribution: sail
  dataPlane: ambient
  version: v1.28.10
  operator: { release: 1.30.3 }
`;
