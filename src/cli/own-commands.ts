import { commandLine } from "../gates/quote";
import type { CliIo } from "./io";

/** What the user said of where things are; the commands that are printed have to say it, too. */
interface Given {
  readonly file: readonly string[];
  readonly live?: string;
  readonly out?: string;
}

/** Which of it a command takes; each of them reads meshes. */
const taken: Readonly<Record<string, readonly ("--live" | "--out")[]>> = {
  plan: ["--out"],
  synth: ["--out"],
  diff: ["--out"],
  changes: [],
  status: ["--live", "--out"],
  verify: ["--live", "--out"],
  promote: ["--live", "--out"],
  rebase: ["--live", "--out"],
};

/** A command, with what is left of it up to where words about it may begin. */
const command = new RegExp(`\\bmeshstep (${Object.keys(taken).join("|")})\\b(?=([^\\n;,\`(]*))`, "g");

/** A text in which every command of ours names the same mesh.yaml, live folder and output folder as the user did. */
export function asGiven(text: string, { file, live, out }: Given): string {
  return text.replace(command, (said: string, verb: string, rest: string) => {
    const has = (option: string) => ` ${rest} `.includes(` ${option} `);
    const takes = (option: "--live" | "--out") => taken[verb]?.includes(option) === true && !has(option);
    const words = [
      ...(has("-f") ? [] : file.flatMap((one) => ["-f", one])),
      ...(live !== undefined && takes("--live") ? ["--live", live] : []),
      ...(out !== undefined && out !== "out" && takes("--out") ? ["--out", out] : []),
    ];
    return words.length > 0 ? `${said} ${commandLine(...words)}` : said;
  });
}

/** What is said beside the data names commands as the user would have to write them. */
export function namingAll(io: CliIo, given: Given): CliIo {
  return { ...io, err: (text) => io.err(asGiven(text, given)) };
}
