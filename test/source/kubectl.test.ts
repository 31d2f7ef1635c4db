import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InputError } from "../../src/findings/input-error";
import { type ReadOptions, readManifests } from "../../src/source/manifests";
import { loadYaml } from "../../src/source/yaml-load";
import { parseYamlDocuments } from "../../src/source/yaml-source";
import { fc } from "../support/fast-check";
import { namesByKubectl, readByKubectl, testWithKubectl } from "../support/kubectl";

const joined = (...pieces: string[]) =>
  fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 9 }).map((parts) => parts.join(""));

const lines = ["\n", "\n    ", "\n   ", "\n     ", "\n\n", "a", "b", " ", "\t", "#", " # c", "-", ": "];

/** A scalar as people and tools write it, over several lines, and much that nobody would write. */
const scalar = fc.oneof(
  joined(...lines).map((text) => `w${text}`),
  fc
    .tuple(fc.constantFrom("|", "|-", "|+", ">", ">-", ">+", "|2", "|1", "|4", ">2"), joined(...lines))
    .map(([header, text]) => `${header}\n    ${text}`),
  joined(...lines, "''").map((text) => `'${text}'`),
  joined(...lines, "\\ ", "\\\n    ", "\\n", "\\t", "\\x41", "\\/").map((text) => `"${text}"`),
);

const head = "apiVersion: v1\nkind: X\nmetadata:\n  name: x\n";

testWithKubectl("where both read a scalar, it is the same", () => {
  fc.assert(
    fc.property(fc.array(scalar, { minLength: 60, maxLength: 80, size: "max" }), (scalars) => {
      const texts = scalars.map((one, index) => `${head}  labels: {number: "${index}"}\nspec:\n  k: ${one}\n  z: 1\n`);
      const known = readAllByKubectl(texts);
      const differences = texts.flatMap((text, index) => {
        const [ours, theirs] = [read(text), known.get(String(index))];
        return ours === undefined || theirs === undefined || same(ours, theirs) ? [] : [{ text, ours, theirs }];
      });
      expect(differences).toEqual([]);
      const fast = texts.filter(
        (text) => loadYaml(text) && !same(read(text), (loadYaml(text) as { spec: unknown }).spec),
      );
      expect(fast).toEqual([]);
      // Otherwise nothing was compared.
      expect(known.size).toBeGreaterThan(scalars.length / 10);
    }),
    { numRuns: 3, endOnFailure: true },
  );
});

const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other);

/** `spec` of a text that holds one object; nothing for what is refused. */
function read(text: string): unknown {
  try {
    const [source, second] = parseYamlDocuments(text, "f.yaml");
    return second ? undefined : (source?.value as { spec: unknown } | undefined)?.spec;
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

/** The file that kubectl stops at. */
function refusedIn(stderr: string): string | undefined {
  return /([0-9]+\.yaml)/.exec(stderr)?.[1];
}

/** `spec` of each text that kubectl reads, by number. It stops at the first file that it refuses: that one is taken away, and it is asked again. */
function readAllByKubectl(texts: readonly string[]): ReadonlyMap<string, unknown> {
  const folder = mkdtempSync(join(tmpdir(), "meshstep-kubectl-"));
  try {
    for (const [index, text] of texts.entries()) writeFileSync(join(folder, `${index}.yaml`), text);
    const args = ["label", "--local", "-f", folder, "read-by=kubectl", "-o", "json"];
    const env = { ...process.env, KUBECONFIG: "/dev/null" };
    const ask = () => spawnSync("kubectl", args, { encoding: "utf8", env, maxBuffer: 2 ** 28 });
    let answer = ask();
    for (let refused = refusedIn(answer.stderr); refused !== undefined; refused = refusedIn(answer.stderr)) {
      rmSync(join(folder, refused));
      answer = ask();
    }
    const { stdout } = answer;
    const objects = JSON.parse(`[${stdout.trim().replace(/\}\n\{/g, "},{")}]`) as {
      metadata: { labels: { number: string } };
      spec: unknown;
    }[];
    return new Map(objects.map(({ metadata, spec }) => [metadata.labels.number, spec]));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const object = (name: string) => `apiVersion: v1\nkind: X\nmetadata: { name: ${name} }\n`;
const json = '{"apiVersion":"v1","kind":"X","metadata":{"name":"a"},"spec":"\\ud83d\\ude00\\/"}';

/** Texts of one or more documents, among them such as readers of YAML take for something else. */
const texts: readonly (readonly [what: string, text: string, names: readonly string[] | "refused"])[] = [
  ["several documents", `${object("a")}--- # c\n${object("b")}---\t\n\n---\n# c\n---\n${object("c")}`, ["a", "b", "c"]],
  ["Windows line ends", `${object("a")}---\n${object("b")}`.replaceAll("\n", "\r\n"), ["a", "b"]],
  ["a byte order mark", `\ufeff${object("a")}`, ["a"]],
  ["an end and a marker", `${object("a")}...\n---\n${object("b")}...\n`, ["a", "b"]],
  ["a marker in a block of text", `${object("a")}spec: |\n  x\n---\n${object("b")}`, ["a", "b"]],
  ["JSON", json, ["a"]],
  ["a stream of JSON", `${json}\n${json}`, ["a", "a"]],
  ["JSON behind a marker", '---\n{"apiVersion":"v1","kind":"X","metadata":{"name":"a"}}', ["a"]],
  ["a directive", `%YAML 1.1\n---\n${object("a")}`, "refused"],
  ["a directive with a tag", `%TAG !e! tag:yaml.org,2002:\n---\n${object("a")}`, "refused"],
  ["a document on the line of its marker", "--- { apiVersion: v1, kind: X, metadata: { name: a } }\n", "refused"],
  ["a tag on the line of a marker", `--- !!map\n${object("a")}`, "refused"],
  ["a line of a tab", `${object("a")}\t\nspec: 1\n`, "refused"],
  ["a tab before a comment", `${object("a")}\t# c\nspec: 1\n`, "refused"],
  ["an anchor with a colon", `${object("a")}spec: [&a:b 1, *a:b]\n`, "refused"],
  ["an anchor of other letters", `${object("a")}spec: [&é 1, *é]\n`, "refused"],
  ["a NUL", `${object("a")}spec: a\0\n`, "refused"],
];

/** The names that readManifests finds; "refused" when it says of a part that it is broken. */
function namesRead(text: string): readonly string[] | "refused" {
  let broken = false;
  const options: ReadOptions = { onSkipped: (_, __, reason) => (broken ||= reason === "broken") };
  const found = [...readManifests(["-"], { cwd: "/", stdin: () => text }, options)];
  return broken ? "refused" : found.map((one) => one.object.metadata.name);
}

test.each(texts)("documents: %s", (_, text, names) => {
  expect(namesRead(text)).toEqual(names);
});

testWithKubectl("kubectl finds the same objects in them, and refuses the same texts", () => {
  for (const [what, text, names] of texts) expect([what, namesByKubectl(text)]).toEqual([what, names]);
});

/** What another reader takes for something else is refused, so that nobody is misled. */
testWithKubectl("where kubectl differs from others without a word", () => {
  const spec = (text: string) => readByKubectl(`${object("a")}${text}`)["spec"];
  expect(spec("b: &b { x: 1 }\nspec: { x: 2, <<: *b }\n")).toEqual({ x: 1 });
  expect(spec("spec: { <<: { x: 1 }, <<: { x: 2 } }\n")).toEqual({ x: 2 });
  expect(spec("spec: { !!binary YQ==: 1 }\n")).toEqual({ a: 1 });
  expect(spec("spec: { !!str <<: { x: 1 } }\n")).toEqual({ "<<": { x: 1 } });
  expect(namesByKubectl(`${object("a")}...\n${object("b")}`)).toEqual(["a"]);
  expect(readByKubectl(json.replace("\\ude00", ""))["spec"]).toEqual("\ufffd/");
});
