import type { KubernetesObject } from "../../src/mesh/mesh";
import { ambient, cni, type Expected, expectState, expectStep, istio, setOf } from "./support";

const where = "sail 1.28.3";
const step = (before: KubernetesObject[], after: KubernetesObject[]) => ({
  before: setOf(where, before),
  after: setOf(where, after),
});

describe("DEL010", () => {
  const group = "rbac.authorization.k8s.io/v1";
  const made = (apiVersion: string, kind: string, body: object = {}): KubernetesObject => ({
    apiVersion,
    kind,
    metadata: { name: "gate", namespace: "istio-system" },
    ...body,
  });
  const job = made("batch/v1", "Job", { spec: { template: { spec: { serviceAccountName: "gate" } } } });
  const account = made("v1", "ServiceAccount");
  const role = made(group, "Role");
  const binding = made(group, "RoleBinding", {
    roleRef: { kind: "Role", name: "gate" },
    subjects: [{ kind: "ServiceAccount", name: "gate" }],
  });
  const all = [job, account, role, binding];

  test.each([
    ["its account", account],
    ["its role", role],
    ["its binding", binding],
  ])("%s goes, and the Job stays", (_what, gone) => {
    const after = all.filter((one) => one !== gone);
    expectStep("DEL010", step(all, after), [["error", "Job/istio-system/gate", `${gone.kind}/istio-system/gate`]]);
  });

  test("one of two roles goes with its binding: another Job may have needed it", () => {
    const elsewhere = (one: KubernetesObject) => ({ ...one, metadata: { name: "gate", namespace: "shop" } });
    const subjects = [{ kind: "ServiceAccount", name: "gate", namespace: "istio-system" }];
    const more = [elsewhere(role), { ...elsewhere(binding), subjects }];
    expectStep("DEL010", step([...all, ...more], all), []);
  });

  test("all of it goes, and what nobody uses", () => {
    const other = { ...account, metadata: { name: "other", namespace: "istio-system" } };
    expectStep("DEL010", step(all, []), []);
    expectStep("DEL010", step([...all, other], all), []);
  });
});

describe("SCH001: what cannot be changed once it is there", () => {
  const made = (apiVersion: string, kind: string, body: object, annotations: Record<string, string> = {}) => ({
    apiVersion,
    kind,
    metadata: { name: "one", namespace: "shop", annotations },
    ...body,
  });
  const job = (image: string, more: object = {}, annotations: Record<string, string> = {}) =>
    made(
      "batch/v1",
      "Job",
      { spec: { ...more, template: { spec: { containers: [{ name: "a", image }] } } } },
      annotations,
    );
  const bound = (kind: string, name: string) =>
    made("rbac.authorization.k8s.io/v1", kind, {
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name },
    });
  const selecting = (app: string) => made("apps/v1", "Deployment", { spec: { selector: { matchLabels: { app } } } });

  test.each<[string, KubernetesObject, KubernetesObject, string]>([
    ["the pods of a Job", job("a"), job("b"), "spec.template changes"],
    ["the role of a binding", bound("RoleBinding", "a"), bound("RoleBinding", "b"), "roleRef changes"],
    ["what a Deployment selects", selecting("a"), selecting("b"), "spec.selector changes"],
  ])("%s", (_what, before, after, message) => {
    expectStep("SCH001", step([before], [after]), [["error", `${after.kind}/shop/one`, message]]);
  });

  test.each<[string, object, Record<string, string>]>([
    ["ends itself", { ttlSecondsAfterFinished: 60 }, {}],
    ["is a hook", {}, { "argocd.argoproj.io/hook": "Sync" }],
    ["is replaced by Argo CD", {}, { "argocd.argoproj.io/sync-options": "Replace=true,Force=true" }],
    ["is replaced by Flux", {}, { "kustomize.toolkit.fluxcd.io/force": "enabled" }],
  ])("a Job that %s may change", (_what, more, annotations) => {
    expectStep("SCH001", step([job("a", more, annotations)], [job("b", more, annotations)]), []);
  });

  test.each([
    ["Replace=true", []],
    ["ServerSideApply=true", [["error", "Job/shop/one", "spec.template changes"]]],
  ] satisfies [string, Expected[]][])("an Application with %s applies it", (option, expected) => {
    const by = {
      apiVersion: "argoproj.io/v1alpha1",
      kind: "Application",
      metadata: { name: "jobs", namespace: "argocd" },
      spec: { syncPolicy: { syncOptions: [option] } },
    };
    const reader = { by: { object: by }, name: "jobs", folders: [], cluster: { address: "", home: "" } };
    const moved = step([job("a")], [job("b")]);
    expectStep("SCH001", { ...moved, after: { ...moved.after, readBy: () => [reader] } }, expected);
  });
});

describe("VER013", () => {
  const good = ambient("v1.28.3", "v1.28.3", "v1.28.3");

  test("the CNI goes down before ztunnel", () => {
    expectStep("VER013", step(good, ambient("v1.28.3", "v1.27.0", "v1.28.3")), [
      ["warning", "IstioCNI/default", "from v1.28.3 to v1.27.0, before ZTunnel, which stays at v1.28.3"],
    ]);
    expectStep("VER013", step(good, ambient("v1.28.3", "v1.28.2", "v1.28.3")), [
      ["warning", "IstioCNI/default", "from v1.28.3 to v1.28.2"],
    ]);
  });

  test("the control plane goes down by a patch, before the others or with them", () => {
    const message = "from v1.28.3 to v1.28.2";
    expectStep("VER013", step(good, ambient("v1.28.2", "v1.28.3", "v1.28.3")), [["warning", "Istio/default", message]]);
    expectStep("VER013", step(good, ambient("v1.28.2", "v1.28.2", "v1.28.2")), [["warning", "Istio/default", message]]);
    expectStep("VER013", step([istio("v1.28.3")], [istio("v1.28.2")]), [["warning", "Istio/default", message]]);
  });

  test("by a minor: in place with nothing that follows it, and as a revision before what follows it", () => {
    const message = "Istio goes down from v1.28.3 to v1.27.0";
    const revised = (version: string) => istio(version, { updateStrategy: { type: "RevisionBased" } });
    const [equal, old] = [cni("v1.28.3"), cni("v1.27.0")];
    expectStep("VER013", step([istio("v1.28.3")], [istio("v1.27.0")]), [["warning", "Istio/default", message]]);
    expectStep("VER013", step([revised("v1.28.3"), equal], [revised("v1.27.0"), equal]), [
      ["warning", "Istio/default", message],
    ]);
    expectStep("VER013", step([revised("v1.28.3"), old], [revised("v1.27.0"), old]), []);
    expectStep("VER013", step([istio("v1.28.3"), equal], [istio("v1.27.0"), equal]), []);
  });

  test("ztunnel, the CNI and the control plane, one after the other, are the way back", () => {
    const [first, second] = [ambient("v1.28.3", "v1.28.3", "v1.28.2"), ambient("v1.28.3", "v1.28.2", "v1.28.2")];
    expectStep("VER013", step(good, first), []);
    expectStep("VER013", step(first, second), []);
    expectStep("VER013", step(second, ambient("v1.28.2", "v1.28.2", "v1.28.2")), []);
  });

  test("up, with the control plane, and in a phase of a plan", () => {
    const down = ambient("v1.28.3", "v1.28.3", "v1.27.0");
    expectStep("VER013", step(down, good), []);
    expectStep("VER013", step(good, ambient("v1.27.0", "v1.27.0", "v1.27.0")), []);
    expectStep("VER013", { ...step(good, ambient("v1.28.3", "v1.27.0", "v1.28.3")), kind: "cni" }, []);
  });
});

describe("CP003", () => {
  const istiod = (labels: object, metadata: object = {}): KubernetesObject => ({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "istiod", namespace: "istio-system", labels: { app: "istiod", ...labels }, ...metadata },
  });

  test.each([
    ["without a revision", istiod({})],
    ["of the same revision", istiod({ "istio.io/rev": "default" })],
    ["in another namespace", istiod({}, { namespace: "old" })],
  ])("an istiod of Helm %s", (_what, deployment) => {
    const id = `Deployment/${deployment.metadata.namespace}/istiod`;
    expectState("CP003", setOf(where, [istio("v1.28.3"), deployment]), [["error", id, "of revision default"]]);
  });

  test.each([
    ["another revision", istiod({ "istio.io/rev": "old" })],
    ["the operator's own", istiod({}, { ownerReferences: [{ kind: "IstioRevision" }] })],
    ["the operator's own, by its label", istiod({ "app.kubernetes.io/managed-by": "sail-operator" })],
  ])("good: %s", (_what, deployment) => {
    expectState("CP003", setOf(where, [istio("v1.28.3"), deployment]), []);
  });
});

describe("POL006", () => {
  const policy = (kind: string, spec: object, metadata: object = {}): KubernetesObject => ({
    apiVersion: "security.istio.io/v1",
    kind,
    metadata: { name: "p", namespace: "shop", ...metadata },
    spec,
  });
  const mtls = (mode?: string, more: object = {}, metadata: object = {}) =>
    policy("PeerAuthentication", { ...(mode && { mtls: { mode } }), ...more }, metadata);
  const pods = { selector: { matchLabels: { app: "cart" } } };
  const ports = (mode: string) => ({ ...pods, portLevelMtls: { 8080: { mode } } });
  const authorization = (spec: object, metadata: object = {}) => policy("AuthorizationPolicy", spec, metadata);
  const rule = (path: string) => ({ to: [{ operation: { paths: [path] } }] });
  const tokens = (...issuers: string[]) =>
    policy("RequestAuthentication", { jwtRules: issuers.map((issuer) => ({ issuer })) });
  const mesh = (meshConfig: object) => istio("v1.28.3", { values: { meshConfig } });
  const gateway = (tls: object): KubernetesObject => ({
    apiVersion: "networking.istio.io/v1",
    kind: "Gateway",
    metadata: { name: "g", namespace: "shop" },
    spec: { servers: [{ port: { number: 443, name: "https", protocol: "HTTPS" }, hosts: ["*"], tls }] },
  });
  const dry = { annotations: { "istio.io/dry-run": "true" } };
  const wide = mtls("STRICT", {}, { name: "wide" });

  test.each<[string, KubernetesObject[], KubernetesObject[], string, string]>([
    [
      "STRICT to PERMISSIVE",
      [mtls("STRICT")],
      [mtls("PERMISSIVE")],
      "PeerAuthentication/shop/p",
      "plain text is taken",
    ],
    [
      "PERMISSIVE to DISABLE",
      [mtls("PERMISSIVE")],
      [mtls("DISABLE")],
      "PeerAuthentication/shop/p",
      "nothing is encrypted",
    ],
    ["STRICT to nothing", [mtls("STRICT")], [mtls()], "PeerAuthentication/shop/p", "from STRICT to PERMISSIVE"],
    [
      "one port",
      [mtls("STRICT", ports("STRICT"))],
      [mtls("STRICT", ports("DISABLE"))],
      "PeerAuthentication/shop/p",
      "of port 8080 goes from STRICT to DISABLE",
    ],
    [
      "ALLOW to AUDIT",
      [authorization({ rules: [rule("/a")] })],
      [authorization({ action: "AUDIT", rules: [rule("/a")] })],
      "AuthorizationPolicy/shop/p",
      "is no longer",
    ],
    [
      "fewer rules that deny",
      [authorization({ action: "DENY", rules: [rule("/a"), rule("/b")] })],
      [authorization({ action: "DENY", rules: [rule("/a")] })],
      "AuthorizationPolicy/shop/p",
      "1 rules instead of 2",
    ],
    [
      "a rule that allows everything",
      [authorization({ rules: [rule("/a")] })],
      [authorization({ rules: [rule("/a"), {}] })],
      "AuthorizationPolicy/shop/p",
      "allows everybody everything",
    ],
    [
      "a dry run",
      [authorization({ rules: [rule("/a")] })],
      [authorization({ rules: [rule("/a")] }, dry)],
      "AuthorizationPolicy/shop/p",
      "refuses nothing",
    ],
    ["an issuer less", [tokens("a", "b")], [tokens("a")], "RequestAuthentication/shop/p", "tokens of b"],
    [
      "the way out of the mesh",
      [mesh({ outboundTrafficPolicy: { mode: "REGISTRY_ONLY" } })],
      [mesh({})],
      "Istio/default",
      "every address outside",
    ],
    ["older TLS", [mesh({ meshMTLS: { minProtocolVersion: "TLSV1_3" } })], [mesh({})], "Istio/default", "older TLS"],
    [
      "a gateway that asks for no certificate",
      [gateway({ mode: "MUTUAL" })],
      [gateway({ mode: "SIMPLE" })],
      "Gateway/shop/g",
      "port 443 goes from tls.mode MUTUAL to SIMPLE",
    ],
  ])("%s", (_what, before, after, object, part) => {
    expectStep("POL006", step(before, after), [["warning", object, part]]);
    expectStep("POL006", step(after, before), []);
    expectStep("POL006", { ...step(before, after), kind: "verify" }, []);
  });

  test.each<[string, KubernetesObject[], KubernetesObject[], Expected[]]>([
    ["left to the namespace, which is STRICT", [wide, mtls("STRICT", pods)], [wide, mtls("UNSET", pods)], []],
    [
      "left to the mesh, which is STRICT",
      [mtls("STRICT", {}, { namespace: "istio-system" }), istio("v1.28.3"), mtls("STRICT")],
      [mtls("STRICT", {}, { namespace: "istio-system" }), istio("v1.28.3"), mtls()],
      [],
    ],
    [
      "another rule that denies",
      [authorization({ action: "DENY", rules: [rule("/a")] })],
      [authorization({ action: "DENY", rules: [rule("/b")] })],
      [],
    ],
    [
      "DENY to ALLOW, and back",
      [authorization({ action: "DENY" }), authorization({}, { name: "q" })],
      [authorization({}), authorization({ action: "DENY" }, { name: "q" })],
      [
        ["warning", "AuthorizationPolicy/shop/p", "from DENY to ALLOW"],
        ["warning", "AuthorizationPolicy/shop/q", "whoever it did not name was refused"],
      ],
    ],
    ["an issuer renamed", [tokens("a")], [tokens("b")], []],
  ])("%s", (_what, before, after, expected) => expectStep("POL006", step(before, after), expected));
});
