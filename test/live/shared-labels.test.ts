import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import "../support/git-env";
import { parse } from "yaml";
import { folderWith } from "../support/folder";
import { runGit } from "../support/git";
import { ambientHead } from "../support/mesh-text";
import { runCli } from "../support/run-cli";

/*
 * Labels of shared namespaces stand in no file of a mesh at rest: a Job has set them. Whatever the next edit is, following nothing but the command that
 * status names leaves them on the cluster as mesh.yaml says.
 */

const head = `${ambientHead}  waypoints: [{ name: wp, namespace: infra }]\n`;
const inMesh = { "istio.io/dataplane-mode": "ambient" };
const through = { ...inMesh, "istio.io/use-waypoint": "wp", "istio.io/use-waypoint-namespace": "infra" };

type Labels = Record<string, Record<string, string>>;

class Life {
  readonly folder = folderWith({});
  readonly cluster: Labels;
  git: boolean;

  constructor(cluster: Labels, git = true) {
    this.git = git;
    this.cluster = structuredClone(cluster);
    if (git) runGit(this.folder, ["init", "--quiet", "--initial-branch=main"]);
  }

  /** Writes the namespaces of mesh.yaml. */
  say(namespaces: string): void {
    writeFileSync(join(this.folder, "mesh.yaml"), `${head}  namespaces: [${namespaces}]\n`);
  }

  async run(command: string): Promise<string> {
    const { code, out, err } = await runCli(command.split(" ").slice(1), this.folder);
    // Of a folder that moves on, status says so by its code.
    if (code !== 0 && !command.includes("status")) throw new Error(`${command}: ${code}\n${out}${err}`);
    if (!command.includes("status")) this.commit();
    return out;
  }

  /** Does what status says, and nothing else, until the row is at its end. */
  async follow(steps = 20): Promise<void> {
    for (let step = 0; step < steps; step++) {
      const status = await this.run("meshstep status --live live");
      const command = /^go on with: (.*)$/m.exec(status)?.[1] ?? "";
      if (command.includes("--to VERSION")) return;
      await this.run(command);
      if (command.includes("promote")) this.apply();
    }
    if (steps === 20) throw new Error("no end");
  }

  commit(): void {
    if (!this.git) return;
    runGit(this.folder, ["add", "--all"]);
    runGit(this.folder, ["commit", "--quiet", "--allow-empty", "--message", "x"]);
  }

  /** What the Job of the live folder does to the cluster. */
  apply(): void {
    const path = join(this.folder, "live/namespaces/job-labels.yaml");
    if (!existsSync(path)) return;
    const { initContainers = [], containers } = parse(readFileSync(path, "utf8")).spec.template.spec;
    for (const { args } of [...initContainers, ...containers] as { args: string[] }[]) {
      const [verb, what, name = "", ...labels] = args;
      if (verb !== "label" || what !== "namespace") continue;
      const of: Record<string, string> = this.cluster[name] ?? {};
      for (const label of labels.filter((one) => !one.startsWith("--"))) {
        const [key = "", value] = label.split("=");
        if (value === undefined) delete of[key.slice(0, -1)];
        else of[key] = value;
      }
      this.cluster[name] = of;
    }
  }
}

describe.each([
  ["with Git", true],
  ["without Git", false],
])("%s", (_, git) => {
  test.each<[string, Labels, readonly string[], Labels]>([
    ["a namespace leaves", { shop: inMesh }, ["{ name: shop }", ""], { shop: {} }],
    [
      "one leaves, then another one gets a label",
      { a: { ...inMesh }, b: { ...inMesh } },
      ["{ name: a }, { name: b }", "{ name: b }", "{ name: b, labels: { team: x } }"],
      { a: {}, b: { ...inMesh, team: "x" } },
    ],
    ["one joins, and leaves again", { shop: {} }, ["", "{ name: shop }", ""], { shop: {} }],
    [
      "one joins, goes through a waypoint, and does so no longer",
      { shop: {} },
      ["", "{ name: shop }", "{ name: shop, waypoint: { name: wp, namespace: infra } }", "{ name: shop }"],
      { shop: inMesh },
    ],
    [
      "one leaves, and comes back through a waypoint",
      { shop: inMesh },
      ["{ name: shop }", "", "{ name: shop, waypoint: { name: wp, namespace: infra } }"],
      { shop: through },
    ],
  ])("%s", async (_, cluster, edits, expected) => {
    const life = new Life(cluster, git);
    for (const edit of edits) {
      life.say(edit);
      await life.follow();
    }
    expect(life.cluster).toEqual(expected);
  });
});

test("an edit is taken back half way, after somebody ran synth alone", async () => {
  const life = new Life({ shop: {} });
  life.say("");
  await life.follow();
  life.say("{ name: shop, waypoint: { name: wp, namespace: infra } }");
  // The row, its baseline, the waypoint, and the labels.
  await life.follow(4);
  expect(life.cluster).toEqual({ shop: through });
  life.say("");
  await life.run("meshstep synth");
  await life.follow();
  expect(life.cluster).toEqual({ shop: {} });
});
