import { backendName, patternProblem, samplesFor } from "../../src/mesh/backends";
import { loadMeshes } from "../../src/mesh/load";
import { folderWith, inputErrorOf } from "../support/folder";
import { meshText } from "../support/mesh-text";

function load(verify: string, more = "") {
  const cwd = folderWith({ "mesh.yaml": meshText("east", `  verify: ${verify}\n${more}`) });
  return [...loadMeshes(["mesh.yaml"], { cwd })];
}

const head = "name: r, from: { namespace: a, serviceAccount: b }, url: 'http://x/'";
const request = (expect: string, more = "") => `{ requests: [{ ${head}, expect: ${expect}${more} }] }`;
const prometheus = "prometheus: { namespace: monitoring, service: prometheus, port: 9090 }";
const slo = (more: string) => `{ ${prometheus}, slos: [{ name: s, query: up${more} }] }`;
const argocd = "  delivery: { engine: argocd }\n";

describe("requests and SLOs that cannot be asked", () => {
  test.each<[string, string, string, string?]>([
    [
      "nothing expected",
      request("{}"),
      "mesh.yaml:10:104: spec.verify.requests.0.expect: nothing is expected; expected status, or connection: denied",
    ],
    [
      "a status of what is cut off",
      request("{ status: 403, connection: denied }"),
      "mesh.yaml:10:114: spec.verify.requests.0.expect.status: a connection that is denied has no status\n  leave status or connection out",
    ],
    [
      "another connection",
      request("{ connection: refused }"),
      'spec.verify.requests.0.expect.connection: expected denied, got "refused"',
    ],
    [
      "a body of HEAD",
      request("{ status: 200, body: x }", ", method: HEAD"),
      "spec.verify.requests.0.expect.body: an answer to HEAD has no body\n  ask with GET",
    ],
    [
      "body and backends",
      request("{ status: 200, body: x, backends: { header: h, weights: { v1: 1 } } }"),
      "spec.verify.requests.0.expect.body: body and backends are not looked for in the same answers\n  ask for the body in a request of its own",
    ],
    [
      "a backend that nothing tells",
      request("{ status: 200, backends: { weights: { v1: 1 } } }"),
      "spec.verify.requests.0.expect.backends: nothing says how an answer tells its backend\n  name a header, or write a pattern for the body",
    ],
    [
      "no weight",
      request("{ status: 200, backends: { header: h, weights: { v1: 0 } } }"),
      "spec.verify.requests.0.expect.backends.weights: no backend has a weight above 0",
    ],
    [
      "a weight that is no number",
      request("{ status: 200, backends: { header: h, weights: { v1: '90' } } }"),
      'spec.verify.requests.0.expect.backends.weights.v1: expected a number, got "90"',
    ],
    [
      "a name that a shell would read",
      request("{ status: 200, backends: { header: h, weights: { '$(id)': 1 } } }"),
      "spec.verify.requests.0.expect.backends.weights.$(id): expected the name of a backend",
    ],
    [
      "a pattern without a group",
      request("{ status: 200, backends: { pattern: 'v[0-9]', weights: { v1: 1 } } }"),
      "spec.verify.requests.0.expect.backends.pattern: expected one group (…): the name of the backend",
    ],
    [
      "too few samples",
      request("{ status: 200, backends: { header: h, weights: { v1: 1, v2: 1 }, samples: 1 } }"),
      "spec.verify.requests.0.expect.backends.samples: 1 requests cannot show 2 backends",
    ],
    [
      "a weight that cannot be shown",
      request("{ status: 200, backends: { header: h, weights: { v1: 999999, v2: 1 } } }"),
      "spec.verify.requests.0.expect.backends.weights: to see the smallest weight takes more than 10000 requests\n  say with samples how many",
    ],
    [
      "a Job where there are none",
      request("{ status: 200 }", ", job: { image: 'r/curl:1' }"),
      "spec.verify.requests.0.job: no snapshot of this mesh holds Jobs\n  leave job out, or let delivery.gates.mode be jobs",
    ],
    [
      "a Job without an image",
      request("{ status: 200 }", ", job: {}"),
      "spec.verify.requests.0.job.image: missing; expected",
      argocd,
    ],
    [
      "an image with spaces",
      request("{ status: 200 }", ", job: { image: 'my image' }"),
      "spec.verify.requests.0.job.image: expected a container image",
      argocd,
    ],
    [
      "no Prometheus",
      "{ slos: [{ name: s, query: up, max: 1 }] }",
      "mesh.yaml:10:20: spec.verify.slos.0: nobody is there to be asked\n  say under spec.verify.prometheus which Service answers",
    ],
    ["no bound", slo(""), "spec.verify.slos.0: no bound; expected max or min"],
    [
      "two bounds",
      slo(", max: 1, min: 0"),
      "spec.verify.slos.0.min: max and min; expected one of them\n  write one SLO for each bound",
    ],
    ["a bound that is a text", slo(", max: '1%'"), 'spec.verify.slos.0.max: expected a number, got "1%"'],
    ["a bound that is no number", slo(", max: .nan"), "spec.verify.slos.0.max: .nan has no place"],
    [
      "an empty query",
      `{ ${prometheus}, slos: [{ name: s, query: ' ', max: 1 }] }`,
      'spec.verify.slos.0.query: expected a PromQL query, got " "',
    ],
    ["a window of nothing", slo(", max: 1, windowSeconds: 0"), "spec.verify.slos.0.windowSeconds: expected"],
    [
      "a window that outlasts its Job",
      slo(", max: 1, windowSeconds: 3000"),
      "spec.verify.slos.0.windowSeconds: the gate Job gives up after 3600 seconds, and has to wait for the rollout and this window before\n  raise delivery.gates.deadlineSeconds to at least twice the window",
      argocd,
    ],
    [
      "a port that is none",
      "{ prometheus: { namespace: m, service: p, port: 99999 } }",
      "spec.verify.prometheus.port: expected at most 65535, got the number 99999",
    ],
    [
      "a second SLO of the name",
      `{ ${prometheus}, slos: [{ name: s, query: up, max: 1 }, { name: s, query: up, min: 1 }] }`,
      "a second SLO s; the first is at mesh.yaml:10:",
    ],
  ])("%s", (_, verify, message, more = "") => {
    const said = inputErrorOf(() => load(verify, more));
    expect(said).toMatch(/^mesh\.yaml:10:\d+: /);
    expect(said).toContain(message);
  });

  test("what can be asked is taken", () => {
    const weights = "{ status: 200, backends: { header: h, pattern: 'reviews-(v[0-9]+)', weights: { v1: 9, v2: 0 } } }";
    expect(load(request(weights, ", job: { image: 'r/curl:1' }"), argocd)).toHaveLength(1);
    expect(load(request("{ connection: denied }"))).toHaveLength(1);
    expect(
      load(request("{ status: 200, backends: { header: h, weights: { v1: 1 } } }", ", method: HEAD")),
    ).toHaveLength(1);
    expect(load(slo(", min: -0.5"))).toHaveLength(1);
    expect(
      load("{ prometheus: { namespace: m, service: p, port: http-web, scheme: https, path: /a/b } }"),
    ).toHaveLength(1);
  });
});

test.each<[Readonly<Record<string, number>>, number]>([
  [{ v1: 1 }, 50],
  [{ v1: 1, v2: 1 }, 50],
  [{ v1: 90, v2: 10 }, 66],
  [{ v1: 90, v2: 10, v3: 0 }, 66],
  [{ v1: 9, v2: 1 }, 66],
  [{ v1: 99, v2: 1 }, 688],
  [{ v1: 50, v2: 25, v3: 25 }, 50],
  [{ v1: 98, v2: 1, v3: 1 }, 757],
  [{ v1: 999, v2: 1 }, 6905],
  [{ v1: 9999, v2: 1 }, Number.POSITIVE_INFINITY],
])("weights %j take %d requests", (weights, count) => {
  expect(samplesFor(weights)).toBe(count);
});

test("as many as are asked for show every backend in 999 of 1000 cases, and one less does not", () => {
  for (const weights of [
    [90, 10],
    [70, 20, 10],
    [96, 4],
    [1, 2, 3, 94],
  ]) {
    const sum = weights.reduce((total, one) => total + one);
    const missed = (count: number) => weights.reduce((total, one) => total + (1 - one / sum) ** count, 0);
    const count = samplesFor(Object.fromEntries(weights.map((one, index) => [`v${index}`, one])));
    expect(missed(count)).toBeLessThanOrEqual(0.001);
    expect(missed(count - 1)).toBeGreaterThan(0.001);
  }
});

test.each<[string, RegExp | undefined]>([
  ["(v[0-9]+)", undefined],
  ['"podname": "reviews-(v[0-9]+)-', undefined],
  ["a/b,c#(x{1,3})", undefined],
  ['^[^"]*\\((v[12])\\)$', undefined],
  ["v1", /one group/],
  ["(a)(b)", /one group/],
  ["(a(b))", /one group/],
  ["(v1|v2)", /alternatives/],
  ["(\\d+)", /\[0-9\]/],
  ["a\\/(b)", /backslash/],
  ["(a)\\", /backslash/],
  ["([\\]a])", /\[…\]/],
  ["([[:digit:]])", /\[…\]/],
  ["([])", /\[…\]/],
  ["(?:a)(b)", /sed/],
  ["(a+?)", /repetition/],
  ["(a)*", /not be repeated/],
  ["(a){2}", /not be repeated/],
  ["(a", /regular expression/],
  ["(a{)", /regular expression/],
  ["(é)", /ASCII/],
  ["(a)\nb", /ASCII/],
  ["/,#%@!:;=~(a)", /left out/],
])("the pattern %j", (pattern, problem) => {
  if (problem === undefined) expect(patternProblem(pattern)).toBeUndefined();
  else expect(patternProblem(pattern)).toMatch(problem);
});

test("names of backends are what no shell reads", () => {
  const taken = ["v1", "reviews-v1.shop", "10.0.0.1:8080", "a+b"].filter((name) => backendName.safeParse(name).success);
  expect(taken).toHaveLength(4);
  const refused = ["", " v1", "a b", "$x", "a'b", 'a"b', "-v1", "a;b", "__proto__", "a\nb"];
  expect(refused.filter((name) => backendName.safeParse(name).success)).toEqual([]);
});
