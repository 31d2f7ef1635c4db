import { writeFileSync } from "node:fs";
import { argocd } from "./engines/argocd";
import { flux } from "./engines/flux";
import { findLab, startLab } from "./lab";
import { stopAll } from "./process";
import { Repository } from "./repository";
import { early } from "./scenarios/early";
import { failing } from "./scenarios/failing";
import { skipBack, skipForward } from "./scenarios/skip";
import { begin } from "./walk";

export async function main(argv: string[]): Promise<number> {
  const root = process.cwd();
  const lab = findLab(root);
  if ("missing" in lab) {
    console.log(lab.missing);
    return 0;
  }
  const engineName = argv[0] as "argocd" | "flux";
  const cluster = await startLab({
    ...lab,
    port: Number(argv[1]),
    release: "1.30.3",
    engine: engineName,
    podSeconds: 3,
  });
  let obs: { samples: unknown; stop(): void } | undefined;
  try {
    const engine = engineName === "argocd" ? argocd(cluster) : flux(cluster);
    const repo = await Repository.make(cluster, root, "test-cluster/meshes/sail-patch/mesh.yaml", engineName);
    console.log(repo.folder, cluster.env["KUBECONFIG"]);
    const t = Date.now();
    const say = (l: string) => console.log(((Date.now() - t) / 1000).toFixed(0), l);
    const { walk } = await begin(cluster, engine, repo, say);
    obs = walk.observer;
    for (const one of [early, skipForward, skipBack, failing]) {
      say(`--- ${one.name}`);
      const o = await one.run(walk);
      say(JSON.stringify({ faults: o.faults, seen: o.seen }, null, 1));
    }
    const gone = walk.observer.deletions.filter((d) => !["pods", "jobs"].includes(d.kind));
    say(JSON.stringify(gone));
  } catch (e) {
    console.log(e);
    if (process.env["KEEP"]) await new Promise((r) => setTimeout(r, 600_000));
  } finally {
    writeFileSync(`/tmp/h/samples-${engineName}.json`, JSON.stringify(obs?.samples ?? []));
    obs?.stop();
    await cluster.stop();
    stopAll();
  }
  return 0;
}
