import type { CheckCommand, Kubectl } from "../gates/check-command";
import { checkCommand } from "../gates/command";
import { manualCommands } from "../gates/manual";
import type { Check } from "../plan/checks";
import type { ManualStep } from "../plan/manual-steps";
import { fence, fold } from "./markdown";

/** What a person does, step by step. */
export function stepList(manual: readonly ManualStep[], kubectl: Kubectl): string[] {
  return manual.flatMap((step) => {
    const { says, run } = manualCommands(step, kubectl);
    return [says, fence("sh", run)];
  });
}

/** One line for each check; the commands are there for who wants them. */
export function checkList(checks: readonly Check[], kubectl: Kubectl): string {
  const commands = checks.map((check) => checkCommand(check, kubectl));
  return [
    commands.map(({ says }, index) => `${index + 1}. ${capital(says)}`).join("\n"),
    fold("The commands, one by one", commandSteps(commands).join("\n\n")),
  ].join("\n\n");
}

/** Commands as the items of a numbered list: what must hold, how to see it, and the line that means yes. */
export function commandSteps(commands: readonly CheckCommand[]): readonly string[] {
  return commands.map((one, index) => command(index + 1, one));
}

function command(number: number, { says, run, expect }: CheckCommand): string {
  const marker = `${number}. `;
  const body = `${fence("sh", [run])}\n\nYes: \`${expect.replaceAll("`", "'")}\``;
  return `${marker}${capital(says)}\n\n${body.replace(/^(?=.)/gm, " ".repeat(marker.length))}`;
}

/** The first letter large. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
