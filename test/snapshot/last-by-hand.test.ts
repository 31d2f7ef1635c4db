import { phaseMarkdown } from "../../src/snapshot/phase-md";
import { names, planOf } from "../plan/support";

test("where people finish the last phase, no Job of a next one is promised", () => {
  const values = {
    global: { caAddress: "cert-manager-istio-csr.cert-manager.svc:443" },
    pilot: { env: { ENABLE_CA_SERVER: "false" } },
  };
  const plan = planOf("sail sidecar 1.30.3 v1.29.6 -> v1.30.3", {
    upgrade: { strategy: "RevisionBased" },
    certificates: "istio-csr",
    controlPlane: { values },
    delivery: { engine: "flux" },
  });
  const said = (name: string) => {
    const text = phaseMarkdown(plan, names(plan).indexOf(name), "kubectl");
    return /the marker comes at once: (.*)$/m.exec(text)?.[1];
  };
  expect(names(plan).at(-1)).toBe("certificates-without-v1.29.6");
  expect(said("certificates-v1.30.3")).toBe("the Job before the next phase holds.");
  expect(said("certificates-without-v1.29.6")).toBe(
    "as it is the last one, no Job asks whether they have. Ask with one of the two commands above.",
  );
});
