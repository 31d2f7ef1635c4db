import { spawn } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { checkCommand, judgeCheck, seenBy } from "../../src/gates/command";
import { curl, sampleCount } from "../../src/gates/request/curl";
import { shellCheck } from "../../src/gates/request/shell";
import type { ExpectedBackends, VerifyRequest } from "../../src/mesh/schema";
import type { Check } from "../../src/plan/checks";
import { hasProgram } from "../support/programs";
import { describeWhere } from "../support/where";
import { runWith } from "./fake-cluster";

const base: VerifyRequest = {
  name: "split",
  from: { namespace: "shop", serviceAccount: "curl" },
  url: "http://reviews:9080/reviews/0",
  method: "GET",
  expect: { status: 200 },
};
const weighing = (backends: Partial<ExpectedBackends>): VerifyRequest => ({
  ...base,
  expect: { status: 200, backends: { weights: { v1: 3, v2: 1, v3: 0 }, samples: 4, ...backends } },
});
const byHeader = weighing({ header: "x-served-by" });
const byPart = weighing({ header: "X-Served-By", pattern: "^reviews-(v[0-9]+)-" });
const byBody = weighing({ pattern: '"podname": "reviews-(v[0-9/]+)-' });

const header = (name: string, status = 200) =>
  `HTTP/1.1 ${status} OK\r\nx-Served-by: ${name}\r\ndate: today\r\n\r\n\nmeshstep-status ${status}\n`;
const pods = (...names: string[]) => names.map((name) => header(`reviews-${name}-5d9c`)).join("");
const body = (name: string, status = 200) =>
  `{\n  "id": 0, "podname": "reviews-${name}-5d9c", "was": "reviews-v3-5d9c"\n}\nmeshstep-status ${status}\n`;
const all = (of: (name: string) => string, ...names: string[]) => names.map((name) => of(name)).join("");

/** What curl printed in the pod, and what each of the two readers makes of it. */
const table: readonly (readonly [string, VerifyRequest, string, true | RegExp])[] = [
  ["a header", byHeader, all(header, "v1", "v1", "v2", "v1"), true],
  ["a part of a header", byPart, pods("v1", "v2", "v1", "v1"), true],
  ["a line of the body", byBody, all(body, "v2", "v1", "v1", "v1"), true],
  ["a backend that never answers", byHeader, all(header, "v1", "v1", "v1", "v1"), /^v2 never answers: 4 v1$/],
  [
    "a backend of weight 0",
    byHeader,
    all(header, "v1", "v3", "v2", "v1"),
    /^v3 answers, and has no weight: 2 v1, 1 v2, 1 v3$/,
  ],
  ["a backend that nobody listed", byBody, all(body, "v1", "v9", "v2", "v1"), /^v9 answers/],
  ["a name that only begins like one", byHeader, all(header, "v1", "v1 beta", "v2", "v1"), /^v1 beta answers/],
  [
    "an answer without the header",
    byHeader,
    `${all(header, "v1", "v2", "v1")}HTTP/1.1 200 OK\r\n\r\n\nmeshstep-status 200\n`,
    /^1 of 4 answers name no backend$/,
  ],
  ["an empty header", byHeader, all(header, "v1", "v2", "v1", ""), /^1 of 4 answers name no backend$/],
  [
    "a header that the pattern does not fit",
    byPart,
    all(header, "v1", "v2", "v1", "v1"),
    /^4 of 4 answers name no backend$/,
  ],
  ["another status", byHeader, all(header, "v1", "v2", "v1") + header("v1", 503), /^1 of 4 answers are 503$/],
  ["too few answers", byHeader, all(header, "v1", "v2", "v1"), /^there are 3 of 4 answers$/],
  ["none", byHeader, "", /^there are 0 of 4 answers$/],
  [
    "a | in the answer, which marks the name for sed",
    byBody,
    all(body, "v1", "v2", "v1").concat(body("v1").replace("id", "||id|v3|")),
    true,
  ],
];

describe("what answers name their backends", () => {
  test.each(table)("%s", (_, request, printed, expected) => {
    const check: Check = { check: "request", request };
    const answers = [{ objects: [], texts: [printed], codes: [0] }];
    const verdict = judgeCheck(check, answers);
    if (expected === true) expect(verdict).toBe(true);
    else expect(verdict).toMatch(expected);
    // The shell of gates.sh and of Jobs comes to the same.
    const ran = runWith(
      checkCommand(check, "kubectl").run,
      'case "$1" in get) echo web-1 ;; exec) cat "$state/printed" ;; esac',
      { printed },
    );
    expect([ran.status, ran.out.trim().split("\n").at(-1) === "yes"]).toEqual(
      expected === true ? [0, true] : [1, false],
    );
  });

  test("what was seen is told, and the shell prints the counts", () => {
    const printed = all(header, "v1", "v1", "v2", "v1");
    const check: Check = { check: "request", request: byHeader };
    expect(seenBy(check, [{ objects: [], texts: [printed] }])).toBe("3 v1, 1 v2");
    const ran = runWith(
      checkCommand(check, "kubectl").run,
      'case "$1" in get) echo web-1 ;; exec) cat "$state/printed" ;; esac',
      { printed },
    );
    expect(ran.out.trim().split("\n").sort()).toEqual(["1 v2", "3 v1", "yes"]);
  });

  test("curl that ends with an error is told with how far it came", () => {
    const answers = [{ objects: [], texts: [all(header, "v1", "v2")], codes: [28] }];
    expect(judgeCheck({ check: "request", request: byHeader }, answers)).toBe(
      "after 2 of 4 answers curl ends with 28, there was no answer in 30 s",
    );
  });

  test("the words say how often, and who", () => {
    expect(
      checkCommand({ check: "request", request: weighing({ header: "h", samples: undefined }) }, "kubectl").says,
    ).toBe(
      "split: GET http://reviews:9080/reviews/0 as shop/curl answers 200 50 times, from each of v1 (3), v2 (1) and from no other",
    );
  });
});

describe("a connection that is denied", () => {
  const denied: VerifyRequest = { ...base, expect: { connection: "denied" } };
  test.each<[string, number, string, true | RegExp]>([
    ["is cut while curl waits", 56, "\n000\n", true],
    ["is cut at once", 52, "\n000\n", true],
    ["is cut in TLS", 35, "\n000\n", true],
    ["answers", 0, "\n403\n", /it answers 403/],
    ["meets nobody", 7, "\n000\n", /nobody cuts the connection: curl ends with 7, nobody listens there/],
    ["has no such host", 6, "\n000\n", /curl ends with 6, no such host/],
    ["takes too long", 28, "\n000\n", /curl ends with 28/],
  ])("%s", (_, code, printed, expected) => {
    const check: Check = { check: "request", request: denied };
    const verdict = judgeCheck(check, [{ objects: [], texts: [printed], codes: [code] }]);
    if (expected === true) expect(verdict).toBe(true);
    else expect(verdict).toMatch(expected);
    const ran = runWith(
      checkCommand(check, "kubectl").run,
      `case "$1" in get) echo web-1 ;; exec) exit ${code} ;; esac`,
      {},
    );
    expect([ran.status, ran.out.trim() === "denied"]).toEqual(expected === true ? [0, true] : [1, false]);
  });

  test("a kubectl that fails is no denial", () => {
    const ran = runWith(checkCommand({ check: "request", request: denied }, "kubectl").run, "exit 1", {});
    expect(ran.status).toBe(1);
  });

  test("no answer where a status is expected is told with curl's reason", () => {
    const answers = [{ objects: [], texts: ["\n000\n"], codes: [56] }];
    expect(judgeCheck({ check: "request", request: base }, answers)).toBe(
      "there is no answer: curl ends with 56, the connection is cut",
    );
  });
});

describeWhere(hasProgram("curl"), "curl is not installed")("the real curl", () => {
  interface Seen {
    readonly method: string | undefined;
    readonly url: string | undefined;
    readonly port: number | undefined;
  }
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    seen.push({ method: request.method, url: request.url, port: request.socket.remotePort });
    if (request.url === "/cut") return request.socket.destroy();
    const name = seen.length % 4 === 0 ? "v2" : "v1";
    response.writeHead(200, { "X-Served-By": name });
    return response.end(`{"podname": "reviews-${name}-5d9c"}`);
  });
  let root = "";
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    root = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));
  beforeEach(() => seen.splice(0));

  /** How a command ended, and what it printed. */
  const run = (command: string, args: readonly string[]) =>
    new Promise<{ code: number | null; out: string }>((resolve) => {
      const child = spawn(command, args, { stdio: ["ignore", "pipe", "ignore"] });
      let out = "";
      child.stdout.on("data", (chunk) => {
        out += chunk;
      });
      child.on("close", (code) => resolve({ code, out }));
    });

  test.each([
    ["a header", byHeader],
    ["the body", byBody],
  ])("makes all requests in one call, each over a connection of its own, by %s", async (_, request) => {
    const asked = { ...request, url: `${root}/a?x=[1]&y={b,c}` };
    const [program = "", ...args] = curl(asked);
    const { code, out } = await run(program, args);
    const answers = [{ objects: [], texts: [out], codes: [code ?? 1] }];
    expect(judgeCheck({ check: "request", request: asked }, answers)).toBe(true);
    expect(seen.map(({ url }) => url)).toEqual(Array(4).fill("/a?x=[1]&y={b,c}"));
    expect(new Set(seen.map(({ port }) => port)).size).toBe(4);
    const again = await run("sh", ["-c", shellCheck(asked, "")]);
    expect(again).toEqual({ code: 0, out: expect.stringMatching(/^(3 v1\n1 v2|1 v2\n3 v1)\nyes\n$/) });
  });

  test("HEAD is asked as HEAD, and does not wait for a body", async () => {
    const asked: VerifyRequest = { ...base, url: `${root}/h`, method: "HEAD" };
    const { code, out } = await run("sh", ["-c", shellCheck(asked, "")]);
    expect([code, out, seen[0]?.method]).toEqual([0, "200\n", "HEAD"]);
  });

  test("brackets in a URL are not for curl", async () => {
    await run("sh", ["-c", shellCheck({ ...base, url: `${root}/a?x=[1-3]&y={b,c}` }, "")]);
    expect(seen.map(({ url }) => url)).toEqual(["/a?x=[1-3]&y={b,c}"]);
  });

  test("a connection that is cut is told from an answer, and from nobody", async () => {
    const denied = (url: string): VerifyRequest => ({ ...base, url, expect: { connection: "denied" } });
    const ends = (request: VerifyRequest) => run("sh", ["-c", shellCheck(request, "")]);
    expect(await ends(denied(`${root}/cut`))).toMatchObject({ code: 0, out: expect.stringMatching(/denied\n$/) });
    expect(await ends(denied(`${root}/a`))).toMatchObject({ code: 1 });
    expect(await ends(denied("http://127.0.0.1:1/"))).toMatchObject({ code: 1 });
  });

  test("the first that gets no answer is the last", async () => {
    const asked = { ...byHeader, url: `${root}/cut` };
    const [program = "", ...args] = curl(asked);
    expect((await run(program, args)).code).not.toBe(0);
    expect(new Set(seen.map(({ url }) => url))).toEqual(new Set(["/cut"]));
    expect(seen.length).toBeLessThan(sampleCount(byHeader.expect.backends as ExpectedBackends));
  });
});
