import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { parseDocument } from "yaml";
import { undoLater } from "./cleanup";
import type { Cluster, EngineName } from "./cluster";
import { type Answer, ask, must } from "./process";

/** One check of a phase. */
export interface PlanCheck {
  readonly says: string;
  readonly run: string;
  readonly check: {
    readonly check: string;
    readonly resource?: string;
    readonly namespace?: string;
    readonly name?: string;
  };
}

/** What is read of plan.json. */
export interface PlanPhase {
  readonly dir: string;
  readonly kind: string;
  readonly state: {
    readonly operatorRelease: string;
    readonly controlPlanes: readonly { readonly revision: string; readonly version: string }[];
    /** What namespaces ask for, under RevisionBased. */
    readonly workloads?: string;
    readonly workloadsByNamespace?: Readonly<Record<string, readonly string[]>>;
    readonly revisions?: Readonly<Record<string, string>>;
    /** Second Deployments that stand beside gateways. */
    readonly gatewayCanaries?: readonly string[];
    readonly cni?: string;
    readonly ztunnel?: string;
    readonly waypoints?: string;
    /** Parts that run several versions until people have replaced their pods. */
    readonly inTransit?: { readonly ztunnel?: readonly string[] };
  };
  readonly reversible: string;
  readonly manual: readonly { readonly run: readonly string[]; readonly step: Readonly<Record<string, unknown>> }[];
  /** What people do when it is walked back, when the phase before is applied. */
  readonly backManual: { readonly after: readonly { readonly run: readonly string[] }[] };
  readonly checks: readonly PlanCheck[];
  /** What must hold when it was walked back. */
  readonly back: readonly PlanCheck[];
}

/** A repository as a user of meshstep has it: mesh.yaml, out/ and live/, and a remote that the engine reads. */
export class Repository {
  /** Every row that was laid out, the present one last. */
  private readonly rows: (readonly PlanPhase[])[] = [];

  private constructor(
    readonly folder: string,
    readonly mesh: string,
    readonly remove: () => Promise<void>,
    private readonly env: NodeJS.ProcessEnv,
    private readonly meshstep: string,
  ) {}

  /**
   * Copies an example, points its delivery at the cluster's repository and lets meshstep write the phases.
   * @param gates of `spec.delivery.gates`; what the example says stays where this says nothing
   */
  static async make(
    cluster: Cluster,
    root: string,
    example: string,
    engine: EngineName,
    gates: Readonly<Record<string, unknown>> = {},
  ): Promise<Repository> {
    const folder = mkdtempSync(join(tmpdir(), "meshstep-test-repository-"));
    const remove = undoLater(async () => rmSync(folder, { recursive: true, force: true }));
    cpSync(dirname(example), folder, { recursive: true });
    const document = parseDocument(readFileSync(example, "utf8"));
    const mesh = document.getIn(["metadata", "name"]) as string;
    const delivery = ["spec", "delivery"];
    document.setIn([...delivery, "engine"], engine === "kubectl" ? "none" : engine);
    for (const [key, value] of Object.entries(gates)) document.setIn([...delivery, "gates", key], value);
    const url = engine === "kubectl" ? undefined : await cluster.repository(mesh);
    if (url) document.setIn([...delivery, "repository", "url"], url);
    writeFileSync(join(folder, "mesh.yaml"), document.toString());
    const git = (...args: string[]) => must("git", args, { cwd: folder });
    await git("init", "-q", "-b", "main");
    await git("config", "user.name", "test:cluster");
    await git("config", "user.email", "test-cluster@example.com");
    if (url) await git("remote", "add", "origin", url);
    const meshstep = join(root, "bin/meshstep.js");
    mkdirSync(join(folder, "live"), { recursive: true });
    const repository = new Repository(folder, mesh, remove, cluster.env, meshstep);
    await repository.layOut();
    return repository;
  }

  /** The row that mesh.yaml leads to. */
  get phases(): readonly PlanPhase[] {
    return this.rows.at(-1) ?? [];
  }

  /** The phases of every row that was walked, or begun. */
  get everyPhase(): readonly PlanPhase[] {
    return this.rows.flat();
  }

  /** Makes what the live folder holds the baseline of mesh.yaml, and lays out the row that leads on from there. */
  async rebase(to?: string): Promise<void> {
    const target = to === undefined ? [] : ["--to", to];
    await this.must("rebase", "--live", this.live, ...target, "--write");
    await this.layOut();
  }

  private async layOut(): Promise<void> {
    await this.must("synth");
    await this.git("add", "-A");
    await this.git("commit", "-qm", `Mesh ${this.mesh}`);
    const plan = readFileSync(join(this.folder, "out", this.mesh, "plan.json"), "utf8");
    this.rows.push((JSON.parse(plan) as { phases: PlanPhase[] }).phases);
  }

  get live(): string {
    return `live/${this.mesh}`;
  }

  /** The phase's folder in out/. */
  out(phase: PlanPhase): string {
    return join(this.folder, "out", this.mesh, "phases", phase.dir);
  }

  ask(...args: string[]): Promise<Answer> {
    return ask(process.execPath, [this.meshstep, ...args], { cwd: this.folder, env: this.env });
  }

  /** One commit: to the phase after or before. Everything that has to be accepted by name is. */
  async promote(to: PlanPhase): Promise<void> {
    const accepted = ["--one-way", "--accept", "proxies-ahead"];
    await this.must("promote", "--live", this.live, "--to", to.dir, "--commit", ...accepted);
  }

  private must(...args: string[]): Promise<string> {
    return must(process.execPath, [this.meshstep, ...args], { cwd: this.folder, env: this.env });
  }

  /** The commit that the engine should come to. */
  async push(): Promise<string> {
    await this.git("push", "-q", "origin", "main");
    return (await this.git("rev-parse", "HEAD")).trim();
  }

  git(...args: string[]): Promise<string> {
    return must("git", args, { cwd: this.folder });
  }
}
