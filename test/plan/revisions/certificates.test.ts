import { manualCommands } from "../../../src/gates/manual";
import { meshFromSpec } from "../../../src/mesh/defaults";
import type { MeshSpecInput } from "../../../src/mesh/schema";
import { renderMesh } from "../../../src/render/render";
import { runWith } from "../../gates/fake-cluster";
import { names, phaseNamed, planOf } from "../support";

const line = "openshift sidecar 3.0.1 v1.24.3 -> v1.24.4";
const signed = {
  certificates: "istio-csr",
  controlPlane: { values: { global: { caAddress: "cert-manager-istio-csr.cert-manager.svc:443" } } },
} as const;
const revised = { ...signed, upgrade: { strategy: "RevisionBased" } };
const [old, wanted] = ["istiod-default-v1-24-3.istio-system.svc", "istiod-default-v1-24-4.istio-system.svc"];

const certificate = (has: readonly string[], lacks: readonly string[] = []) => ({
  check: "istiod-certificate",
  namespace: "istio-system",
  has,
  lacks,
});
const step = (revisions: readonly string[], leaves?: string) => ({
  step: "list-revisions",
  revisions,
  ...(leaves && { leaves }),
});

describe("istio-csr under RevisionBased", () => {
  const plan = planOf(line, revised);

  test("the new revision is listed before it begins, and the old one leaves the list last of all", () => {
    expect(names(plan)).toEqual([
      "baseline",
      "hold-v1.24.3",
      "certificates-v1.24.4",
      "control-plane-v1.24.4",
      "cni-v1.24.4",
      "cohort-1-v1.24.4",
      "verify-v1.24.4",
      "clean-up-v1.24.3",
      "certificates-without-v1.24.3",
    ]);
    const first = phaseNamed(plan, "certificates-v1.24.4");
    const last = phaseNamed(plan, "certificates-without-v1.24.3");
    expect(first.manual).toEqual([step(["default-v1-24-3", "default-v1-24-4"])]);
    expect(first.gates).toContainEqual(certificate([old, wanted]));
    expect(last.manual).toEqual([step(["default-v1-24-4"], "default-v1-24-3")]);
    expect(last.gates).toContainEqual(certificate([wanted], [old]));
  });

  test("no snapshot with an istiod begins before the certificate has its name, whichever side the cluster comes from", () => {
    const asked = plan.phases.map(({ precheck }) =>
      precheck.flatMap((one) => (one.check === "istiod-certificate" ? one.has.length : [])),
    );
    expect(asked).toEqual([[], [1], [1], [2], [2], [2], [2], [1], [1]]);
    expect(phaseNamed(plan, "control-plane-v1.24.4").precheck).toContainEqual(certificate([wanted, old]));
  });

  test("walked back the new revision leaves the list when it is gone, and not before", () => {
    expect(phaseNamed(plan, "control-plane-v1.24.4").backManual).toEqual({ before: [], after: [] });
    const first = phaseNamed(plan, "certificates-v1.24.4");
    expect(first.backManual.after).toEqual([step(["default-v1-24-3"], "default-v1-24-4")]);
    expect(first.back).toContainEqual(certificate([old], [wanted]));
    expect([first.reversible, phaseNamed(plan, "certificates-without-v1.24.3").reversible]).toEqual([
      "reversible",
      "reversible",
    ]);
  });

  test("each phase is rendered, with the right to ask for Certificates", () => {
    const { snapshots, findings } = renderMesh(
      meshFromSpec("test", {
        distribution: "openshift",
        dataPlane: "sidecar",
        version: "v1.24.3",
        operator: { release: "3.0.1" },
        namespaces: [{ name: "shop" }],
        delivery: { engine: "flux" },
        ...revised,
        upgrade: { to: "v1.24.4", strategy: "RevisionBased" },
      } as MeshSpecInput),
    );
    expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
    const roles = snapshots[1]?.entries.filter(
      ({ object }) => object.kind === "Role" && object.metadata.namespace === "istio-system",
    );
    expect(JSON.stringify(roles)).toContain("cert-manager.io");
  });
});

test("a row that is taken back from the middle takes the newer one out of the list, when it is gone", () => {
  const running = { controlPlane: ["v1.24.3", "v1.24.4"], hold: "v1.24.3" };
  const plan = planOf("openshift sidecar 3.0.1 v1.24.3 -> v1.24.3", { ...revised, running } as never);
  expect(names(plan).slice(-3)).toEqual(["control-plane-v1.24.3", "certificates-without-v1.24.4", "clean-up-hold"]);
  const on = planOf(line, { ...revised, running } as never);
  expect(names(on).filter((name) => name.startsWith("certificates"))).toEqual(["certificates-without-v1.24.3"]);
});

test("InPlace the revision keeps its name, and nothing has to be listed", () => {
  expect(names(planOf(line, signed)).filter((name) => name.startsWith("certificates"))).toEqual([]);
});

test.each<[string, object, RegExp | undefined]>([
  ["the key and the address", revised, undefined],
  ["the key alone", { certificates: "istio-csr" }, /does not name it/],
  ["the address alone", { ...revised, certificates: undefined }, /new revision is unknown to it/],
  ["the address alone, InPlace", { ...signed, certificates: undefined }, undefined],
  [
    "another CA",
    {
      upgrade: { strategy: "RevisionBased" },
      controlPlane: { values: { global: { caAddress: "ca.example.com:443" } } },
    },
    undefined,
  ],
])("REV010: %s", (_, more, message) => {
  const found = planOf(line, more).findings.filter(({ rule }) => rule === "REV010");
  expect(found).toEqual(
    message ? [expect.objectContaining({ severity: "error", message: expect.stringMatching(message) })] : [],
  );
});

describe("listing revisions", () => {
  const { run, says } = manualCommands({ step: "list-revisions", revisions: ["a", "b"] }, "oc");
  const cluster = `
case "$*" in
"get istiocsrs.operator.openshift.io -A -o "*) cat "$state/csrs" ;;
*--dry-run=server*) [ ! -f "$state/immutable" ] ;;
"patch istiocsrs.operator.openshift.io default -n cert-manager --type merge -p "*) echo "$9" ;;
*) echo "unexpected: $*"; exit 9 ;;
esac`;

  test("of an IstioCSR object, when it takes another list", () => {
    expect(runWith(run[0] as string, cluster, { csrs: "cert-manager default\n" })).toEqual({
      status: 0,
      out: '{"spec":{"istioCSRConfig":{"istio":{"revisions":["a","b"]}}}}\n',
    });
    const refused = runWith(run[0] as string, cluster, { csrs: "cert-manager default\n", immutable: "" });
    expect([refused.status, refused.out]).toEqual([
      1,
      expect.stringMatching(/^STOP: IstioCSR cert-manager\/default does not take another list/),
    ]);
    expect(runWith(run[0] as string, cluster, { csrs: "" }).status).toBe(1);
  });

  test("of a Helm release", () => {
    expect(run[1]).toBe(
      "helm upgrade cert-manager-istio-csr jetstack/cert-manager-istio-csr --namespace cert-manager --reuse-values --wait --set 'app.istio.revisions={a,b}'",
    );
    expect(says).toContain("exactly these revisions: a and b");
  });
});
