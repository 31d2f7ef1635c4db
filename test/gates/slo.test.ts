import { checkCommand, checkContainer, judgeCheck, seenBy } from "../../src/gates/command";
import { queryPath, readVector, verdictQuery, worstQuery } from "../../src/gates/prometheus";
import type { Prometheus, VerifySlo } from "../../src/mesh/schema";
import type { Check } from "../../src/plan/checks";
import { runWith } from "./fake-cluster";

const prometheus: Prometheus = { namespace: "monitoring", service: "prometheus", port: 9090, scheme: "http" };
const few: VerifySlo = { name: "few-errors", query: "sum(errors)", max: 0.01, windowSeconds: 300 };
const many: VerifySlo = { name: "most-good", query: "sum(good)", min: 0.99, windowSeconds: 60 };

const vector = (...values: readonly (string | [string, string])[]) =>
  JSON.stringify({
    status: "success",
    data: {
      resultType: "vector",
      result: values.map((one) => {
        const [pod, value] = typeof one === "string" ? [undefined, one] : one;
        return { metric: { ...(pod && { pod }) }, value: [1764165000.1, value] };
      }),
    },
  });

test.each<[string, VerifySlo, string, true | string]>([
  ["below the most", few, vector("0.002"), true],
  ["at the most", few, vector("0.01"), true],
  ["above the most", few, vector("0.0123456"), "it is 0.01235; expected 0.01 or less"],
  ["above the least", many, vector("0.995"), true],
  ["below the least", many, vector("0.5"), "it is 0.5; expected 0.99 or more"],
  [
    "every series counts",
    few,
    vector(["a", "0"], ["b", "0.5"], ["c", "0.02"]),
    'it is 0.5; expected 0.01 or less ({pod="b"}, 2 of 3 series)',
  ],
  ["no series", few, vector(), "the query gives no series: nothing was measured"],
  ["NaN", few, vector("NaN"), "it is NaN, which shows nothing"],
  [
    "NaN among others",
    few,
    vector(["a", "0"], ["b", "NaN"]),
    'it is NaN, which shows nothing ({pod="b"}, 1 of 2 series)',
  ],
  ["infinity", few, vector("+Inf"), "it is Infinity; expected 0.01 or less"],
  ["minus infinity", many, vector("-Inf"), "it is -Infinity; expected 0.99 or more"],
  ["minus infinity is less than the most", few, vector("-Inf"), true],
  ["a page", few, "<html>\n<body>Log in", "what answers is no Prometheus: <html>"],
  ["nothing", few, "", "what answers is no Prometheus: an empty answer"],
  ["other JSON", few, '{"kind":"Status"}', 'what answers is no Prometheus: {"kind":"Status"}'],
  ["JSON that is no object", few, "12", "what answers is no Prometheus: 12"],
  [
    "an error",
    few,
    '{"status":"error","errorType":"execution","error":"too many samples"}',
    "Prometheus says execution: too many samples",
  ],
  [
    "a matrix",
    few,
    '{"status":"success","data":{"resultType":"matrix","result":[]}}',
    "Prometheus answers with matrix; expected an instant vector",
  ],
  [
    "histograms",
    few,
    '{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"histogram":[1,{}]}]}}',
    "Prometheus answers with series that have no number, such as histograms",
  ],
  ["a value that is no number", few, vector("ten"), "it is NaN, which shows nothing"],
])("%s", (_, slo, text, expected) => {
  const check: Check = { check: "slo", slo, prometheus };
  expect(judgeCheck(check, [{ objects: [], texts: [text] }])).toBe(expected);
});

test("what was measured is told: the worst of it", () => {
  const saw = (slo: VerifySlo, text: string) =>
    seenBy({ check: "slo", slo, prometheus }, [{ objects: [], texts: [text] }]);
  expect(saw(few, vector("0.0021234"))).toBe("0.002123 at worst");
  expect(saw(many, vector("0.995", "0.999"))).toBe("0.995 at worst, of 2 series");
});

test("the worst value in the window counts; Prometheus compares for those who cannot", () => {
  expect(worstQuery(few)).toBe("max_over_time((sum(errors)\n)[300s:30s])");
  expect(worstQuery(many)).toBe("min_over_time((sum(good)\n)[60s:30s])");
  expect(verdictQuery(few)).toBe(
    "(count(max_over_time((sum(errors)\n)[300s:30s])) == bool count(max_over_time((sum(errors)\n)[300s:30s]) <= 0.01)) or vector(0)",
  );
  expect(verdictQuery({ ...many, min: 1e-7 })).toContain(">= 1e-7)) or vector(0)");
});

test.each<[Partial<Prometheus>, string]>([
  [{}, "/api/v1/namespaces/monitoring/services/prometheus:9090/proxy/api/v1/query?query=up"],
  [
    { scheme: "https", port: "web" },
    "/api/v1/namespaces/monitoring/services/https:prometheus:web/proxy/api/v1/query?query=up",
  ],
  [{ path: "/prom" }, "/api/v1/namespaces/monitoring/services/prometheus:9090/proxy/prom/api/v1/query?query=up"],
])("%j is asked through the API server", (more, path) => {
  expect(queryPath({ ...prometheus, ...more }, "up")).toBe(path);
});

test("nothing of a query means anything to a shell or a URL", () => {
  const path = queryPath(prometheus, `a{b=~'c*|"d"'} + (1) # x\n&y=%z!`);
  expect(path).toMatch(/\?query=[A-Za-z0-9%._~-]+$/);
  expect(new URL(path, "http://x").searchParams.get("query")).toBe(`a{b=~'c*|"d"'} + (1) # x\n&y=%z!`);
});

describe("in a shell", () => {
  const check: Check = { check: "slo", slo: few, prometheus };
  /** The verdict is asked with bool, the values without. */
  const client = `case "$*" in
*"get --raw "*bool*) [ ! -f "$state/verdict" ] || cat "$state/verdict"; [ ! -f "$state/fails" ] ;;
*"get --raw "*) echo "VALUES" ;;
*) exit 9 ;;
esac`;

  test.each<[string, string, number]>([
    ["1", vector("1"), 0],
    ["0", vector("0"), 1],
    ["indented JSON", JSON.stringify(JSON.parse(vector("1")), null, 2), 0],
    ["a page that says 1", '<html>"value":[1,"1"]</html>', 1],
    ["an error", '{"status":"error","error":"x"}', 1],
    ["nothing", "", 1],
  ])("the command of people and gates.sh: %s", (_, verdict, status) => {
    const ran = runWith(checkCommand(check, "kubectl").run, client, { verdict });
    expect([ran.status, ran.out.trim()]).toEqual([status, status === 0 ? "1" : "VALUES"]);
  });

  test("a kubectl that fails is no yes", () => {
    const ran = runWith(checkCommand(check, "kubectl").run, client, { verdict: "", fails: "" });
    expect(ran.status).toBe(1);
  });

  /** Each `sleep` of the fake takes ten seconds by `date`. */
  const job = (seconds: number) => {
    const container = checkContainer(check);
    if (!("script" in container)) throw new Error("no script");
    return `sh -c ${JSON.stringify(container.script).replaceAll("\\n", "\n").replaceAll("$", "\\$").replaceAll("`", "\\`")} sh ${seconds}; echo "ended with $?"`;
  };

  test("the Job waits for its window, and then until it holds", () => {
    const ran = runWith(job(3600), client, {
      verdict: vector("0"),
      "after-3": `echo '${vector("1")}' > "$state/verdict"`,
    });
    expect(ran.out.trim().split("\n").filter(Boolean)).toEqual([
      "waiting 300 s, so that the window begins after the rollout",
      "VALUES",
      "VALUES",
      "1",
      "ended with 0",
    ]);
  });

  test("and gives up in time", () => {
    expect(runWith(job(25), client, { verdict: vector("0") }).out).toMatch(/VALUES\s+ended with 1\n$/);
  });
});

test("series are read with their labels", () => {
  expect(readVector(vector(["a", "1"]))).toEqual({ series: [{ labels: '{pod="a"}', value: 1 }] });
});
