import { kubectl } from "../cluster";
import { pause, until } from "../process";
import { bookmark, jobOf, jobSays, phaseAt, pushed, settle, verdictOf, type Walk } from "../walk";
import { jobIs, saysOf } from "./looks";
import { outcome, type Scenario } from "./scenario";

/** A closing gate says no: a pod of another ztunnel is there. When it is gone, the Job is deleted, and asked again. */
export const failing: Scenario = {
  name: "a gate that fails",
  says: "a closing Job that fails stops the row; with its cause gone and the Job deleted, it is asked again and the row goes on",
  from: 2,
  to: 3,
  run: async (walk: Walk) => {
    const { observer, engine, cluster } = walk;
    const phase = phaseAt(walk, 3);
    const mark = bookmark(walk);
    const commit = await pushed(walk, phase);
    await until(
      "the precheck passes",
      120,
      async () => (await jobIs(walk, phase, "precheck", "complete")) || "not yet",
    );
    await strayPod(walk);
    await until("the closing Job fails", 400, async () => (await jobIs(walk, phase, "verify", "failed")) || "not yet");
    const marker = observer.now.marker;
    const job = await jobOf(walk, phase, "verify");
    const said = await saysOf(walk, job?.name ?? "");
    const log = job ? await jobSays(walk, job.name) : "";
    await removeStrayPod(walk);
    // Long enough for an engine that would make the Job anew, or go on, by itself.
    await pause(20_000);
    const alone = await jobOf(walk, phase, "verify");
    const faults = [
      ...(marker === phase.dir || observer.now.marker === phase.dir
        ? ["the marker came although the gate said no"]
        : []),
      ...(alone?.uid === job?.uid ? [] : ["the Job was run again by itself"]),
      ...(job && said.includes(job.name) ? [] : [`the engine's status does not name the Job: ${said}`]),
      ...(log.includes("only-versions") ? [] : [`the Job's log does not say why: ${log}`]),
    ];
    const deleted = Date.now();
    await kubectl(cluster, ["delete", "job", job?.name ?? "", "-n", "istio-system"]);
    await until(
      "the Job is there again",
      180,
      async () => (await jobOf(walk, phase, "verify")) !== undefined || engine.says(),
    );
    const again = ((Date.now() - deleted) / 1000).toFixed(0);
    await settle(walk, phase, commit);
    return outcome(
      [verdictOf(walk, phase, mark)],
      faults,
      `status: ${said}`,
      `log: ${log}`,
      `made again after ${again} s`,
    );
  },
};

/** A pod that looks like a ztunnel of another version. It has an owner, so that the DaemonSet does not take it for its own. */
export async function strayPod({ cluster }: Walk): Promise<void> {
  const owner = ["get", "configmap", "kube-root-ca.crt", "-n", "ztunnel", "-o", "jsonpath={.metadata.uid}"];
  const uid = await kubectl(cluster, owner);
  const ownerReferences = [{ apiVersion: "v1", kind: "ConfigMap", name: "kube-root-ca.crt", uid, controller: true }];
  const labels = { app: "ztunnel", "app.kubernetes.io/version": "9.9.9" };
  const pod = {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "stray", namespace: "ztunnel", labels, ownerReferences },
    spec: { containers: [{ name: "stray", image: "example.com/ztunnel:9.9.9" }] },
  };
  await kubectl(cluster, ["create", "-f", "-"], JSON.stringify(pod));
}

export async function removeStrayPod({ cluster }: Walk): Promise<void> {
  await kubectl(cluster, ["delete", "pod", "stray", "-n", "ztunnel", "--ignore-not-found"]);
}
