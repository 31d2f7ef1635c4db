import { checkCommand, judgeCheck } from "../../src/gates/command";
import { connectedProxyChecks } from "../../src/gates/kinds/connected-proxies";
import { parseSyncz } from "../../src/gates/syncz";
import type { Check, CheckOf } from "../../src/plan/checks";
import { runWith } from "./fake-cluster";
import { debugOff, istiodA, istiodB, nobody, statusA, statusA1, statusB } from "./istiod-answers";

const check = (minor: string): CheckOf<"connected-proxies"> => ({
  check: "connected-proxies",
  istioNamespace: "istio-system",
  revision: "default",
  minor,
});
const [a, b] = [istiodA, istiodB].map((one) => `${JSON.stringify(one)}\n`) as [string, string];
const without = (...names: string[]) =>
  `${JSON.stringify(istiodB.filter((one) => !names.includes((one as { proxy: string }).proxy)))}\n`;
const said = (texts: string[]) => ({ objects: [], texts });

test.each<[string, string, string[], true | RegExp]>([
  ["one istiod, waypoint and ztunnel at the minor", "1.31", [a], true],
  ["a replica with nobody", "1.31", [a, nobody], true],
  [
    "an old one at the second replica",
    "1.28",
    [a, b],
    /^1 of 11 are older than 1\.28: far-1\.edge of cluster east runs 1\.27\.3;/,
  ],
  ["a build of a branch", "1.29", [without("far-1.edge", "old-1.legacy")], /: dev-1\.legacy runs 1\.28-alpha\.3a2b;/],
  [
    "a vendor's build",
    "1.31",
    [without("far-1.edge", "old-1.legacy", "dev-1.legacy")],
    /: v-1\.legacy runs 1\.30\.2-ossm\.1;/,
  ],
  [
    "several",
    "1.29",
    [a, b],
    /^3 of 11 .*: far-1\.edge of cluster east runs .*, dev-1\.legacy of cluster Kubernetes runs .*, old-1/,
  ],
  ["nobody names an old one", "1.27", [a, b], true],
  ["a debug endpoint that is off", "1.27", [a, debugOff], /does not say .*404 page not found.*ENABLE_DEBUG_ON_HTTP/],
  ["an answer that breaks off", "1.27", [a, b.slice(0, 400)], /does not say who is connected to it, but "\[\{/],
  ["no answer", "1.27", [a, ""], /does not say/],
  ["an error page", "1.27", ["<html>proxy</html>"], /does not say/],
  ["what is no list", "1.27", ['{"message":"no"}'], /does not say/],
])("%s", (_, minor, texts, expected) => {
  const verdict = judgeCheck(check(minor), [said(texts)]);
  if (expected === true) expect(verdict).toBe(true);
  else expect(verdict).toMatch(expected);
});

test("who names no version is said", () => {
  const saw = connectedProxyChecks["connected-proxies"].saw;
  expect(saw?.(check("1.27"), [said([a, b])])).toBe(
    "11 connected, of which no version is known of none-1.legacy, u-1.legacy",
  );
  expect(saw?.(check("1.27"), [said([a])])).toBe("5 connected");
});

test("what was not taken is found with one that refuses and with one that never answers", () => {
  const stale = Object.fromEntries((parseSyncz(a) ?? []).map(({ name, stale }) => [name, stale.join(" ")]));
  expect(stale).toEqual({
    "shop-5d9c7f9d8b-abcde.team-b": "",
    "waypoint-5dfd5c6c4c-zm6fx.team-b": "",
    "ztunnel-55srz.ztunnel": "",
    "nack-1.team-b": "cluster listener",
    "mute-1.team-b": "cluster listener",
  });
});

test.each<Check>([
  { check: "proxies-synced", proxies: { namespace: "team-b", istioNamespace: "istio-system", revision: "default" } },
])("an istiod that says nothing leaves $check open", (one) => {
  expect(judgeCheck(one, [said([]), said([debugOff])])).toMatch(/does not say/);
});

test.each<[string, string, string, string[]]>([
  ["one istiod", statusA, "1.31", []],
  ["old ones", statusB, "1.29", ["dev-1.legacy", "far-1.edge", "old-1.legacy"]],
  ["a vendor's", statusB, "1.31", ["dev-1.legacy", "far-1.edge", "old-1.legacy", "v-1.legacy"]],
  ["all kinds of configuration", statusA1, "1.31", []],
])("gates.sh by istioctl: %s", (_, printed, minor, behind) => {
  const istioctl = `istioctl() { cat <<'END'\n${printed}END\n}`;
  const { out, status } = runWith(`${istioctl}\n${checkCommand(check(minor), "kubectl").run}`, "exit 1", {});
  const named = out.split("\n").flatMap((line) => /^\S+\.\S+/.exec(line) ?? []);
  expect(named).toEqual(behind);
  expect(status).toBe(behind.length === 0 ? 0 : 1);
});
