import type { Finding } from "../../findings/finding";
import { commandLine } from "../../gates/quote";

/** What a check came to. */
export interface CheckSummary {
  readonly findings: readonly Finding[];
  /** How many objects were read. */
  readonly objects: number;
  /** How many documents could not be read. */
  readonly broken: number;
  /** How many findings were left out because somebody said so. */
  readonly ignored: number;
}

/** `12 objects, 1 error, 2 warnings, 3 ignored`. */
export function checkSummary({ findings, objects, broken, ignored }: CheckSummary): string {
  const errors = findings.filter(({ severity }) => severity === "error").length;
  const counts = [counted(objects, "object"), counted(errors, "error"), counted(findings.length - errors, "warning")];
  if (ignored > 0) counts.push(`${ignored} ignored`);
  if (broken > 0) counts.push(`${broken} not readable`);
  return `${counts.join(", ")}\n`;
}

/** How many meshes a note names. */
const named = 3;

/** What is true of several meshes is said once: `clusters/east, clusters/west: taken for ...`. */
export function groupedNotes(notes: readonly string[]): readonly string[] {
  const groups = new Map<string, string[]>();
  for (const note of notes) {
    const [, start = "", who = "", what = ""] = /^(not judged: |)(\S+): (.*)$/.exec(note) ?? [];
    const key = what === "" ? note : `${start}\n${what}`;
    groups.set(key, [...(groups.get(key) ?? []), who]);
  }
  return [...groups].map(([key, who]) => {
    const [start, what] = key.split("\n");
    if (what === undefined) return key;
    const more = who.length > named ? ` and ${who.length - named} more` : "";
    return `${start}${who.slice(0, named).join(", ")}${more}: ${what}`;
  });
}

export function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}

/** What was asked, and what is there to go on with. */
export interface NextStepInput {
  readonly findings: readonly Finding[];
  /** As they were given. */
  readonly paths: readonly string[];
  /** Meshes that `adopt` can describe. */
  readonly adoptable: "none" | "one" | "several";
  /** Whether `adopt` has to be told the version that runs. */
  readonly unversioned: boolean;
  /** The operator release that `adopt` needs a list for. */
  readonly unlisted: string | undefined;
  /** The flags of what was said of the operator. */
  readonly said: readonly string[];
  /** What to do where there is no mesh. */
  readonly lead?: string;
  /** How many findings `--fix` would mend; none where it cannot be asked. */
  readonly mends: () => number;
  /** How many documents could not be read: what they hold is neither judged nor adopted. */
  readonly broken: number;
}

/** The one command that leads on. */
export function nextStep(input: NextStepInput): string {
  const { findings, paths, adoptable, mends, lead, broken } = input;
  const where = commandLine(...paths);
  if (broken > 0)
    return `next: mend ${counted(broken, "document")} that cannot be read; then meshstep check ${where}\n`;
  const [worst] = findings;
  if (worst?.severity !== "error" && adoptable !== "none") {
    const { flags, end } = adoptWith(input);
    return adoptable === "one"
      ? `next: meshstep adopt ${where}${flags} writes the mesh.yaml from which upgrades are planned${end}\n`
      : `next: meshstep adopt ${where} --all${flags} writes a mesh.yaml for each of the meshes, from which upgrades are planned${end}\n`;
  }
  const mendable = mends();
  if (mendable > 0) {
    return `next: meshstep check ${where} --fix mends ${mendable} of ${findings.length}; with --diff instead it shows how\n`;
  }
  if (worst?.severity === "error") return `next: meshstep explain ${worst.rule}\n`;
  return lead === undefined ? "" : `next: ${lead}\n`;
}

/** What `adopt` has to be told beside the paths. */
function adoptWith({ unversioned, unlisted, said }: NextStepInput): { readonly flags: string; readonly end: string } {
  const given = said.length === 0 ? "" : ` ${commandLine(...said)}`;
  if (unlisted !== undefined) {
    return {
      flags: `${given} --with FILE`,
      end: `; FILE describes operator release ${unlisted}, which the catalogue does not have (meshstep catalog --help says how it is made)`,
    };
  }
  if (!unversioned) return { flags: given, end: "" };
  return { flags: `${given} --istio-version VERSION`, end: "; VERSION is what runs, which spec.version leaves open" };
}
