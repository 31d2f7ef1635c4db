import { readdirSync, readFileSync, realpathSync } from "node:fs";
import { join, posix } from "node:path";
import { gunzipSync } from "node:zlib";
import { orElse } from "../../../../findings/or-else";
import { attempt, statsAt } from "../../../../source/read-text";
import { unpackedDependencies } from "./dependencies";

/** Texts of a chart by their paths below it. */
export type ChartTexts = ReadonlyMap<string, string>;

const isTemplate = /^(?:charts\/[^/]+\/)*templates\//;

/** The templates of a chart and of the charts that it brings along, packed ones as well, by the paths that Helm calls them by. */
export function chartTexts(folder: string): ChartTexts {
  const others = unpackedDependencies(folder).flatMap((one) =>
    [...textsIn(one.folder)].map(([path, text]) => [posix.join("charts", one.name, path), text] as const),
  );
  return new Map([...textsIn(folder), ...others]);
}

function textsIn(folder: string): ChartTexts {
  const names = [...namesBelow(folder)];
  const templates = names.filter((name) => isTemplate.test(name));
  const packed = names.filter((name) => /^charts\/[^/]+\.tgz$/.test(name));
  return new Map([
    ...templates.map((name) => [name, bytesOf(join(folder, name)).toString("utf8")] as const),
    ...packed.flatMap((name) =>
      [...unpacked(bytesOf(join(folder, name)))].flatMap(([path, text]) => {
        const inside = posix.join("charts", path);
        return isTemplate.test(inside) ? [[inside, text] as const] : [];
      }),
    ),
  ]);
}

/** The files of `templates` and `charts`. Helm follows links, also those that lead to folders. */
function* namesBelow(folder: string, name = "", above: readonly string[] = []): Generator<string> {
  const path = join(folder, name);
  const real = orElse(path, () => attempt(path, () => realpathSync(path)));
  if (above.includes(real)) return;
  for (const entry of orElse([], () => attempt(path, () => readdirSync(path).sort()))) {
    const inside = posix.join(name, entry);
    const stats = statsAt(join(folder, inside));
    if (stats?.isFile()) yield inside;
    else if (stats?.isDirectory() && (name !== "" || entry === "templates" || entry === "charts"))
      yield* namesBelow(folder, inside, [...above, real]);
  }
}

function bytesOf(path: string): Buffer {
  return orElse(Buffer.alloc(0), () => attempt(path, () => readFileSync(path)));
}

/** The files of a packed chart: of each, a block that says its name and size, and then what it holds in blocks of 512 bytes. */
function unpacked(packed: Buffer): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const bytes = unzipped(packed);
  for (let at = 0; at + block <= bytes.length; ) {
    const text = (from: number, length: number) =>
      bytes.toString("utf8", at + from, at + from + length).replace(/\0.*$/s, "");
    const size = Number.parseInt(text(124, 12), 8) || 0;
    const [name, above] = [text(0, 100), text(345, 155)];
    const start = at + block;
    if (name !== "") found.set(above === "" ? name : `${above}/${name}`, bytes.toString("utf8", start, start + size));
    at = start + Math.ceil(size / block) * block;
  }
  return found;
}

const block = 512;

/** What is no archive is Helm's to complain of. */
function unzipped(packed: Buffer): Buffer {
  try {
    return gunzipSync(packed);
  } catch {
    return Buffer.alloc(0);
  }
}
