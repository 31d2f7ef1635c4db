import { checkCommand, checkContainer, judgeCheck } from "../../src/gates/command";
import type { Answer } from "../../src/gates/query";
import type { KubernetesObject } from "../../src/mesh/mesh";
import type { Check } from "../../src/plan/checks";
import { runWith } from "./fake-cluster";
import { at, csv, installed, namespace, newPod, oldPod, pod } from "./operator-evidence";

const [name = "", release = ""] = csv.split(".v");
const check: Check = { check: "operator-leads", namespace, package: name, releases: [release] };
const between: Check = { ...check, releases: [release, "3.2.0"] };

/** What the namespace of the operator holds; `null`: that may not be read, or is not known. */
interface Found {
  readonly csvs: readonly KubernetesObject[] | null;
  readonly lease: KubernetesObject | null;
  readonly pods: readonly KubernetesObject[];
}

const held = (
  holderIdentity: string,
  acquireTime = at(40, ".123456"),
  renewTime = at(100, ".2"),
): KubernetesObject => ({
  apiVersion: "coordination.k8s.io/v1",
  kind: "Lease",
  metadata: { name: "sail-operator-lock", namespace },
  spec: { holderIdentity, acquireTime, renewTime },
});
const renamed = (version: string, phase?: string): KubernetesObject => {
  const one = installed(phase);
  return { ...one, metadata: { ...one.metadata, name: `${name}.v${version}` } };
};
const ofImage = (...images: readonly string[]): KubernetesObject => ({
  ...newPod,
  spec: { containers: images.map((image) => ({ name: "one", image })) },
});
const isNew = held("servicemesh-operator3-6d9f-abcde_5c1c");
const isOld = held("servicemesh-operator3-55c7-vwxyz_0f0e", "2026-10-01T08:00:05.000000Z");
const leading: Found = { csvs: [installed()], lease: isNew, pods: [newPod] };
const byHelm: Found = { csvs: null, lease: isNew, pods: [ofImage("quay.io/sail-dev/sail-operator:3.1.2")] };
const early =
  "servicemesh-operator3-6d9f-abcde leads for less than 60 seconds: it may not have rendered everything yet";

const rows: readonly [string, Check, Found, true | string][] = [
  ["the new operator leads, and has for a minute", check, leading, true],
  [
    "it has over midnight",
    check,
    { ...leading, lease: held("servicemesh-operator3-6d9f-abcde_5", "2026-11-21T23:59:30Z", "2026-11-22T00:00:31Z") },
    true,
  ],
  [
    "it has taken over a moment ago: all is settled, and nothing has moved",
    check,
    { ...leading, lease: held("servicemesh-operator3-6d9f-abcde_5", at(40), at(42)) },
    early,
  ],
  [
    "two replicas, and one of the old ones leads",
    check,
    { ...leading, lease: isOld, pods: [newPod, oldPod] },
    `Lease sail-operator-lock is held by servicemesh-operator3-55c7-vwxyz, which is no pod of ${csv}`,
  ],
  [
    "the old one is gone, and its lease has not run out",
    check,
    { ...leading, lease: isOld },
    "Lease sail-operator-lock is held by servicemesh-operator3-55c7-vwxyz, which is gone or going",
  ],
  [
    "nobody has raised the operator yet",
    check,
    { ...leading, csvs: [renamed("3.1.1")] },
    `${csv} is not there, not Succeeded`,
  ],
  [
    "it is being installed",
    check,
    { ...leading, csvs: [installed("Installing"), renamed("3.1.1", "Replacing")] },
    `${csv} is Installing, not Succeeded`,
  ],
  ["between two releases either may lead", between, leading, true],
  [
    "and if none does, both are named",
    between,
    { ...leading, csvs: [renamed("3.2.0", "Pending")] },
    `${csv} is not there, not Succeeded; ${name}.v3.2.0 is Pending, not Succeeded`,
  ],
  ["without leader election no old pod may run", check, { ...leading, lease: null }, true],
  [
    "and one does, although it ends",
    check,
    { ...leading, lease: null, pods: [newPod, oldPod] },
    `no Lease sail-operator-lock tells who leads, and pod ${oldPod.metadata.name} is from before ${csv}`,
  ],
  [
    "other operators of the namespace are no matter",
    check,
    { ...leading, lease: null, pods: [newPod, pod("other-1-a", "2026-10-01T08:00:00Z", "other-1")] },
    true,
  ],
  ["no pod at all", check, { ...leading, lease: null, pods: [] }, `no pod of ${csv} runs`],
  ["by Helm, the image tells", check, byHelm, true],
  [
    "where another package is installed, too",
    check,
    { ...byHelm, csvs: [{ ...installed(), metadata: { name: "kiali.v2.11.0" } }] },
    true,
  ],
  [
    "by Helm, and the old one leads",
    check,
    { ...byHelm, pods: [ofImage("gcr.io/kube-rbac-proxy:0.15.0", "quay.io:5000/sail-operator:3.1.1")] },
    "Lease sail-operator-lock is held by servicemesh-operator3-6d9f-abcde, which runs 3.1.1",
  ],
  [
    "by Helm, with an image that names no release",
    check,
    { ...byHelm, pods: [ofImage("r/sail-operator@sha256:00")] },
    true,
  ],
  [
    "by Helm, a moment ago",
    check,
    { ...byHelm, lease: held("servicemesh-operator3-6d9f-abcde_5", at(40), at(41)) },
    early,
  ],
  [
    "nothing that leads",
    check,
    { csvs: [], lease: null, pods: [] },
    `nobody holds Lease sail-operator-lock, in ${namespace}`,
  ],
];

test("a lease that may not be read is as none", () => {
  const answers = [
    { objects: [installed()] },
    { objects: [], failed: "you may not get leases" },
    { objects: [newPod] },
  ];
  expect(
    judgeCheck(
      check,
      answers.map((one) => ({ texts: [], ...one })),
    ),
  ).toBe(true);
});

test.each(rows)("%s", (_, asked, { csvs, lease, pods }, expected) => {
  const found = (objects: readonly KubernetesObject[]): Answer => ({ objects, texts: [] });
  const unknown = { ...found([]), failed: "the cluster does not know clusterserviceversions.operators.coreos.com" };
  expect(judgeCheck(asked, [csvs ? found(csvs) : unknown, found(lease ? [lease] : []), found(pods)])).toBe(expected);
});

describe("in a shell", () => {
  test.each(rows)("%s", (_, asked, found, expected) => {
    const { run, expect: yes } = checkCommand(asked, "oc");
    expect(runWith(run, client, filesOf(found))).toEqual(
      expected === true
        ? { status: 0, out: `${yes}\n` }
        : { status: 1, out: `waiting: ${expected}\nno: ${expected}\n` },
    );
  });

  test("a Job waits, and gives up with what is missing", () => {
    const container = checkContainer(check);
    if (!("script" in container)) throw new Error("no script");
    const job = (seconds: number) => `sh -c '${container.script.replaceAll("'", "'\\''")}' sh ${seconds}`;
    const old = filesOf({ ...leading, lease: isOld, pods: [newPod, oldPod] });
    const why = `Lease sail-operator-lock is held by servicemesh-operator3-55c7-vwxyz, which is no pod of ${csv}`;
    expect(runWith(job(30), client, old)).toEqual({ status: 1, out: `waiting: ${why}\nno: ${why}\n` });
    const then = { "after-2": 'cp "$state/later" "$state/lease"', later: filesOf(leading)["lease"] ?? "" };
    expect(runWith(job(60), client, { ...old, ...then })).toEqual({
      status: 0,
      out: `waiting: ${why}\n${release} leads\n`,
    });
  });

  test("a lease that may not be read is as none; one that does not answer is awaited", () => {
    const ask = (unread: string) => runWith(checkCommand(check, "oc").run, client, { ...filesOf(leading), unread });
    expect(ask("Error from server (Forbidden): leases is forbidden")).toMatchObject({ status: 0 });
    expect(ask("Unable to connect to the server")).toMatchObject({
      status: 1,
      out: expect.stringContaining("no: Unable to connect to the server"),
    });
  });

  test("and names what it may not read", () => {
    const forbidden = 'case "$2" in cluster*) echo "Error from server (Forbidden): no" >&2; exit 1 ;; esac';
    expect(runWith(checkCommand(check, "oc").run, forbidden, {})).toMatchObject({
      status: 1,
      out: expect.stringContaining("no: Error from server (Forbidden): no"),
    });
  });
});

/** Lines of fields, one for each object. */
function filesOf({ csvs, lease, pods }: Found): Record<string, string> {
  const spec = (lease?.["spec"] ?? {}) as Record<string, string>;
  const lines = pods.map(({ metadata, spec: of }) => {
    const owner = (metadata["ownerReferences"] as { name: string }[])[0]?.name;
    const images = ((of as { containers?: { image: string }[] } | undefined)?.containers ?? []).map((one) => one.image);
    return [metadata.name, metadata["creationTimestamp"], owner, metadata["deletionTimestamp"] ?? "-", ...images].join(
      " ",
    );
  });
  const installs = (csvs ?? []).map((one) => {
    const { phase } = one["status"] as { phase: string };
    return `${one.metadata.name} ${one.metadata["creationTimestamp"]} ${phase}`;
  });
  return {
    ...(csvs && { csvs: installs.map((one) => `${one}\n`).join("") }),
    ...(lease && { lease: `${spec["holderIdentity"]} ${spec["acquireTime"]} ${spec["renewTime"]}\n` }),
    pods: lines.map((one) => `${one}\n`).join(""),
  };
}

/** A `kubectl` that answers from those files, and nothing else. */
const client = `
last() { eval "echo \\"\\\${$#}\\""; }
field=$(last "$@" | sed 's/^jsonpath={//; s/}$//')
line() { grep "^$1 " "$state/$2" | cut -d" " -f"$3"; }
case "$*" in
"get clusterserviceversions.operators.coreos.com -n ${namespace} -o jsonpath="*)
  [ -f "$state/csvs" ] || { echo "error: the server doesn't have a resource type \\"clusterserviceversions\\"" >&2; exit 1; }
  cut -d" " -f1 "$state/csvs" | sed 's|^|/|' | tr -d '\\n' ;;
"get clusterserviceversions.operators.coreos.com "*" -n ${namespace} "*)
  case "$field" in
  *'[*].name') echo servicemesh-operator3 ;;
  .metadata.creationTimestamp) line "$3" csvs 2 ;;
  .status.phase) line "$3" csvs 3 ;;
  *) exit 9 ;;
  esac ;;
"get leases.coordination.k8s.io sail-operator-lock -n ${namespace} "*)
  case "$field" in name)
    [ ! -f "$state/unread" ] || { cat "$state/unread" >&2; exit 1; }
    [ ! -f "$state/lease" ] || echo lease.coordination.k8s.io/sail-operator-lock
    exit 0 ;;
  esac
  [ -f "$state/lease" ] || exit 1
  case "$field" in
  .spec.holderIdentity) cut -d" " -f1 "$state/lease" ;;
  .spec.acquireTime) cut -d" " -f2 "$state/lease" ;;
  *) { read -r holder taken renewed; echo "$taken $renewed $holder"; } < "$state/lease" ;;
  esac ;;
"get pods -n ${namespace} "*) cut -d" " -f1-3 "$state/pods" ;;
"get pod "*" -n ${namespace} "*)
  case "$field" in
  *ownerReferences*) line "$3" pods 3 ;;
  *creationTimestamp) line "$3" pods 2 ;;
  *deletionTimestamp) line "$3" pods 4 | tr -d - ;;
  *) line "$3" pods 5- ;;
  esac ;;
*) echo "unexpected: $*" >&2; exit 9 ;;
esac`;
