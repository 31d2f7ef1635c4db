import { beforeYouStart } from "../../src/snapshot/before-start-md";
import { runWith } from "../gates/fake-cluster";
import { planOf } from "../plan/support";

/** The commands of a section's blocks, in order. */
function blocks(text: string): string[] {
  return [...text.matchAll(/^```sh\n([\s\S]*?)\n```$/gm)].map(([, body = ""]) => body);
}

const minor = planOf("openshift ambient 3.1.11 v1.26.8 -> v1.27.9", { delivery: { engine: "argocd" } });
const section = beforeYouStart(minor, "oc");
const [rights = "", tools = "", proof = "", diff = ""] = blocks(section);

test("it stands in PLAN.md's folder, and speaks of no other", () => {
  expect(section.startsWith("## Before you start\n\n")).toBe(true);
  expect(section).toContain("-k phases/00-baseline/manifests");
  expect(section).not.toMatch(/out\/|undefined|kubectl (get|diff|auth)/);
});

test("istioctl of the version that the plan ends at, and its precheck", () => {
  expect(tools).toBe("istioctl version --remote=false\nistioctl x precheck --from-version 1.26");
  expect(section).toContain("**istioctl 1.27.9**");
  expect(section).toContain("https://github.com/istio/istio/releases/tag/1.27.9, or the Command line tools page");
});

test("a patch has no older defaults to compare with; another namespace is named", () => {
  const patch = planOf("sail sidecar 1.30.3 v1.30.0 -> v1.30.3", { controlPlane: { namespace: "mesh" } });
  const [, second] = blocks(beforeYouStart(patch, "kubectl"));
  expect(second).toBe("istioctl version --remote=false\nistioctl -i mesh x precheck");
  expect(beforeYouStart(patch, "kubectl")).not.toContain("OpenShift console");
});

describe("rights", () => {
  const client = `
case "$*" in
"auth can-i "*) shift 2; echo "$*" >> "$state/asked"; ! grep -qxF "$*" "$state/missing" ;;
*) exit 9 ;;
esac`;

  test("are all asked for; none is missing", () => {
    expect(runWith(rights, client, { missing: "" })).toEqual({ status: 0, out: "every right is there\n" });
  });

  test("that are missing are named", () => {
    const missing = [
      "patch installplans.operators.coreos.com -n openshift-operators",
      "list secrets -n ztunnel",
      "get istios.sailoperator.io -A",
    ];
    const { status, out } = runWith(rights, client, { missing: missing.join("\n") });
    expect(out.trim().split("\n").sort()).toEqual([
      "missing: get istios.sailoperator.io",
      "missing: list secrets in ztunnel",
      "missing: patch installplans.operators.coreos.com in openshift-operators",
    ]);
    expect(status).toBe(1);
  });

  test.each<[string, Parameters<typeof planOf>, string[]]>([
    [
      "draining nodes",
      ["openshift ambient 3.3.1 v1.28.4 -> v1.28.5", { upgrade: { ztunnel: { updateStrategy: "OnDelete" } } }],
      ["create:pods::eviction", "patch:nodes::", "delete:pods:ztunnel:"],
    ],
    [
      "restarting workloads",
      ["openshift sidecar 3.0.1 v1.24.3 -> v1.24.4"],
      ["patch:daemonsets.apps:bookinfo:", "list:statefulsets.apps:bookinfo:"],
    ],
    [
      "a channel that is not in Git",
      ["openshift ambient 3.1.1 v1.26.3 -> v1.26.4"],
      [
        "patch:subscriptions.operators.coreos.com:openshift-operators:",
        "get:leases.coordination.k8s.io:openshift-operators:",
      ],
    ],
    [
      "requests",
      [
        "openshift ambient 3.3.1 v1.28.4 -> v1.28.5",
        {
          verify: {
            requests: [
              {
                name: "q",
                from: { namespace: "shop", serviceAccount: "web" },
                url: "http://a.b/",
                expect: { status: 200 },
              },
            ],
          },
        },
      ],
      ["create:pods:shop:exec"],
    ],
  ])("%s", (_name, [line, more], expected) => {
    const [first = ""] = blocks(beforeYouStart(planOf(line, more), "oc"));
    const asked = /^rights="(.*)"$/m.exec(first)?.[1]?.split(" ") ?? [];
    expect(asked).toEqual(expect.arrayContaining(expected));
    // istioctl reaches istiod with a token of its namespace; nobody needs that of a tenant.
    expect(asked.filter((right) => /token|shop:portforward/.test(right) && !/istio-system/.test(right))).toEqual([]);
    expect(asked).toEqual([...new Set(asked)].sort());
  });
});

describe("the baseline", () => {
  const client = `case "$*" in "diff --server-side --force-conflicts --field-manager=argocd-controller -k phases/00-baseline/manifests") cat "$state/diff"; exit "$(cat "$state/status")" ;; *) exit 9 ;; esac`;
  const change = (object: string, lines: string) =>
    `diff -u -N /tmp/LIVE-1/${object} /tmp/MERGED-2/${object}\n--- /tmp/LIVE-1/${object}\n+++ /tmp/MERGED-2/${object}\n@@ -1,6 +1,6 @@\n${lines}`;
  const annotated = change("sailoperator.io.v1.Istio..default", " metadata:\n+  annotations:\n   generation: 3\n");
  const marker = change("v1.ConfigMap.istio-system.meshstep-x", "+apiVersion: v1\n+kind: ConfigMap\n");
  const job = change("batch.v1.Job.istio-system.meshstep-x", "+apiVersion: batch/v1\n+metadata:\n+  generation: 1\n");
  const run = (text: string, status: number) => runWith(proof, client, { diff: text, status: String(status) });

  test.each([
    ["nothing differs", "", 0],
    ["annotations, the marker and gate Jobs are added", annotated + marker + job, 1],
  ])("changes nothing: %s", (_name, text, status) => {
    expect(run(text, status)).toEqual({ status: 0, out: "the baseline changes nothing that runs\n" });
  });

  test("a spec that would change, and an object that is not there, are named", () => {
    const spec = change(
      "sailoperator.io.v1.ZTunnel..default",
      "-  generation: 3\n+  generation: 4\n-  version: v1.26.3\n",
    );
    const missing = change("gateway.networking.k8s.io.v1.Gateway.bookinfo.waypoint", "+  generation: 1\n");
    expect(run(annotated + spec + missing, 1)).toEqual({
      status: 1,
      out: "the baseline would change sailoperator.io.v1.ZTunnel..default\nthe baseline would change gateway.networking.k8s.io.v1.Gateway.bookinfo.waypoint\n",
    });
  });

  test("of kinds without a generation, a line that goes is enough", () => {
    const data = change("v1.ConfigMap.bookinfo.settings", " data:\n-  mode: a\n+  mode: b\n-  more: c\n");
    expect(run(data, 1)).toEqual({
      status: 1,
      out: "the baseline would change v1.ConfigMap.bookinfo.settings\n",
    });
  });

  test("a Subscription: OLM does not read startingCSV again, but it follows its channel", () => {
    const name = "operators.coreos.com.v1alpha1.Subscription.operators.sailoperator";
    const csv =
      "-  generation: 1\n+  generation: 2\n+  startingCSV: sailoperator.v1.28.3\n-  startingCSV: sailoperator.v1.26.3\n";
    expect(run(change(name, csv), 1).status).toBe(0);
    expect(run(change(name, `${csv}-  channel: stable-1.28\n`), 1)).toEqual({
      status: 1,
      out: `the baseline would change ${name}\n`,
    });
  });

  test("what could not be compared is not called equal", () => {
    expect(run("", 2)).toEqual({ status: 2, out: "STOP: the baseline could not be compared\n" });
  });

  test.each([
    ["argocd", "argocd-controller"],
    ["flux", "kustomize-controller"],
    ["none", "kubectl"],
  ] as const)("under %s it is asked in the name of %s", (engine, manager) => {
    const plan = planOf("openshift ambient 3.3.1 v1.28.4 -> v1.28.5", { delivery: { engine } });
    expect(beforeYouStart(plan, "oc")).toContain(`manager="${manager}"`);
    expect(beforeYouStart(plan, "oc")).toContain(
      `oc diff --server-side --force-conflicts --field-manager=${manager} -k`,
    );
  });

  test("can be read as a whole", () => {
    expect(diff).toBe(
      "oc diff --server-side --force-conflicts --field-manager=argocd-controller -k phases/00-baseline/manifests",
    );
  });
});

describe("labels of owned namespaces", () => {
  const plan = planOf("openshift ambient 3.3.1 v1.28.4 -> v1.28.5", {
    namespaces: [
      { name: "own", ownership: "owned", labels: { team: "a" } },
      { name: "new", ownership: "owned", joins: true },
    ],
  });
  const script = blocks(beforeYouStart(plan, "oc")).find((one) => one.includes("owned=")) ?? "";
  const client = `case "$*" in "get namespace own --ignore-not-found -o go-template="*) cat "$state/labels" ;; *) exit 9 ;; esac`;

  test.each([
    ["kubernetes.io/metadata.name istio.io/dataplane-mode team", 0, "every label is there\n"],
    ["", 0, "every label is there\n"],
    [
      "kubernetes.io/metadata.name pod-security.kubernetes.io/enforce team",
      1,
      "Namespace own has pod-security.kubernetes.io/enforce, and mesh.yaml does not\n",
    ],
  ])("%j", (labels, status, out) => {
    expect(runWith(script, client, { labels })).toEqual({ status, out });
  });

  test("are no matter where there is none", () => {
    expect(section).not.toContain("owned=");
  });
});

test("an OperatorGroup of ours must be the only one", () => {
  const own = planOf("sail ambient 1.30.3 v1.30.3", {
    operator: { release: "1.30.3", subscription: { namespace: "sail-operator", channel: "stable-1.30" } },
    namespaces: [{ name: "sail-operator", ownership: "owned" }],
  });
  expect(beforeYouStart(own, "kubectl")).toContain(
    "kubectl get operatorgroups.operators.coreos.com -n sail-operator -o name",
  );
  expect(section).not.toContain("OperatorGroup");
});
