const { mkdtempSync, rmSync, statfsSync } = require("node:fs");
const { join } = require("node:path");

const memory = "/dev/shm";
const needed = 2 ** 30;

/** Tests write many small files and take them away again: in memory, where there is enough, they do not wait for a disk. */
module.exports = () => {
  if (!hasRoom()) return;
  const folder = mkdtempSync(join(memory, "meshstep-tests-"));
  process.env.TMPDIR = folder;
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
};

function hasRoom() {
  try {
    const { bavail, bsize } = statfsSync(memory);
    return bavail * bsize > needed;
  } catch {
    return false;
  }
}
