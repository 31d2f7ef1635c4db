import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { OutputTree } from "../../../src/snapshot/write/tree";

const made: string[] = [];

export function newFolder(): string {
  const folder = fs.mkdtempSync(join(tmpdir(), "meshstep-write-"));
  made.push(folder);
  return folder;
}

export function removeFolders(): void {
  for (const folder of made.splice(0)) fs.rmSync(folder, { recursive: true, force: true });
}

export type Files = Readonly<Record<string, string>>;

/** A tree with the plan.json that lists it. */
export function outputTree(name: string, files: Files): OutputTree {
  const phases = new Map<string, Record<string, string>>();
  const written: string[] = [];
  for (const path of Object.keys(files)) {
    const [, dir, rest] = /^phases\/([^/]+)\/manifests\/(.+)$/.exec(path) ?? [];
    if (dir === undefined || rest === undefined) written.push(path);
    else phases.set(dir, { ...phases.get(dir), [rest]: "sha256" });
  }
  const plan = { version: 1, mesh: name, phases: [...phases].map(([dir, of]) => ({ dir, files: of })), written };
  return { name, files: new Map([...Object.entries(files), ["plan.json", JSON.stringify(plan)]]) };
}

export function put(root: string, files: Files): void {
  for (const [path, text] of Object.entries(files)) {
    fs.mkdirSync(dirname(join(root, path)), { recursive: true });
    fs.writeFileSync(join(root, path), text);
  }
}

/** All there is, hidden names included: text of files, `-> target` of links, `(empty)`, `(device)`. */
export function contentOf(root: string): Record<string, string> {
  const content: Record<string, string> = {};
  const visit = (folder: string): void => {
    const entries = fs.readdirSync(join(root, folder), { withFileTypes: true });
    if (entries.length === 0 && folder !== "") content[folder] = "(empty)";
    for (const entry of entries) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) visit(path);
      else if (entry.isSymbolicLink()) content[path] = `-> ${fs.readlinkSync(join(root, path))}`;
      else if (!entry.isFile()) content[path] = "(device)";
      else content[path] = fs.readFileSync(join(root, path), "utf8");
    }
  };
  if (fs.existsSync(root)) visit("");
  return content;
}

/** What {@link contentOf} gives for a tree on its own. */
export function contentOfTree(tree: OutputTree): Record<string, string> {
  return Object.fromEntries(tree.files);
}

/** Inode, time and mode of every file: what must not move when a file is not touched. */
export function identities(root: string): Record<string, string> {
  const identity: Record<string, string> = {};
  for (const path of Object.keys(contentOf(root))) {
    const { ino, mtimeNs, mode } = fs.lstatSync(join(root, path), { bigint: true });
    identity[path] = `${ino} ${mtimeNs} ${mode.toString(8)}`;
  }
  return identity;
}

/** Inode and times of every folder and file, the root's own included. */
export function everyIdentity(root: string): string[] {
  const paths = ["", ...(fs.readdirSync(root, { recursive: true }) as string[])];
  return paths.sort().map((path) => {
    const { ino, mtimeNs, ctimeNs } = fs.lstatSync(join(root, path), { bigint: true });
    return `${path} ${ino} ${mtimeNs} ${ctimeNs}`;
  });
}
