import { createRunner } from "jest-light-runner";

const runtime = "child_process";

/*
 * A process asks for its settings when it gets its first file. jest-light-runner (0.7.13, and still 0.8.2) then answers all that have a file and forgets them: one
 * that has not come to listen by then asks in vain, and the run never ends. It happens where others take the processors. Here each file has a channel of its own.
 */
// biome-ignore lint/style/noDefaultExport: Jest takes nothing else
export default class Runner extends createRunner({ runtime }) {
  constructor(globalConfig, ...rest) {
    super(globalConfig, ...rest);
    this._testRunners = new OwnChannels(globalConfig);
  }
}

class OwnChannels extends Map {
  constructor(globalConfig) {
    super();
    this.globalConfig = globalConfig;
  }

  set(projectConfig, { pool, ...rest }) {
    const workerData = { globalConfig: this.globalConfig, projectConfig, runtime };
    return super.set(projectConfig, {
      ...rest,
      pool,
      run: ({ path }) => pool.run(path, { channel: channelWith(workerData) }),
    });
  }
}

function channelWith(workerData) {
  let answer = () => undefined;
  return {
    onMessage(listener) {
      answer = listener;
    },
    postMessage(message) {
      if (message === "jest-light-runner-get-worker-data")
        answer({ type: "jest-light-runner-worker-data", workerData });
    },
  };
}
