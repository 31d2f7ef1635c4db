import { ambient, application, type Files, mesh, release, said, saidOfStep } from "./chart-support";

/* What charts of Istio are to take from files of theirs, and have not; each seen with Helm and the charts of 1.30. */

const asked = /^(VER012|PLAT003|ZTN003)$/;
const istiod = (...values: readonly string[]) => release("istiod", { values, after: "base" });
const cni = (...values: readonly string[]) => release("cni", { values, after: "istiod" });
const given = (...values: readonly string[]) => mesh({ "mesh/istiod.yaml": istiod(...values) });

test.each<readonly [what: string, files: Files, expected: readonly string[]]>([
  [
    "a compatibility profile that is gone",
    given(...ambient, 'compatibilityVersion: "1.24"'),
    ["VER012 error mesh/istiod.yaml:14"],
  ],
  ["one that is there", given(...ambient, 'compatibilityVersion: "1.28"'), []],
  [
    "of a version of which nobody knows",
    mesh({
      "mesh/istiod.yaml": release("istiod", { version: "1.77.0", values: [...ambient, "compatibilityVersion: x"] }),
    }),
    [],
  ],
  ["a profile of istioctl", { "a.yaml": istiod("profile: default") }, ["VER012 error a.yaml:13"]],
  ["a slip", { "a.yaml": istiod("profile: demmo") }, ["VER012 error a.yaml:13"]],
  ["where ztunnel is, that it is not ambient is enough", given("profile: default"), []],
  [
    "below global",
    { "a.yaml": application("istiod", { values: ["global:", "  profile: minimal"] }) },
    ["VER012 error a.yaml:14"],
  ],
  ["a profile of a chart that somebody builds", { "a.yaml": release("istiod", { values: ["profile: bank"] }) }, []],
  ["no such platform", given(...ambient, "platform: eks"), ["PLAT003 error mesh/istiod.yaml:14"]],
  ["filled in", given(...ambient, "platform: <platform>", "compatibilityVersion: <old>"), []],
  [
    "two platforms, and no word on whom istiod trusts",
    mesh({
      "mesh/istiod.yaml": istiod(...ambient, "platform: openshift"),
      "mesh/cni.yaml": cni(...ambient, "platform: k3s"),
    }),
    ["PLAT003 error mesh/istiod.yaml:14"],
  ],
  ["the CNI has folders of its own", mesh({ "mesh/istiod.yaml": istiod(...ambient, "global: { platform: k3s }") }), []],
  [
    "OpenShift trusts the ztunnel of kube-system alone",
    mesh({
      "mesh/istiod.yaml": istiod(...ambient, "global: { platform: openshift }"),
      "mesh/cni.yaml": cni(...ambient, "global: { platform: openshift }"),
    }),
    ["ZTN003 error mesh/istiod.yaml:13 fix"],
  ],
])("%s", (_what, files, expected) => {
  expect(said(files, asked).filter((line) => asked.test(line.split(" ")[0] ?? ""))).toEqual(expected);
});

const rendered = (version: string): Files => ({
  "istio/kustomization.yaml": `apiVersion: kustomize.config.k8s.io/v1beta1
kind: Kustomization
helmCharts:
${["base", "istiod", "cni", "ztunnel"]
  .map(
    (name) =>
      `  - name: ${name}\n    version: ${version}\n    repo: https://istio-release.storage.googleapis.com/charts\n    releaseName: ${name}\n    namespace: istio-system\n    valuesInline: { profile: ambient }\n`,
  )
  .join("")}`,
});

test("what one kustomization renders moves all at once", () => {
  expect(saidOfStep(rendered("1.29.1"), rendered("1.30.3"))).toEqual([
    "SKEW001 warning after/istio/kustomization.yaml:23",
  ]);
  expect(saidOfStep(rendered("1.30.2"), rendered("1.30.3"))).toEqual([]);
});

test("a revision of which no Service can be called", () => {
  const named = (revision: string) => said({ "a.yaml": istiod(`revision: ${revision}`) }, /^SCH004$/);
  expect(named("1.29.6")).toEqual(["SCH004 error a.yaml:13"]);
  expect(named("v1_29")).toEqual(["SCH004 error a.yaml:13"]);
  expect(named("1-29-6")).toEqual([]);
});

test("values that make another mesh of one that is live", () => {
  const live = (...values: readonly string[]) => mesh({ "mesh/istiod.yaml": istiod(...ambient, ...values) });
  const moved = (before: Files, after: Files) => saidOfStep(before, after).filter((line) => line.startsWith("CP002"));
  const domain = (name: string, more = "") => `meshConfig: { trustDomain: ${name}${more} }`;
  expect(moved(live(), live(domain("prod.example.com")))).toEqual(["CP002 error after/mesh/istiod.yaml:14"]);
  expect(moved(live(), live(domain("prod.example.com", ", trustDomainAliases: [cluster.local]")))).toEqual([]);
  expect(moved(live(domain("a.example")), live(domain("a.example"), "pilot: {}"))).toEqual([]);
  expect(moved(live(), live(domain("cluster.local")))).toEqual([]);
});
