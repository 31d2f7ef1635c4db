import { join } from "node:path";
import { pathToFileURL } from "node:url";

interface Channel {
  onMessage(listener: (message: unknown) => void): void;
  postMessage(message: unknown): void;
}

test("of two processes that begin each gets the settings that it asks for, however late it is", async () => {
  const { default: Runner } = await import(pathToFileURL(join(__dirname, "runner.mjs")).href);
  const channels: Channel[] = [];
  const pool = { run: (_path: string, { channel }: { channel: Channel }) => channels.push(channel) };
  const runners = new Runner({ maxWorkers: 2 }, {}, {})._testRunners;
  runners.set("config", { pool });
  const { run } = runners.get("config");
  const heard: string[] = [];
  for (const path of ["first", "second"]) {
    run({ path });
    channels.at(-1)?.onMessage((message) => heard.push(`${path}: ${(message as { type: string }).type}`));
  }
  for (const channel of channels) channel.postMessage("jest-light-runner-get-worker-data");
  expect(heard).toEqual(["first: jest-light-runner-worker-data", "second: jest-light-runner-worker-data"]);
});
