const childProcess = require("node:child_process");
const { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } = require("node:fs");
const { tmpdir } = require("node:os");
const { join } = require("node:path");
const { deserialize, serialize } = require("node:v8");

/*
 * To start a program, Node copies itself first, and what that takes grows with its memory: a worker of Jest soon spends more on it than git
 * on its work. So a worker has a small process beside it, started while it is small itself, which calls the same `spawnSync` with the same
 * arguments and hands back what that returns.
 */

/** Messages go through named pipes, the only ones that Node reads without going back to its loop: their length, then what `node:v8` makes of them. */
function send(pipe, message) {
  const body = serialize(message);
  const head = Buffer.alloc(4);
  head.writeUInt32LE(body.length);
  const bytes = Buffer.concat([head, body]);
  for (let at = 0; at < bytes.length; ) at += writeSync(pipe, bytes, at);
}

/** @returns undefined where the other end is gone */
function receive(pipe) {
  const head = fill(pipe, Buffer.alloc(4));
  return head && deserialize(fill(pipe, Buffer.allocUnsafe(head.readUInt32LE())));
}

function fill(pipe, bytes) {
  for (let at = 0; at < bytes.length; ) {
    const count = readSync(pipe, bytes, at, bytes.length - at, null);
    if (count === 0) return undefined;
    at += count;
  }
  return bytes;
}

/** Whether a call means the same in another process. */
function canMove({ stdio = "pipe" }) {
  return [stdio].flat().every((one) => one === "pipe" || one === "ignore");
}

/** From here on, `spawnSync` has the small process do it. */
function startBeside() {
  const { spawnSync } = childProcess;
  const folder = mkdtempSync(join(tmpdir(), "meshstep-starter-"));
  const paths = ["calls", "results"].map((name) => join(folder, name));
  // No `mkfifo`, no small process: programs start as they did.
  if (spawnSync("mkfifo", paths).status !== 0) return;
  const child = childProcess.spawn(process.execPath, [__filename, ...paths], {
    stdio: ["ignore", "inherit", "inherit"],
  });
  child.unref();
  const [calls, results] = [openSync(paths[0], "w"), openSync(paths[1], "r")];
  rmSync(folder, { recursive: true });
  childProcess.spawnSync = (file, args, options) => {
    const [list, given] = Array.isArray(args) ? [args, options ?? {}] : [[], args ?? {}];
    if (!canMove(given)) return spawnSync(file, list, given);
    send(calls, [file, list, { ...given, cwd: given.cwd ?? process.cwd(), env: given.env ?? { ...process.env } }]);
    const result = receive(results);
    if (!result) throw new Error(`the process that starts programs has ended, at ${file} ${list.join(" ")}`);
    const { about, ...rest } = result;
    if (about) Object.assign(rest.error, about);
    return rest;
  };
}

function serve(paths) {
  const [calls, results] = [openSync(paths[0], "r"), openSync(paths[1], "w")];
  for (let call = receive(calls); call; call = receive(calls)) {
    const result = childProcess.spawnSync(...call);
    // Of an error, `node:v8` keeps the message alone.
    send(results, { ...result, ...(result.error && { about: { ...result.error } }) });
  }
  closeSync(results);
}

if (require.main === module) serve(process.argv.slice(2));
else module.exports = { startBeside };
