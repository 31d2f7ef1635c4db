import { execFileSync } from "node:child_process";
import { manualCommands } from "../../src/gates/manual";
import type { ManualStep } from "../../src/plan/manual-steps";

describe("what people run", () => {
  const operator = {
    csv: "sailoperator.v1.28.3",
    namespace: "operators",
    subscription: "sailoperator",
    channel: "stable-1.28",
    way: ["sailoperator.v1.26.3"],
    catalog: "head",
  } as const;
  const steps: ManualStep[] = [
    { step: "approve-install-plan", ...operator },
    { step: "raise-operator", release: "1.28.3", ...operator },
    { step: "drain-nodes", ztunnelNamespace: "ztunnel", version: "v1.28.5" },
    { step: "restart-workloads", namespace: "shop", version: "v1.28.5" },
  ];

  test.each(steps)("$step is one command that any shell reads, indented or not", (step) => {
    for (const kubectl of ["oc", "kubectl"] as const) {
      const { run } = manualCommands(step, kubectl);
      expect(run).toHaveLength(1);
      const [command = ""] = run;
      // Only the quotes around the script: what is in it needs none, and can be read.
      expect(command.match(/'/g)).toHaveLength(2);
      expect(command).not.toMatch(/undefined|\[object/);
      expect(command).toContain(`k() { ${kubectl} "$@" </dev/null; }`);
      const script = command.slice(command.indexOf("'") + 1, -1);
      for (const text of [script, script.replace(/^(?=.)/gm, "   ")]) execFileSync("sh", ["-n", "-c", text]);
      execFileSync("bash", ["-n", "-c", command.replace(/^(?=.)/gm, "   ")]);
    }
  });
});

test.each([false, true])(
  "the owner of a Namespace moves labels that are there already: kubectl refuses that without a word (back: %s)",
  (back) => {
    const step: ManualStep = {
      step: "ask-owner",
      namespace: "pay",
      labels: { "istio.io/rev": "default-v1-30-3" },
      back,
    };
    expect(manualCommands(step, "kubectl").run).toEqual([
      "kubectl label namespace pay istio.io/rev=default-v1-30-3 --overwrite",
    ]);
  },
);

test.each([
  ["sailoperator.v1.28.3", true],
  ["servicemeshoperator3.v1.28.3", false],
])("who installed %s with Helm is told what to do instead: %s", (csv, isTold) => {
  const step: ManualStep = {
    step: "raise-operator",
    release: "1.28.3",
    csv,
    namespace: "operators",
    subscription: "one",
    channel: "stable-1.28",
    way: [],
    catalog: "head",
  };
  expect(manualCommands(step, "kubectl").says.includes("say so under `spec.operator.helm`")).toBe(isTold);
});

describe("the chart of an operator that Helm installs", () => {
  const step = {
    step: "raise-chart",
    from: "1.28.3",
    release: "1.30.3",
    namespace: "mesh",
    name: "sail",
    repository: "https://istio-ecosystem.github.io/sail-operator",
  } as const;
  const oci = { ...step, repository: "oci://registry.example.com/charts/" };
  const back = { from: step.release, release: step.from };
  const by = (kind: "Application" | "HelmRelease") => ({ installedBy: { kind, namespace: "gitops", name: "op" } });
  const upgrade = (chart: string, release: string) => `helm upgrade sail ${chart} --version ${release} -n mesh --wait`;
  const repo = "sail-operator --repo https://istio-ecosystem.github.io/sail-operator";

  test("takes its CRDs first, from a repository and from a registry, and leaves them on the way back", () => {
    expect(manualCommands(step, "oc").run).toEqual([
      `helm show crds ${repo} --version 1.30.3 | oc apply --server-side --force-conflicts -f -`,
      upgrade(repo, "1.30.3"),
    ]);
    expect(manualCommands(oci, "oc").run[1]).toBe(upgrade("oci://registry.example.com/charts/sail-operator", "1.30.3"));
    expect(manualCommands({ ...step, ...back }, "oc").run).toEqual([upgrade(repo, "1.28.3")]);
  });

  test.each([
    ["Application", "targetRevision", "ServerSideApply=true", "skipCrds: true"],
    ["HelmRelease", "spec.chart.spec.version", "upgrade.crds: CreateReplace", "upgrade.crds: Skip"],
  ] as const)("is raised in the %s that installs it", (kind, version, crds, kept) => {
    const { says, run } = manualCommands({ ...step, ...by(kind) }, "kubectl");
    expect(says).toMatch(/^In Git, write `1\.30\.3` for `1\.28\.3`/);
    for (const word of [version, crds, `${kind} gitops/op`]) expect(says).toContain(word);
    expect(run).toHaveLength(1);
    execFileSync("sh", ["-n", "-c", run[0] ?? ""]);
    expect(manualCommands({ ...step, ...by(kind), ...back }, "kubectl").says).toContain(kept);
  });
});
