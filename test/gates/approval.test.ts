import { manualCommands } from "../../src/gates/manual";
import { type Ran, runWith } from "./fake-cluster";

const csv = (version: string) => `servicemeshoperator3.v${version}`;
const step = {
  csv: csv("3.1.11"),
  namespace: "openshift-operators",
  subscription: "servicemeshoperator3",
  channel: "stable-3.1",
  way: [csv("3.1.1"), csv("3.1.2"), csv("3.1.10")],
  catalog: "head",
} as const;

/** A file per field: `sub.status.installedCSV`, `install-a.spec.approved`; approving runs `on-install-a`. */
const olm = `
put() { printf '%s' "$2" > "$state/$1"; }
last() { eval "echo \\"\\\${$#}\\""; }
field=$(last "$@" | sed 's/^jsonpath={\\.//; s/}$//; s/\\[\\*\\]//')
case "$*" in
"get subscriptions.operators.coreos.com servicemeshoperator3 -n openshift-operators "*) cat "$state/sub.$field" 2>/dev/null || [ -f "$state/sub.spec.channel" ] ;;
"get installplans.operators.coreos.com -n openshift-operators "*)
  for file in "$state"/*.spec.approved; do [ "$(cat "$file" 2>/dev/null)" != false ] || { name=\${file##*/}; printf '%s ' "\${name%.spec.approved}"; }; done ;;
"get installplans.operators.coreos.com "*) cat "$state/$3.$field" 2>/dev/null || true ;;
"patch subscriptions.operators.coreos.com servicemeshoperator3 -n openshift-operators --type merge -p spec: {channel: "*)
  channel=\${*##*channel: }; put sub.spec.channel "\${channel%\\}}"; echo "patched the Subscription"; . "$state/on-channel" ;;
"patch installplans.operators.coreos.com "*" -n openshift-operators --type merge -p spec: {approved: true}")
  [ ! -f "$state/forbidden" ] || { echo "forbidden"; exit 1; }
  put "$3.spec.approved" true; echo "approved $3"; [ ! -f "$state/on-$3" ] || . "$state/on-$3" ;;
*) echo "unexpected: $*" >&2; exit 9 ;;
esac`;

interface Plans {
  readonly [name: string]: { readonly csvs: readonly string[]; readonly approved?: boolean; readonly next?: string };
}

/** What OLM has: what is installed, the InstallPlan that the Subscription names, and all of them. */
function approve(
  installed: string | undefined,
  ref: string | undefined,
  plans: Plans,
  more: Readonly<Record<string, string>> = {},
  kind: "approve-install-plan" | "raise-operator" = "approve-install-plan",
): Ran {
  const files: Record<string, string> = { "sub.spec.channel": "stable-3.1" };
  if (installed !== undefined) files["sub.status.installedCSV"] = installed;
  if (ref !== undefined) files["sub.status.installPlanRef.name"] = ref;
  for (const [name, { csvs, approved = false, next }] of Object.entries(plans)) {
    files[`${name}.spec.approved`] = String(approved);
    files[`${name}.spec.clusterServiceVersionNames`] = csvs.join(" ");
    if (next) files[`on-${name}`] = next;
  }
  const { run } = manualCommands(
    kind === "raise-operator" ? { step: kind, release: "3.1.11", ...step } : { step: kind, ...step },
    "oc",
  );
  expect(run).toHaveLength(1);
  return runWith(run.join("\n"), olm, { ...files, ...more });
}

const set = (field: string, value: string) => `put sub.${field} '${value}';`;
const installs = (version: string) => set("status.installedCSV", csv(version));

describe("InstallPlans are approved", () => {
  test("when they hold the wanted release and nothing else", () => {
    expect(
      approve(csv("3.1.1"), "install-a", { "install-a": { csvs: [csv("3.1.11")], next: installs("3.1.11") } }),
    ).toEqual({
      status: 0,
      out: `InstallPlan install-a holds: ${csv("3.1.11")}\napproved install-a\n${csv("3.1.11")} is installed\n`,
    });
  });

  test("one after the other, when OLM goes release by release", () => {
    const { status, out } = approve(csv("3.1.1"), "install-a", {
      "install-a": { csvs: [csv("3.1.2")], next: installs("3.1.2") + set("status.installPlanRef.name", "install-b") },
      "install-b": { csvs: [csv("3.1.10")], next: installs("3.1.10") + set("status.installPlanRef.name", "install-c") },
      "install-c": { csvs: [csv("3.1.11")], next: installs("3.1.11") },
    });
    expect(out.match(/approved install-\w/g)).toEqual([
      "approved install-a",
      "approved install-b",
      "approved install-c",
    ]);
    expect([status, out.split("\n").at(-2)]).toEqual([0, `${csv("3.1.11")} is installed`]);
  });

  test("only the one that the Subscription names, where an older one waits too", () => {
    const { status, out } = approve(csv("3.1.1"), "install-b", {
      "install-a": { csvs: [csv("3.1.10")] },
      "install-b": { csvs: [csv("3.1.11")], next: installs("3.1.11") },
    });
    expect([status, out.match(/approved.*/g)]).toEqual([0, ["approved install-b"]]);
  });

  test("also the only one that waits, before the Subscription names it; at a first install too", () => {
    const { status } = approve(undefined, undefined, {
      "install-a": { csvs: [csv("3.1.11")], next: installs("3.1.11") },
    });
    expect(status).toBe(0);
  });

  test("when they come late", () => {
    const { status, out } = approve(
      csv("3.1.1"),
      undefined,
      {},
      {
        "after-2":
          `printf install-a > "$state/sub.status.installPlanRef.name"; printf false > "$state/install-a.spec.approved"; ` +
          `printf ${csv("3.1.11")} > "$state/install-a.spec.clusterServiceVersionNames"`,
        "on-install-a": installs("3.1.11"),
      },
    );
    expect(out).toContain("waiting: OLM offers nothing yet\nInstallPlan install-a holds");
    expect(status).toBe(0);
  });
});

describe("nothing is approved", () => {
  test.each<[string, Ran, RegExp]>([
    [
      "when another operator's release is in it",
      approve(csv("3.1.1"), "install-a", { "install-a": { csvs: [csv("3.1.11"), "kiali-operator.v2.11.4"] } }),
      /holds: servicemeshoperator3\.v3\.1\.11 kiali-operator\.v2\.11\.4\nSTOP: approving install-a would install all of these\n {2}agree with the owners[\s\S]*patch installplans\.operators\.coreos\.com install-a -n openshift-operators --type merge -p "spec: \{approved: true\}"/,
    ],
    [
      "when it is another operator's",
      approve(csv("3.1.1"), "install-a", { "install-a": { csvs: ["kiali-operator.v2.11.4"] } }),
      /STOP: InstallPlan install-a holds nothing of servicemeshoperator3/,
    ],
    [
      "when the channel has gone beyond the plan",
      approve(csv("3.1.1"), "install-a", { "install-a": { csvs: [csv("3.1.12")] } }),
      /STOP: OLM offers servicemeshoperator3\.v3\.1\.12, which this plan does not know on the way to servicemeshoperator3\.v3\.1\.11: do not approve it\n {2}describe that release under spec\.catalogs/,
    ],
    [
      "when a release on the way does not install what runs",
      approve(csv("3.1.1"), "install-a", { "install-a": { csvs: [csv("3.1.5")] } }),
      /STOP: OLM offers servicemeshoperator3\.v3\.1\.5/,
    ],
    [
      "when it would go back",
      approve(csv("3.1.10"), "install-a", { "install-a": { csvs: [csv("3.1.2")] } }),
      /STOP: OLM offers servicemeshoperator3\.v3\.1\.2/,
    ],
    [
      "when the name only begins like the wanted one",
      approve(csv("3.1.2"), "install-a", { "install-a": { csvs: [csv("3.1.1")] } }),
      /STOP: OLM offers servicemeshoperator3\.v3\.1\.1,/,
    ],
    [
      "when a newer release is installed than the plan ends at",
      approve(csv("3.2.0"), "install-a", { "install-a": { csvs: [csv("3.2.8")] } }),
      /STOP: servicemeshoperator3\.v3\.2\.0 is installed, which is not on the way from servicemeshoperator3\.v3\.1\.1 to/,
    ],
    [
      "when two wait and the Subscription names neither",
      approve(csv("3.1.1"), undefined, {
        "install-a": { csvs: [csv("3.1.10")] },
        "install-b": { csvs: [csv("3.1.11")] },
      }),
      /STOP: several InstallPlans wait, and the Subscription names none of them: install-a install-b/,
    ],
    [
      "when the phase is not applied yet",
      approve(
        csv("3.1.1"),
        "install-a",
        { "install-a": { csvs: [csv("3.1.11")] } },
        { "sub.spec.channel": "stable-3.0" },
      ),
      /waiting: Subscription servicemeshoperator3 follows stable-3\.0: the phase that says stable-3\.1 is not applied yet\nSTOP: .* not applied yet, and has for 3 looks, ten seconds apart/,
    ],
    [
      "when OLM offers nothing",
      approve(csv("3.1.1"), undefined, {}),
      /^waiting: OLM offers nothing yet\nSTOP: OLM offers nothing yet, and has for 3 looks, ten seconds apart\n {2}see what OLM says: oc describe subscriptions/,
    ],
    [
      "when the installation failed",
      approve(
        csv("3.1.1"),
        "install-a",
        { "install-a": { csvs: [csv("3.1.11")], approved: true } },
        { "install-a.status.phase": "Failed" },
      ),
      /STOP: InstallPlan install-a has failed\n {2}see why: oc describe/,
    ],
    [
      "when there is no Subscription",
      runWith(manualCommands({ step: "approve-install-plan", ...step }, "oc").run.join("\n"), olm, {}),
      /STOP: Subscription servicemeshoperator3 in openshift-operators cannot be read/,
    ],
  ])("%s", (_name, { status, out }, words) => {
    expect(out).toMatch(words);
    expect(out).not.toMatch(/^approved/m);
    expect(out).not.toContain("unexpected");
    expect(status).toBe(1);
  });

  test("when it is installed already", () => {
    expect(approve(csv("3.1.11"), "install-a", { "install-a": { csvs: ["kiali-operator.v2.11.4"] } })).toEqual({
      status: 0,
      out: `${csv("3.1.11")} is installed\n`,
    });
  });

  test("for ever when it is approved and never installed", () => {
    const { status, out } = approve(csv("3.1.1"), "install-a", {
      "install-a": { csvs: [csv("3.1.11")], approved: true },
    });
    expect(out).toMatch(/^waiting: InstallPlan install-a is approved, .* is not installed yet\nSTOP: /);
    expect(status).toBe(1);
  });

  test("by somebody who may not", () => {
    const plans = { "install-a": { csvs: [csv("3.1.11")] } };
    const { status, out } = approve(csv("3.1.1"), "install-a", plans, { forbidden: "" });
    expect([status, out.split("\n").slice(1, 3)]).toEqual([
      1,
      ["forbidden", "STOP: InstallPlan install-a could not be approved"],
    ]);
  });
});

test("a Subscription that is not in Git gets its channel first", () => {
  const { status, out } = approve(
    csv("3.1.1"),
    undefined,
    { "install-a": { csvs: [csv("3.1.11")], next: installs("3.1.11") } },
    { "sub.spec.channel": "stable", "on-channel": set("status.installPlanRef.name", "install-a") },
    "raise-operator",
  );
  expect(out).toBe(
    `Subscription servicemeshoperator3 goes from channel stable to stable-3.1\npatched the Subscription\nInstallPlan install-a holds: ${csv("3.1.11")}\napproved install-a\n${csv("3.1.11")} is installed\n`,
  );
  expect(status).toBe(0);
});
