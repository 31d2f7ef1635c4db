import { checkCommand } from "../../src/gates/command";
import type { OperatorEvidence } from "../../src/gates/operator/evidence";
import { operatorReconciled } from "../../src/gates/operator/reconciled";
import { runWith } from "./fake-cluster";
import {
  answersFrom,
  at,
  client,
  csv,
  digest,
  installed,
  lease,
  namespace,
  newPod,
  oldPod,
  parts,
  pod,
  release,
  settled,
  workload,
} from "./operator-evidence";

const [istiod, cni, ztunnel] = parts as [(typeof parts)[0], (typeof parts)[0], (typeof parts)[0]];
const { secrets: _, ...noSecrets } = settled;
const { lease: __, ...noLease } = noSecrets;
const old = (image: string) => digest(`older-${image}`);

/** What is there, and what is missing for the gate to hold. */
const rows: [string, OperatorEvidence, true | string][] = [
  ["the new operator rules and has rendered everything", settled, true],
  ["no CSV yet", { ...settled, installed: null }, `${csv} is not there, not Succeeded`],
  [
    "the CSV is being installed",
    { ...settled, installed: installed("Installing") },
    `${csv} is Installing, not Succeeded`,
  ],
  [
    "as in the lab at 27 s: all is settled, and the old operator still holds the lease",
    {
      ...settled,
      pods: [newPod, oldPod],
      lease: lease("servicemesh-operator3-55c7-vwxyz_0f0e", "2026-10-01T08:00:05.000000Z"),
    },
    `Lease sail-operator-lock is held by servicemesh-operator3-55c7-vwxyz, which is no pod of ${csv}`,
  ],
  [
    "the old pod is gone and its lease has not run out",
    { ...settled, lease: lease("servicemesh-operator3-55c7-vwxyz_0f0e", "2026-10-01T08:00:05.000000Z") },
    "Lease sail-operator-lock is held by servicemesh-operator3-55c7-vwxyz, which is gone or going",
  ],
  [
    "the holder is being deleted",
    {
      ...settled,
      pods: [
        pod("servicemesh-operator3-6d9f-abcde", at(5), "servicemesh-operator3-6d9f", { deletionTimestamp: at(50) }),
      ],
    },
    "Lease sail-operator-lock is held by servicemesh-operator3-6d9f-abcde, which is gone or going",
  ],
  ["nobody holds the lease", { ...settled, lease: lease("") }, "nobody holds Lease sail-operator-lock"],
  ["there is no lease", { ...settled, lease: null }, "nobody holds Lease sail-operator-lock"],
  [
    "a pod of something else holds it",
    { ...settled, pods: [pod("servicemesh-operator3-6d9f-abcde", at(5), "servicemesh-operator3-webhook-77aa")] },
    `Lease sail-operator-lock is held by servicemesh-operator3-6d9f-abcde, which is no pod of ${csv}`,
  ],
  [
    "the lease was taken before the CSV was there",
    { ...settled, lease: lease("servicemesh-operator3-6d9f-abcde_5c1c", "2026-11-21T09:59:59.999999Z") },
    `Lease sail-operator-lock is held by servicemesh-operator3-6d9f-abcde, which is no pod of ${csv}`,
  ],
  [
    "it rules, and has rendered nothing",
    { ...settled, secrets: parts.map((part) => release(part, 9, "2026-10-01T08:00:09Z")) },
    `Helm release default-istiod in istio-system is of 2026-10-01T08:00:09Z, from before the new operator took over at 2026-11-21T10:00:40Z`,
  ],
  [
    "ztunnel is the last",
    { ...settled, secrets: [release(istiod, 10, at(42)), release(cni, 10, at(42)), release(ztunnel, 9, at(39))] },
    "Helm release ztunnel in ztunnel is of 2026-11-21T10:00:39Z, from before the new operator took over at 2026-11-21T10:00:40Z",
  ],
  [
    "in the second of the takeover is after it",
    { ...settled, secrets: parts.map((part) => release(part, 10, at(40))) },
    true,
  ],
  [
    "ten is newer than nine, whatever their order",
    { ...settled, secrets: parts.flatMap((part) => [release(part, 10, at(42)), release(part, 9, at(1))]) },
    true,
  ],
  [
    "a release is written, its objects are not yet",
    {
      ...settled,
      secrets: [release(istiod, 10, at(42), "pending-upgrade"), release(cni, 10, at(42)), release(ztunnel, 10, at(42))],
    },
    "Helm release default-istiod in istio-system is pending-upgrade, not deployed",
  ],
  [
    "a release of the same name in another namespace",
    {
      ...settled,
      secrets: [
        release(istiod, 10, at(42)),
        release(cni, 10, at(42)),
        release({ ...ztunnel, workload: { ...ztunnel.workload, namespace: "elsewhere" } }, 10, at(42)),
      ],
    },
    "there is no Helm release ztunnel in ztunnel",
  ],
  ["secrets may not be read, and the images are the CSV's", noSecrets, true],
  [
    "secrets may not be read, and ztunnel still runs the old image",
    { ...noSecrets, workloads: [workload(istiod), workload(cni), workload(ztunnel, old)] },
    `daemonset/ztunnel in ztunnel does not run ${digest("ztunnel")} yet`,
  ],
  [
    "secrets may not be read, and the old operator rules although its images are the same",
    {
      ...noSecrets,
      pods: [newPod, oldPod],
      lease: lease("servicemesh-operator3-55c7-vwxyz_0f0e", "2026-10-01T08:00:05.000000Z"),
    },
    `Lease sail-operator-lock is held by servicemesh-operator3-55c7-vwxyz, which is no pod of ${csv}`,
  ],
  ["neither leases nor secrets may be read, and the images are the CSV's", noLease, true],
  [
    "tags prove nothing: two releases may have the same",
    { ...noLease, installed: installed("Succeeded", at(0), (part) => `gcr.io/istio-release/${part}:1.26.3`) },
    `${csv} names no digest for images.v1_26_3.istiod: only leases and secrets tell, so ask somebody who may read them`,
  ],
  [
    "no workload at all",
    { ...noLease, workloads: [] },
    `deployment/istiod in istio-system does not run ${digest("istiod")} yet`,
  ],
];

test.each(rows)("the predicate: %s", (_name, evidence, expected) => {
  expect(operatorReconciled(evidence)).toBe(expected);
});

describe("the command for people says the same", () => {
  const { run, expect: yes } = checkCommand({ check: "operator-reconciled", csv, namespace, parts }, "oc");

  test.each(rows)("%s", (_name, evidence, expected) => {
    const { status, out } = runWith(run, client, answersFrom(evidence));
    expect(out).toBe(expected === true ? `${yes}\n` : `waiting: ${expected}\nno: ${expected}\n`);
    expect(status).toBe(expected === true ? 0 : 1);
  });

  test("and waits until it is so", () => {
    const { status, out } = runWith(run, client, {
      ...answersFrom({ ...settled, installed: installed("Installing") }),
      "after-2": 'printf Succeeded > "$state/csv.status.phase"',
    });
    expect([status, out]).toEqual([0, `waiting: ${csv} is Installing, not Succeeded\n${yes}\n`]);
  });
});
