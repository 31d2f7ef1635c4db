const { mkdtempSync, readdirSync, rmSync, statfsSync } = require("node:fs");
const { tmpdir } = require("node:os");
const { join } = require("node:path");

const memory = "/dev/shm";
const needed = 2 ** 30;
const name = "meshstep-tests-";

/** Tests write many small files, which go with the run: in memory, where there is enough, they do not wait for a disk. */
module.exports = () => {
  const above = hasRoom() ? memory : tmpdir();
  for (const entry of readdirSync(above)) if (isLeft(entry)) tidy(join(above, entry));
  const folder = mkdtempSync(join(above, `${name}${process.pid}-`));
  process.env.TMPDIR = folder;
  process.once("exit", () => remove(folder));
};

function hasRoom() {
  try {
    const { bavail, bsize } = statfsSync(memory);
    return bavail * bsize > needed;
  } catch {
    return false;
  }
}

/** Whether a run was killed before it could tidy up. */
function isLeft(entry) {
  const pid = entry.startsWith(name) && Number.parseInt(entry.slice(name.length), 10);
  if (!pid) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch ({ code }) {
    return code === "ESRCH";
  }
}

/** What another run has left may still be mounted; it is in nobody's way. */
function tidy(folder) {
  try {
    remove(folder);
  } catch {}
}

function remove(folder) {
  rmSync(folder, { recursive: true, force: true });
}
