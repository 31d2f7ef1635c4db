import type { Refusal } from "../../findings/refusal";
import type { Standing } from "../../live/standing";
import type { Phase } from "../../plan/phase";
import type { Promoted } from "../../verbs/promote/promote";

/** How many files a refusal names: the rest is for `status`. */
const filesShown = 20;

/** `changed  live/mesh/20-control-plane/istio-default.yaml`, one line per file, below the branch that holds it. */
export function changedFiles(live: string, { change, branch, was }: Promoted): string {
  const folder = live.replace(/\/+$/, "");
  const files = (["added", "changed", "removed"] as const).flatMap((what) =>
    change[what].map((path) => `${what.padEnd(7)}  ${folder}/${path}\n`),
  );
  const again = was === undefined ? "" : `, anew; it was ${was.slice(0, 12)}`;
  return `${branch ? `branch   ${branch}${again}\n` : ""}${files.join("")}`;
}

/** What the user said, as far as the report needs it. */
interface Said {
  readonly live: string;
  readonly out: string;
  readonly commit?: boolean;
}

/** What was done, what a person does now, and what must hold before the next phase. */
export function promotedText(mesh: string, phases: readonly Phase[], said: Said, promoted: Promoted): string {
  const { from, to, isBack, branch } = promoted;
  const page = `${said.out}/${mesh}/phases/${to.dir}/PHASE.md`;
  const next = phases[phases.indexOf(to) + 1];
  const way = from ? `went ${isBack ? "back " : ""}from ${from.dir} to` : "now holds";
  return [
    `${mesh}: ${said.live} ${way} ${to.dir}${branch ? `, committed on ${branch}` : said.commit ? ", committed" : ""}`,
    ...(isBack && from ? backText(from, `${said.out}/${mesh}/phases/${from.dir}/PHASE.md`) : []),
    ...(to.manual.length > 0 && !isBack ? [`  A person has something to do: see ${page}`] : []),
    ...(next && !isBack && to.gates.length > 0 ? [`  Before ${next.dir}, the checks in ${page} must hold.`] : []),
    "",
  ].join("\n");
}

/** Going back has checks of its own: what moved back, at its old version. */
function backText(undone: Phase, page: string): string[] {
  const { before, after } = undone.backManual;
  return [
    ...(undone.reversible !== "reversible" ? [`  ${undone.reversible}: ${undone.reversibleBecause}`] : []),
    ...(before.length + after.length > 0 ? [`  A person has something to do: see "Going back" in ${page}`] : []),
    `  Before anything else, the checks under "Going back" in ${page} must hold: meshstep verify --back asks them.`,
  ];
}

/** A row of branches, none of which is checked out. */
export function stackText(mesh: string, live: string, stack: readonly Promoted[], leftOver: readonly string[]): string {
  const [first, last] = [stack[0], stack.at(-1)];
  if (!first || !last) return "";
  const count = stack.length === 1 ? "1 branch" : `${stack.length} branches, each on top of the one before`;
  return [
    `${mesh}: ${count}, from ${first.to.dir} to ${last.to.dir}; what was checked out is checked out again`,
    `  Merge them one by one: what PHASE.md of a phase asks for must hold before the next one reaches ${live}.`,
    ...(stack.some(({ was }) => was !== undefined)
      ? ["  Branches that were pushed before take git push --force-with-lease."]
      : []),
    ...(leftOver.length > 0
      ? [`  Of no use any more, with their pull requests: ${leftOver.join(", ")} (git branch -D).`]
      : []),
    "",
  ].join("\n");
}

/** There was nothing to do. */
export function alreadyThere(mesh: string, live: string, standing: Standing, phases: readonly Phase[]): string {
  const dir = standing.at === "phase" ? phases[standing.phase]?.dir : undefined;
  return `${mesh}: ${live} stands at ${dir} already; nothing was written\n`;
}

/** Why promote did nothing, which files are concerned, and what to do. */
export function refusalText({ message, files = [], hint }: Refusal): string {
  const more = files.length - filesShown;
  return [
    `refused: ${message}`,
    ...files.slice(0, filesShown).map((file) => `  ${file}`),
    ...(more > 0 ? [`  and ${more} more`] : []),
    `  ${hint}`,
    "",
  ].join("\n");
}
