import { type Cluster, kubectlStart } from "./cluster";
import { nameOf, type Thing, type WatchedKind, type World, watched } from "./objects";
import { lookAt, type Sight } from "./parts";
import { pause } from "./process";

/** How a gate Job stands. */
export interface JobSight {
  readonly uid: string;
  readonly phase: string;
  readonly end: string;
  readonly state: "running" | "complete" | "failed";
  /** Milliseconds, by the API server's clock (whole seconds). */
  readonly created: number;
}

/** What was to be seen at one moment. */
export interface Sample {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly parts: Sight;
  readonly jobs: Readonly<Record<string, JobSight>>;
  /** Phase that the marker names. */
  readonly marker: string | undefined;
}

export interface Deletion {
  readonly at: number;
  readonly kind: WatchedKind;
  readonly name: string;
}

/** Watches a cluster from outside: watches keep a picture of it, and ten times a second that picture is put down where it changed. */
export class Observer {
  readonly samples: Sample[] = [];
  readonly deletions: Deletion[] = [];
  private readonly world: { [K in WatchedKind]: Map<string, Thing> };
  private readonly timer: NodeJS.Timeout;
  private ended = false;

  private constructor(
    private readonly server: string,
    private readonly stopProxy: () => void,
  ) {
    const kinds = Object.keys(watched) as WatchedKind[];
    this.world = Object.fromEntries(kinds.map((kind) => [kind, new Map()])) as typeof this.world;
    for (const kind of kinds) void this.follow(kind);
    this.timer = setInterval(() => this.sample(), 100);
  }

  /** Through `kubectl proxy`, so that whatever logs the user in keeps working. */
  static async start(cluster: Cluster): Promise<Observer> {
    const proxy = kubectlStart(cluster, ["proxy", "--port=0"]);
    const port = await new Promise<string>((resolve, reject) => {
      let said = "";
      const hear = (text: Buffer) => {
        said += text;
        const found = /127\.0\.0\.1:(\d+)/.exec(said)?.[1];
        if (found) resolve(found);
      };
      proxy.stdout?.on("data", hear);
      proxy.stderr?.on("data", hear);
      proxy.on("close", () => reject(new Error(`kubectl proxy: ${said}`)));
    });
    return new Observer(`http://127.0.0.1:${port}`, () => proxy.kill("SIGTERM"));
  }

  get now(): Sample {
    return this.take();
  }

  stop(): void {
    this.ended = true;
    clearInterval(this.timer);
    this.stopProxy();
  }

  private take(): Sample {
    const { jobs, configmaps } = this.world;
    const gates = [...jobs.values()].filter(({ metadata }) => metadata.labels?.["meshstep.dev/gate"]);
    return {
      at: Date.now(),
      parts: lookAt(this.world as World),
      jobs: Object.fromEntries(gates.map((job) => [job.metadata.name, jobSight(job)])),
      marker: [...configmaps.values()].find(({ data }) => data?.["phase"])?.data?.["phase"],
    };
  }

  private sample(): void {
    const sample = this.take();
    const last = this.samples.at(-1);
    const same = last && JSON.stringify({ ...last, at: 0 }) === JSON.stringify({ ...sample, at: 0 });
    if (!same) this.samples.push(sample);
  }

  private async follow(kind: WatchedKind): Promise<void> {
    const path = `${this.server}${watched[kind]}`;
    const and = path.includes("?") ? "&" : "?";
    while (!this.ended) {
      try {
        const list = (await (await fetch(path)).json()) as { items?: Thing[]; metadata: { resourceVersion: string } };
        if (!list.items) throw new Error("not there yet");
        const here = new Map(list.items.map((one) => [one.metadata.uid, one]));
        for (const [uid, one] of this.world[kind]) if (!here.has(uid)) this.see(kind, "DELETED", one);
        for (const one of here.values()) this.see(kind, "ADDED", one);
        const stream = await fetch(`${path}${and}watch=1&resourceVersion=${list.metadata.resourceVersion}`);
        await this.read(kind, stream);
      } catch {
        // A kind that is not served yet, or a server that went away: again.
      }
      await pause(500);
    }
  }

  private async read(kind: WatchedKind, stream: Response): Promise<void> {
    let text = "";
    for await (const chunk of stream.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      text += chunk;
      for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n")) {
        const { type, object } = JSON.parse(text.slice(0, end)) as { type: string; object: Thing };
        text = text.slice(end + 1);
        if (type === "ERROR") return;
        if (object.metadata.uid) this.see(kind, type, object);
      }
      if (this.ended) return;
    }
  }

  private see(kind: WatchedKind, type: string, object: Thing): void {
    const { uid } = object.metadata;
    if (type !== "DELETED") this.world[kind].set(uid, object);
    else if (this.world[kind].delete(uid)) this.deletions.push({ at: Date.now(), kind, name: nameOf(object) });
  }
}

function jobSight({ metadata, status }: Thing): JobSight {
  const is = (type: string) =>
    (status?.conditions ?? []).some(
      (one: { type: string; status: string }) => one.type === type && one.status === "True",
    );
  return {
    uid: metadata.uid,
    phase: metadata.labels?.["meshstep.dev/phase"] ?? "",
    end: metadata.labels?.["meshstep.dev/gate"] ?? "",
    state: is("Complete") ? "complete" : is("Failed") ? "failed" : "running",
    created: Date.parse(metadata.creationTimestamp),
  };
}
