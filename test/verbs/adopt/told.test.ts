import { inputErrorOf } from "../../support/folder";
import { adoptText, lines } from "./support";

/*
 * What adopt says of an input: each message with what is so, and a way on.
 */

function doc(apiVersion: string, kind: string, metadata: string, rest = ""): string {
  return `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { ${metadata} }\n${rest}`;
}
const sail = (kind: string, spec: string, metadata = "name: default") =>
  doc("sailoperator.io/v1", kind, metadata, `spec: ${spec}\n`);
const docs = (...all: readonly string[]) => all.join("---\n");
const istio = sail("Istio", "{ version: v1.27.9, namespace: istio-system }");
const cni = sail("IstioCNI", "{ version: v1.27.9, namespace: istio-cni }");
const ingress = sail("Istio", "{ version: v1.26.2, namespace: openshift-ingress }", "name: openshift-gateway");
const openshift = { distribution: "openshift" } as const;

test.each<[what: string, text: string, says: readonly string[]]>([
  [
    "a spec that is a list",
    sail("Istio", "[version: v1.28.3]"),
    ["Istio/default: spec is [", "has to be a map", "<stdin>:1:1"],
  ],
  [
    "an Istio that somebody else makes",
    sail("Istio", "{ version: v1.28.3 }", "name: default, ownerReferences: [{ kind: Mesh, name: a }]"),
    ["no Istio object among the 1 of the input; the Istio there has an owner", "Move the owner"],
  ],
  [
    "a policy that holds one",
    doc(
      "policy.open-cluster-management.io/v1",
      "Policy",
      "name: mesh, namespace: policies",
      "spec: { policy-templates: [{ objectDefinition: { apiVersion: sailoperator.io/v1, kind: Istio } }] }\n",
    ),
    ["Policy/policies/mesh (<stdin>:1:1) holds objects of sailoperator.io inside it", "kubectl get istios"],
  ],
  [
    "the ingress operator's own Istio",
    ingress,
    ["Istio/openshift-gateway is the one that the ingress operator of OpenShift keeps", "--istio NAME"],
  ],
  [
    "a revision without an Istio",
    sail("IstioRevision", "{ version: v1.28.3, namespace: istio-system }", "name: mine"),
    ["IstioRevision/mine stands alone: no Istio object among the 1 of the input", "meshstep plans Istio objects"],
  ],
  [
    "revisions with ztunnel",
    docs(
      sail("Istio", "{ version: v1.28.3, namespace: istio-system, updateStrategy: { type: RevisionBased } }"),
      sail("ZTunnel", "{ version: v1.28.3, namespace: ztunnel }"),
    ),
    ["plans that for sidecars only", "By hand: a tag on IstioRevision default-v1-28-3"],
  ],
])("%s", (_, text, says) => {
  const said = inputErrorOf(() => adoptText(text));
  for (const one of says) expect(said).toContain(one);
});

test("the ingress operator's Istio is left out, and told with the last release that knows its version", () => {
  const adoption = adoptText(docs(ingress, istio, cni), openshift);
  expect(lines(adoption)).toEqual([]);
  expect(adoption.notes[0]).toBe(
    "Istio/openshift-gateway is left out: the ingress operator of OpenShift keeps it, and moves it with the cluster",
  );
  expect(adoption.notes[1]).toMatch(
    /^Istio\/openshift-gateway has v1\.26\.2, which operator release 3\.3\.\d+ is the last to install/,
  );
  expect(adoption.notes).toHaveLength(2);
});

test("a namespace that asks for what is not there is not said to be in the mesh", () => {
  const namespace = (label: string) => doc("v1", "Namespace", `name: c, labels: { ${label} }`);
  const notes = (name: string, label: string) =>
    adoptText(
      docs(sail("Istio", "{ version: v1.27.9, namespace: istio-system }", `name: ${name}`), cni, namespace(label)),
      openshift,
    ).notes;
  expect(notes("mesh-a", "istio-injection: enabled")[0]).toMatch(
    /^namespace c asks for default by istio-injection=enabled, and no control plane and no tag of the input is called that/,
  );
  expect(notes("mesh-a", "istio.io/rev: mesh-b")[0]).toMatch(/^namespace c asks for mesh-b by istio\.io\/rev=mesh-b/);
  expect(notes("mesh-a", "istio.io/rev: mesh-a")).toEqual([]);
  expect(notes("default", "istio-injection: enabled")).toEqual([]);
});

test("the operator's group says what is missing for its key", () => {
  const olm = docs(
    doc(
      "operators.coreos.com/v1alpha1",
      "Subscription",
      "name: servicemeshoperator3, namespace: ossm",
      "spec: { name: servicemeshoperator3, channel: stable, source: redhat-operators, sourceNamespace: openshift-marketplace }\n",
    ),
    doc("operators.coreos.com/v1", "OperatorGroup", "name: og, namespace: ossm"),
  );
  const without = adoptText(docs(istio, cni, olm), openshift);
  expect(without.notes).toEqual([
    "OperatorGroup/ossm/og is carried as it is: with Namespace ossm in the input, too, it is operator.subscription.operatorGroup",
  ]);
  const whole = adoptText(docs(istio, cni, olm, doc("v1", "Namespace", "name: ossm")), openshift);
  expect(whole.text).toContain("operatorGroup: og");
  expect([lines(whole), whole.notes]).toEqual([[], []]);
});

describe("an alias is one patch of many", () => {
  const alias = docs(
    sail("Istio", "{ version: v1.28-latest, namespace: istio-system }"),
    cni.replace("v1.27.9", "v1.28-latest"),
  );
  const subscription = doc(
    "operators.coreos.com/v1alpha1",
    "Subscription",
    "name: sailoperator, namespace: operators",
    "spec: { name: sailoperator, source: a, sourceNamespace: olm, startingCSV: sailoperator.v1.28.3 }\n",
  );

  test("adopt asks which, where no operator release is said", () => {
    const said = inputErrorOf(() => adoptText(alias));
    expect(said).toContain(
      "Istio/default spec.version is v1.28-latest, and nothing says which operator release resolves that",
    );
    expect(said).toContain("Give --istio-version, the version that runs (kubectl get istiorevisions), or --release");
  });

  test.each<[what: string, text: string, choices: Parameters<typeof adoptText>[1], version: string]>([
    ["the user", alias, { istioVersion: "v1.28.5", distribution: "sail" }, "v1.28.5"],
    ["a release that the user names", alias, { release: "1.30.3", distribution: "sail" }, "v1.28.10"],
    ["a Subscription", docs(alias, subscription), {}, "v1.28.3"],
  ])("%s says it", (_, text, choices, version) => {
    expect(adoptText(text, choices).text).toContain(`\n  version: ${version}\n`);
  });

  test("a version of another minor is not what it stands for", () => {
    expect(inputErrorOf(() => adoptText(alias, { istioVersion: "v1.27.3" }))).toContain(
      "Istio/default spec.version is v1.28-latest, and --istio-version v1.27.3 is none of these",
    );
  });
});

describe("the operator of a cluster", () => {
  const plane = (name: string, version: string) =>
    sail(
      "Istio",
      `{ version: ${version}, namespace: home-${name}, values: { meshConfig: { discoverySelectors: [{ matchLabels: { mesh: ${name} } }] } } }`,
      `name: ${name}`,
    );
  const two = docs(
    plane("one", "v1.28.5"),
    plane("two", "v1.27.3"),
    sail("IstioCNI", "{ version: v1.28.5, namespace: istio-cni }"),
  );

  test("is one for all of its control planes", () => {
    const said = (name: string) => {
      const { text } = adoptText(two, { istio: name });
      return [/\n {2}distribution: (.*)/, /\n {4}release: (.*)/].map((one) => one.exec(text)?.[1]);
    };
    expect(said("one")).toEqual(said("two"));
  });

  test.each(["master", '"1.28"', "v1.28-latest"])("is found beside one of version %s", (other) => {
    const { text } = adoptText(two.replace("v1.27.3", other), { istio: "one" });
    expect(text).toContain("\n  version: v1.28.5\n");
  });

  test("that is a guess is told, and what is said is not", () => {
    const text = docs(istio.replace("v1.27.9", "v1.28.5"), cni.replace("v1.27.9", "v1.28.5"));
    expect(adoptText(text).doubts).toEqual([
      expect.stringMatching(
        /^taken for OpenShift Service Mesh 3, as it has a release whose default is v1\.28\.5; .*Sail Operator.* as well: --distribution names it$/,
      ),
    ]);
    expect(adoptText(text, openshift).doubts).toEqual([]);
    const subscribed = doc(
      "operators.coreos.com/v1alpha1",
      "Subscription",
      "name: servicemeshoperator3, namespace: operators",
      "spec: { name: servicemeshoperator3, source: a, sourceNamespace: olm }\n",
    );
    expect(adoptText(docs(text, subscribed)).doubts).toEqual([]);
  });
});

test.each([
  ["false", true],
  ["true", false],
])("istio-csr signs where istiod does not: ENABLE_CA_SERVER %s", (signs, isSaid) => {
  const values = `values: { global: { caAddress: "cert-manager-istio-csr.cert-manager.svc:443" }, pilot: { env: { ENABLE_CA_SERVER: "${signs}" } } }`;
  const adoption = adoptText(
    docs(sail("Istio", `{ version: v1.27.9, namespace: istio-system, ${values} }`), cni),
    openshift,
  );
  expect(lines(adoption)).toEqual([]);
  expect(adoption.text.includes("certificates: istio-csr")).toBe(isSaid);
});
