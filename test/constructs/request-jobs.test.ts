import { folderPaths } from "../../src/delivery/folders";
import type { KubernetesObject } from "../../src/mesh/mesh";
import type { MeshSpecInput } from "../../src/mesh/schema";
import { isAwaitedBefore } from "../../src/order/result";
import { ordersOf } from "../../src/render/order";
import { checked, type RenderedMesh } from "../../src/render/render";
import type { Snapshot } from "../../src/snapshot/snapshot";
import { specOf } from "../delivery/meshes";
import { planOf } from "../plan/support";

type Verify = NonNullable<MeshSpecInput["verify"]>;

const asJob = (name: string, namespace: string) => ({
  name,
  from: { namespace, serviceAccount: "curl" },
  url: "http://reviews.shop:9080/",
  expect: { status: 200 },
  job: { image: "registry.example.com/curl:8.11.1" },
});
const requests: Verify["requests"] = [
  asJob("reviews", "shop"),
  { ...asJob("by-people", "shop"), job: undefined },
  asJob("ledger", "bank"),
];

function rendered(
  verify: Verify,
  engine: "argocd" | "flux" = "argocd",
  line = "sail ambient 1.28.3 v1.28.2 -> v1.28.3",
): RenderedMesh {
  return checked(
    planOf(line, { verify, delivery: { engine, repository: { url: "https://git.example.com/mesh.git" } } }),
  );
}

const jobs = ({ entries }: Snapshot) =>
  entries.filter(({ file }) => file.startsWith("mesh/92-requests/")).map(({ object, file }) => ({ object, file }));

interface JobSpec {
  readonly template: {
    readonly metadata: { readonly labels: Readonly<Record<string, string>> };
    readonly spec: {
      readonly serviceAccountName: string;
      readonly automountServiceAccountToken?: boolean;
      readonly securityContext: object;
      readonly initContainers?: readonly Container[];
      readonly containers: readonly Container[];
    };
  };
}
interface Container {
  readonly name: string;
  readonly image: string;
  readonly command: readonly string[];
  readonly args: readonly string[];
  readonly securityContext: object;
}
const podOf = (job: KubernetesObject) => specOf<JobSpec>(job).template;

describe("requests that Jobs make", () => {
  const { plan, snapshots } = rendered({ requests });
  const cni = snapshots.find(({ phase }) => phase.kind === "cni") as Snapshot;
  const at = snapshots.indexOf(cni);

  test("are those that are asked for by name, in their namespaces, under the account that asks", () => {
    expect(jobs(cni).map(({ file, object }) => [file, object.metadata.namespace, object.metadata.name])).toEqual([
      ["mesh/92-requests/job-request-reviews.yaml", "shop", expect.stringMatching(/^reviews-request-02-[0-9a-f]{8}$/)],
      ["mesh/92-requests/job-request-ledger.yaml", "bank", expect.stringMatching(/^ledger-request-02-[0-9a-f]{8}$/)],
    ]);
    const { metadata, spec } = podOf((jobs(cni)[0] as { object: KubernetesObject }).object);
    expect(Object.keys(metadata.labels).filter((key) => !key.startsWith("meshstep.dev/"))).toEqual([]);
    expect(spec).toMatchObject({
      serviceAccountName: "curl",
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
      containers: [
        {
          image: "registry.example.com/curl:8.11.1",
          command: ["sh"],
          args: ["-c", expect.stringContaining("http://reviews.shop:9080/"), "sh", "2880"],
          securityContext: {
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ["ALL"] },
          },
        },
      ],
    });
  });

  test("are in the phases that ask requests, each under a name of its own", () => {
    const kinds = snapshots.filter((one) => jobs(one).length > 0).map(({ phase }) => phase.kind);
    expect(kinds).toEqual(["baseline", "cni", "ztunnel", "verify"]);
    const names = snapshots.flatMap((one) => jobs(one).map(({ object }) => object.metadata.name));
    expect(new Set(names).size).toBe(8);
  });

  test("are forgotten by the neighbours' first Job, which has the right to, and to no more", () => {
    const next = snapshots[at + 1] as Snapshot;
    const precheck = next.entries.find(({ file }) => file.endsWith("05-precheck/job-precheck.yaml"));
    const spec = podOf(precheck?.object as KubernetesObject).spec;
    const forget = [...(spec.initContainers ?? []), ...spec.containers].filter(({ name }) => name.startsWith("forget"));
    for (const { object } of jobs(cni)) {
      const { namespace, name } = object.metadata;
      expect(forget.filter(({ args }) => args.includes(name) && args.includes(namespace ?? ""))).toHaveLength(1);
    }
    const role = next.entries.find(({ object }) => object.kind === "Role" && object.metadata.namespace === "bank");
    expect(role?.object["rules"]).toEqual([
      {
        apiGroups: ["batch"],
        resources: ["jobs"],
        resourceNames: snapshots.flatMap((one) =>
          jobs(one).flatMap(({ object }) => (object.metadata.namespace === "bank" ? [object.metadata.name] : [])),
        ),
        verbs: ["get", "list", "watch", "delete"],
      },
    ]);
  });

  test("a name tells what is asked: another question has another name", () => {
    const named = (verify: Verify) =>
      rendered(verify).snapshots.flatMap((one) => jobs(one).map(({ object }) => object.metadata.name));
    const other = requests.map((one) => ({ ...one, expect: { status: 403 } }));
    expect(named({ requests: other }).filter((name) => named({ requests }).includes(name))).toEqual([]);
  });

  test("two names that are cut alike are two Jobs, of at most 63 characters", () => {
    const long = "a".repeat(60);
    const { snapshots: both } = rendered({ requests: [asJob(`${long}1`, "shop"), asJob(`${long}2`, "shop")] });
    const names = jobs(both[0] as Snapshot).map(({ object }) => object.metadata.name);
    expect(new Set(names).size).toBe(2);
    for (const name of names) expect(name.length).toBeLessThanOrEqual(63);
  });

  test("come after the closing Job and before the marker, with both engines", () => {
    for (const engine of ["argocd", "flux"] as const) {
      const mesh = rendered({ requests }, engine);
      expect(mesh.findings.filter(({ rule }) => /^(DEL|SNAP|WAV|NS)/.test(rule))).toEqual([]);
      const order = ordersOf(mesh.plan, mesh.snapshots)(engine, mesh.snapshots[at] as Snapshot);
      const placed = (part: string) => order.placed.filter(({ entry }) => entry.file.includes(part));
      const [closing] = placed("90-verify/job-verify");
      const asked = placed("92-requests/");
      const [marker] = placed("95-marker/");
      if (!closing || !marker) throw new Error("no Job, or no marker");
      expect(asked).toHaveLength(2);
      for (const one of asked) {
        expect(one.awaited.until).toBe("complete");
        expect([isAwaitedBefore(closing, one), isAwaitedBefore(one, marker)]).toEqual([true, true]);
      }
    }
  });

  test("where people finish a phase, nobody asks before they have", () => {
    const { snapshots: sidecars } = rendered({ requests }, "argocd", "openshift sidecar 3.0.1 v1.24.3 -> v1.24.4");
    const manual = sidecars.filter(({ phase }) => phase.manual.length > 0);
    expect(manual.length).toBeGreaterThan(0);
    expect(manual.flatMap(jobs)).toEqual([]);
    // A proxy beside it that is no native sidecar is told when it is over.
    const script = podOf((jobs(sidecars[0] as Snapshot)[0] as { object: KubernetesObject }).object).spec.containers[0]
      ?.args[1];
    expect(script).toContain("quitquitquit");
  });

  test("the folder is there in every phase, and only in rows that ask for it", () => {
    expect(folderPaths(plan.mesh, snapshots)).toContain("mesh/92-requests");
    const none = rendered({ requests: [{ ...asJob("reviews", "shop"), job: undefined }] });
    expect(none.snapshots.flatMap(jobs)).toEqual([]);
    expect(folderPaths(none.plan.mesh, none.snapshots)).not.toContain("mesh/92-requests");
  });
});

describe("an SLO in the closing Job", () => {
  const verify: Verify = {
    prometheus: { namespace: "monitoring", service: "prometheus", port: 9090 },
    slos: [{ name: "few-errors", query: "sum(errors)", max: 0.01 }],
  };
  const { snapshots } = rendered(verify);
  const last = (snapshot: Snapshot) => {
    const job = snapshot.entries.find(({ file }) => file.endsWith("90-verify/job-verify.yaml"));
    return job && podOf(job.object).spec.containers[0];
  };

  test("comes last, in a shell, in every phase that moves something", () => {
    for (const snapshot of snapshots) {
      expect([snapshot.phase.dir, last(snapshot)]).toEqual([
        snapshot.phase.dir,
        expect.objectContaining({
          name: expect.stringMatching(/^\d+-slo$/),
          command: ["sh"],
          args: ["-c", expect.stringContaining("sleep 300\n"), "sh", "2880"],
        }),
      ]);
    }
    expect(snapshots.map(({ phase }) => phase.kind)).toEqual(["baseline", "control-plane", "cni", "ztunnel", "verify"]);
  });

  test("may ask that Service through the API server, and nothing else there", () => {
    const rules = snapshots.map(({ entries }) =>
      entries.filter(({ object }) => object.kind === "Role" && object.metadata.namespace === "monitoring"),
    );
    for (const roles of rules) {
      expect(roles.map(({ object }) => object["rules"])).toEqual([
        [{ apiGroups: [""], resources: ["services/proxy"], resourceNames: ["prometheus:9090"], verbs: ["get"] }],
      ]);
    }
  });

  test("is asked on the way back, too, where something moves", () => {
    const asks = ({ phase }: Snapshot) => phase.back.at(-1)?.check === "slo";
    expect(snapshots.filter(asks).map(({ phase }) => phase.kind)).toEqual(["control-plane", "cni", "ztunnel"]);
  });
});
