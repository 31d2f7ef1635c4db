import { manualCommands } from "../../src/gates/manual";
import { type Ran, runWith } from "./fake-cluster";

/** `all` holds what the template prints; `stuck` the one that never finishes. */
const cluster = `
case "$*" in
"get deployments,statefulsets,daemonsets -n shop "*) cat "$state/all" ;;
"rollout restart "*" -n shop") echo "restarted $3" ;;
"rollout status "*" -n shop --timeout=30m") echo "waited for $3"; [ "$3" != "$(cat "$state/stuck" 2>/dev/null)" ] ;;
*) echo "unexpected: $*" >&2; exit 9 ;;
esac`;

function restart(files: Readonly<Record<string, string>>, except: readonly string[] = []): Ran {
  const step = { step: "restart-workloads", namespace: "shop", version: "v1.28.5", except } as const;
  const { run } = manualCommands(step, "kubectl");
  return runWith(run.join("\n"), cluster, files);
}

test("everything is restarted, then waited for", () => {
  expect(restart({ all: "Deployment/web - false app=web,\nStatefulSet/db RollingUpdate false app=db,\n" })).toEqual({
    status: 0,
    out: "restarted Deployment/web\nrestarted StatefulSet/db\nwaited for Deployment/web\nwaited for StatefulSet/db\nrestarted in shop: 2\n",
  });
});

test("what a restart does not reach is named, and fails nothing", () => {
  const all =
    "DaemonSet/agent OnDelete false app=agent,tier=node,\nDeployment/web - false app=web,\nDeployment/idle - true app=idle,\n";
  expect(restart({ all })).toEqual({
    status: 0,
    out: [
      "by hand: DaemonSet/agent is OnDelete: delete its pods one by one: kubectl get pods -n shop -l app=agent,tier=node",
      "Deployment/idle is paused: kubectl rollout resume Deployment/idle -n shop, then restart it",
      "restarted Deployment/web",
      "waited for Deployment/web",
      "restarted in shop: 1",
      "",
    ].join("\n"),
  });
});

test("gateways that move at another time are left alone", () => {
  const all =
    "Deployment/web - false app=web,\nDeployment/public-istio - false app=x,\nDeployment/public-istio-2 - false app=y,\n";
  expect(restart({ all }, ["public-istio"]).out).toBe(
    "restarted Deployment/web\nrestarted Deployment/public-istio-2\nwaited for Deployment/web\nwaited for Deployment/public-istio-2\nrestarted in shop: 2\n",
  );
});

test("one that does not come back stops it", () => {
  const { status, out } = restart({
    all: "Deployment/web - false app=web,\nDeployment/api - false app=api,\n",
    stuck: "Deployment/web",
  });
  expect([status, out.split("\n").at(-2)]).toEqual([
    1,
    "STOP: Deployment/web is not restarted after half an hour: look at its pods, then run kubectl rollout status Deployment/web -n shop",
  ]);
});

test("an empty namespace has nothing to restart, one that cannot be read is an error", () => {
  expect(restart({ all: "" })).toEqual({ status: 0, out: "restarted in shop: 0\n" });
  const { status, out } = restart({});
  expect([status, out.split("\n").at(-2)]).toEqual([1, "STOP: the workloads of shop cannot be read"]);
});
