import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { InputError } from "../../src/findings/input-error";
import { plainYaml } from "../../src/source/plain-yaml";
import { parseYamlDocuments } from "../../src/source/yaml-source";
import { testWithKubectl } from "../support/kubectl";

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
      const fast = texts.filter((text) => plainYaml(text) && !same(read(text), plainYaml(text)?.["spec"]));
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
