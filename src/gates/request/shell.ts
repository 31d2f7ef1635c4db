import { sedDelimiter } from "../../mesh/backends";
import type { ExpectedBackends, VerifyRequest } from "../../mesh/schema";
import { quote } from "../quote";
import { curl, cutCodes, sampleCount, shellWords, statusLine } from "./curl";

/**
 * A request and its judgement for a POSIX shell with sed, awk, grep and tr: it prints what came back and ends with 0 when that is what is
 * expected, and never when it is not.
 * @param before what runs curl elsewhere, such as kubectl exec; empty for here
 */
export function shellCheck(request: VerifyRequest, before: string): string {
  const { status, body, connection, backends } = request.expect;
  const ask = `${before}${shellWords(curl(request))}`;
  if (connection === "denied") return `${ask}; case $? in ${cutCodes.join("|")}) echo denied ;; *) false ;; esac`;
  if (backends) return `${ask} | ${counted(request, backends)}`;
  if (body === undefined) return `${ask} | tail -n 1 | grep -x ${status}`;
  return `answer=$(${ask}); printf '%s\\n' "$answer" | grep -F -e ${quote(body)} > /dev/null && printf '%s\\n' "$answer" | tail -n 1 | grep -x ${status}`;
}

/** The line of output that means yes. */
export function expectedLine({ expect }: VerifyRequest): string {
  if (expect.connection === "denied") return "denied";
  return expect.backends ? "yes" : String(expect.status);
}

/** Names each answer's backend, counts them, and says yes when they are the right ones. No answer holds a |: it marks the name for sed. */
function counted({ expect }: VerifyRequest, backends: ExpectedBackends): string {
  const used = Object.entries(backends.weights).flatMap(([name, weight]) => (weight > 0 ? [`n["${name}"]`] : []));
  const right = [`total == ${sampleCount(backends)}`, ...used, `${used.join(" + ")} == total`].join(" && ");
  const steps = [
    "s/ *$//",
    `/^${statusLine}/{p;d;}`,
    ...headerSteps(backends),
    ...(backends.pattern === undefined ? ["s/^/backend /p"] : patternSteps(backends.pattern)),
  ];
  const count = [
    '/^backend / { if (b == "") b = substr($0, 9); next }',
    `{ total++; if ($2 != "${expect.status}") b = "answers are " $2; else if (b == "") b = "answers name no backend"; n[b]++; b = "" }`,
    `END { for (b in n) print n[b], b; if (${right}) print "yes"; else exit 1 }`,
  ];
  const sed = steps.map((step) => `-e ${quote(step)}`).join(" ");
  return `LC_ALL=C tr "\\r|" "  " | LC_ALL=C sed -nE ${sed} | awk ${quote(count.join(" "))}`;
}

/** sed knows no way to leave upper and lower case alike that POSIX has, too. */
function headerSteps({ header }: ExpectedBackends): readonly string[] {
  if (header === undefined) return [];
  const name = header.replaceAll(/[a-z]/gi, (letter) => `[${letter.toUpperCase()}${letter.toLowerCase()}]`);
  return [`/^${name}:/!d`, `s/^${name}: *//`];
}

/** The delimiter of sed's command is one that the pattern does not hold. */
function patternSteps(pattern: string): readonly string[] {
  const free = sedDelimiter(pattern);
  return [`s${free}${pattern}${free}|\\1|${free}`, "s/^[^|]*[|]([^|]*)[|].*/backend \\1/p"];
}
