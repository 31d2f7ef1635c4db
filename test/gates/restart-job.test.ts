import { restartScript } from "../../src/gates/restart/script";
import type { Restart } from "../../src/plan/restarts";
import { type Ran, runWith } from "./fake-cluster";

/** `pods`, `owners` and `sets` hold what the templates print; a restart puts what is in `<kind>-<name>` in place of the pods. */
const cluster = `
case "$*" in
"get pods -n shop "*) cat "$state/pods" ;;
"get replicasets,replicationcontrollers,jobs -n shop "*) cat "$state/owners" ;;
"get deployments,statefulsets,daemonsets -n shop "*) cat "$state/sets" ;;
"rollout restart "*" -n shop") echo "restarted $3"; next="$state/after-$(echo "$3" | tr / -)"; [ ! -f "$next" ] || cp "$next" "$state/pods" ;;
"rollout status "*" -n shop --timeout="*) echo "waited for $3"; [ "$3" != "$(cat "$state/stuck" 2>/dev/null)" ] ;;
*) echo "unexpected: $*" >&2; exit 9 ;;
esac`;

const forward: Restart = { namespace: "shop", version: "v1.30.3", to: { by: "revision", values: ["new"] } };
const back: Restart = {
  ...forward,
  to: { by: "revision", values: ["old"] },
  from: { by: "revision", values: ["new"] },
};
const inPlace: Restart = { ...forward, to: { by: "version", values: ["1.30.3"] } };

function run(restart: Restart, files: Readonly<Record<string, string>>): Ran {
  return runWith(`sh -c '${restartScript(restart).replaceAll("'", `'\\''`)}' sh 60`, cluster, {
    owners: "",
    sets: "",
    ...files,
  });
}

const image = (version: string) => `registry.istio.io:5000/release/proxyv2:${version}-distroless@sha256:0a`;
const pod = (name: string, owner: string, carries: string, version = "1.29.6") =>
  `${name} ${owner} ${carries} ${image(version)}\n`;
const web = "ReplicaSet/web-1 Deployment/web\n";
const rolls = "Deployment/web - 0 false\nDaemonSet/agent RollingUpdate 0 false\nStatefulSet/db RollingUpdate 0 false\n";

test("only what carries another revision restarts, and it ends when none is left", () => {
  const done = run(forward, {
    pods:
      pod("web-1-a", "ReplicaSet/web-1", "old") +
      pod("web-1-b", "ReplicaSet/web-1", "old") +
      pod("db-0", "StatefulSet/db", "new"),
    owners: web,
    sets: rolls,
    "after-Deployment-web": pod("web-2-a", "ReplicaSet/web-2", "new") + pod("db-0", "StatefulSet/db", "new"),
  });
  expect(done).toEqual({
    status: 0,
    out: "waited for Deployment/web\nrestarted Deployment/web\nwaited for Deployment/web\nno pod of shop carries another sidecar than new\n",
  });
});

test("run again, it restarts nothing", () => {
  expect(run(forward, { pods: pod("web-2-a", "ReplicaSet/web-2", "new"), owners: web, sets: rolls })).toEqual({
    status: 0,
    out: "no pod of shop carries another sidecar than new\n",
  });
  expect(run(forward, { pods: "" }).status).toBe(0);
});

test("Deployments, StatefulSets and DaemonSets, each once", () => {
  const { status, out } = run(forward, {
    pods:
      pod("agent-x", "DaemonSet/agent", "old") +
      pod("agent-y", "DaemonSet/agent", "older") +
      pod("db-0", "StatefulSet/db", "old"),
    sets: rolls,
    "after-StatefulSet-db": "",
  });
  expect([status, out.split("\n").filter((line) => line.startsWith("restarted"))]).toEqual([
    0,
    ["restarted DaemonSet/agent", "restarted StatefulSet/db"],
  ]);
});

test("what no restart reaches is named before anything restarts, and while it carries the old one the Job does not end", () => {
  const pods = [
    pod("bare", "-", "old"),
    pod("log-x", "DaemonSet/log", "old"),
    pod("idle-1-a", "ReplicaSet/idle-1", "old"),
    pod("roll-1-a", "ReplicaSet/roll-1", "old"),
    pod("dc-1-a", "ReplicationController/dc-1", "old"),
    pod("nightly-1-a", "Job/nightly-1", "old"),
    pod("part-0", "StatefulSet/part", "old"),
    pod("kafka-0", "StrimziPodSet/kafka", "old"),
    pod("lone-a", "ReplicaSet/lone", "old"),
  ].join("");
  const { status, out } = run(forward, {
    pods,
    owners:
      "ReplicaSet/idle-1 Deployment/idle\nReplicaSet/roll-1 Rollout/roll\nReplicationController/dc-1 DeploymentConfig/dc\nJob/nightly-1 CronJob/nightly\nReplicaSet/lone -\n",
    sets: "DaemonSet/log OnDelete 0 false\nDeployment/idle - 0 true\nStatefulSet/part RollingUpdate 2 false\n",
  });
  expect(status).toBe(1);
  expect(out.split("\n").slice(0, 9)).toEqual([
    "not by a restart: CronJob/nightly runs to its end, and a CronJob takes its sidecar at the next run",
    "not by a restart: DaemonSet/log is OnDelete: delete its pods one by one",
    "not by a restart: Deployment/idle is paused: kubectl rollout resume Deployment/idle -n shop, then restart it",
    "not by a restart: DeploymentConfig/dc is a DeploymentConfig, which kubectl does not restart: oc rollout latest dc/dc -n shop",
    "not by a restart: Pod/bare has no controller that brings it back: make it anew by hand",
    "not by a restart: ReplicaSet/lone does not replace its pods: delete them one by one",
    "not by a restart: Rollout/roll is an Argo Rollout, which kubectl does not restart: kubectl argo rollouts restart roll -n shop",
    "not by a restart: StatefulSet/part keeps the pods below partition 2: delete those one by one",
    "not by a restart: StrimziPodSet/kafka is its own controller's: restart it as that wants",
  ]);
  expect(out).not.toContain("restarted");
  expect(out).toContain("still old: Pod/bare of -");
  expect(out.trim().split("\n").at(-1)).toBe("STOP: pods of shop carry another sidecar than new");
});

test("a proxy that was not injected is its owner's: named, and left alone", () => {
  const done = run(forward, {
    pods: pod("edge-1-a", "ReplicaSet/edge-1", "-") + pod("web-1-a", "ReplicaSet/web-1", "old") + pod("lone", "-", "-"),
    owners: `${web}ReplicaSet/edge-1 Deployment/edge\n`,
    sets: `${rolls}Deployment/edge - 0 false\n`,
    "after-Deployment-web": pod("edge-1-a", "ReplicaSet/edge-1", "-") + pod("web-2-a", "ReplicaSet/web-2", "new"),
  });
  expect(done.status).toBe(0);
  expect(done.out).not.toContain("restarted Deployment/edge");
  const why =
    "has a proxy that was not injected: to move it is up to its owner, and it is described under spec.gateways";
  expect(done.out.split("\n").slice(0, 2)).toEqual([
    `not by a restart: Deployment/edge ${why}`,
    `not by a restart: Pod/lone ${why}`,
  ]);
  expect(done.out).toContain("restarted Deployment/web");
});

test("it waits for what people restart meanwhile", () => {
  const { status } = run(forward, { pods: pod("bare", "-", "old"), "after-2": 'printf "" > "$state/pods"' });
  expect(status).toBe(0);
});

test("a rollout that is under way is awaited, and what it brings is not restarted again", () => {
  const answers = cluster.replace('echo "waited for $3";', 'echo "waited for $3"; cp "$state/later" "$state/pods";');
  const { status, out } = runWith(`sh -c '${restartScript(forward).replaceAll("'", `'\\''`)}' sh 60`, answers, {
    pods: pod("web-1-a", "ReplicaSet/web-1", "old"),
    later: pod("web-2-a", "ReplicaSet/web-2", "new"),
    owners: web,
    sets: rolls,
  });
  expect([status, out]).toEqual([0, "waited for Deployment/web\nno pod of shop carries another sidecar than new\n"]);
});

test("one that does not come back fails it", () => {
  const { status, out } = run(forward, {
    pods: pod("web-1-a", "ReplicaSet/web-1", "old"),
    owners: web,
    sets: rolls,
    stuck: "Deployment/web",
  });
  expect([status, out.split("\n").at(-2)]).toEqual([
    1,
    "STOP: Deployment/web is in a rollout that does not end: look at its pods, and at what keeps new ones from starting",
  ]);
});

test("on the way back only what carries the revision that is left restarts", () => {
  const before = {
    pods: pod("web-1-a", "ReplicaSet/web-1", "old") + pod("old-x", "DaemonSet/agent", "older"),
    owners: web,
    sets: rolls,
  };
  expect(run(back, before)).toEqual({ status: 0, out: "no pod of shop carries another sidecar (new) than old\n" });
  const { status, out } = run(back, {
    ...before,
    pods: `${before.pods}${pod("web-1-b", "ReplicaSet/web-1", "new")}`,
    "after-Deployment-web": before.pods,
  });
  expect([status, out.match(/restarted .*/g)]).toEqual([0, ["restarted Deployment/web"]]);
});

test("under InPlace the tag of the image tells", () => {
  const files = {
    owners: web,
    sets: rolls,
    "after-Deployment-web": pod("web-2-a", "ReplicaSet/web-2", "default", "1.30.3"),
  };
  const { status, out } = run(inPlace, { ...files, pods: pod("web-1-a", "ReplicaSet/web-1", "default", "1.29.6") });
  expect([status, out.match(/restarted .*/g)]).toEqual([0, ["restarted Deployment/web"]]);
  expect(run(inPlace, { ...files, pods: pod("web-2-a", "ReplicaSet/web-2", "default", "v1.30.3") }).out).not.toContain(
    "restarted",
  );
  const rc = run(inPlace, { ...files, pods: pod("web-1-a", "ReplicaSet/web-1", "default", "1.30.3-rc.1") });
  expect(rc.out).toContain("restarted Deployment/web");
});

test("an image that names no version tells nothing, and nothing restarts", () => {
  const pods = `web-1-a ReplicaSet/web-1 default registry.example.com:5000/istio/proxyv2@sha256:0a\n`;
  const { status, out } = run(inPlace, { pods, owners: web, sets: rolls });
  expect(status).toBe(1);
  expect(out).toContain("names no version");
  expect(out).not.toContain("restarted Deployment");
});

test("a namespace that cannot be read is an error", () => {
  const { status, out } = runWith(`sh -c '${restartScript(forward).replaceAll("'", `'\\''`)}' sh 60`, "exit 1", {});
  expect([status, out]).toEqual([1, "STOP: the pods of shop cannot be read\n"]);
});
