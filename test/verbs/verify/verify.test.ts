import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Prometheus } from "../../../src/mesh/schema";
import { Client } from "../../../src/verbs/verify/client";
import { askPrometheus } from "../../../src/verbs/verify/prometheus";
import { testWithKubectl } from "../../support/kubectl";
import { meshText } from "../../support/mesh-text";
import { runCli } from "../../support/run-cli";

const mesh = meshText(
  "east",
  `  verify:
    requests:
      - name: split
        from: { namespace: shop, serviceAccount: curl }
        url: http://reviews:9080/
        expect: { status: 200, backends: { header: x-served-by, samples: 3, weights: { v1: 2, v2: 1 } } }
      - name: cut
        from: { namespace: shop, serviceAccount: curl }
        url: http://ledger:9080/
        expect: { connection: denied }
    prometheus: { namespace: monitoring, service: prometheus, port: 9090 }
    slos:
      - { name: few-errors, query: sum(errors), max: 0.01 }
`,
);

const pod = JSON.stringify({
  kind: "List",
  items: [
    {
      kind: "Pod",
      metadata: { name: "curl-1", namespace: "shop" },
      spec: { serviceAccountName: "curl" },
      status: { phase: "Running", conditions: [{ type: "Ready", status: "True" }] },
    },
  ],
});
const answer = (name: string) => `HTTP/1.1 200 OK\r\nX-Served-By: ${name}\r\n\r\n\nmeshstep-status 200\n`;
const vector = (value: string) =>
  `{"status":"success","data":{"resultType":"vector","result":[{"metric":{},"value":[1764165000,"${value}"]}]}}`;
/** Of the other kinds nothing holds in a cluster that has nothing. */
const others = [
  "phase-applied",
  "sail-version",
  "sail-condition",
  "version-label",
  "rollout",
  "only-versions",
  "namespace-label",
];
const ended = (code: number) => `echo "command terminated with exit code ${code}" >&2; exit ${code}`;

/** What the cluster is asked, and what it does then, in sh. */
interface Cluster {
  readonly split?: string;
  readonly cut?: string;
  readonly prometheus?: string;
  readonly pods?: string;
}

const good: Required<Cluster> = {
  split: `printf '%s' '${["v1", "v2", "v1"].map(answer).join("")}'`,
  cut: `echo; echo 000; echo "curl: (56) Recv failure: Connection reset by peer" >&2; ${ended(56)}`,
  prometheus: `echo '${vector("0.002")}'`,
  pods: `cat <<'END'\n${pod}\nEND`,
};

/** The lines of `verify` that speak of requests and SLOs, through a kubectl that answers like this, and how it ended. */
async function verify(cluster: Cluster, ...options: readonly string[]) {
  const does = { ...good, ...cluster };
  const folder = mkdtempSync(join(tmpdir(), "meshstep-verify-"));
  try {
    const kubectl = join(folder, "kubectl");
    writeFileSync(
      kubectl,
      `#!/bin/sh
case "$*" in
"get --raw "*) ${does.prometheus} ;;
"get pods -n shop "*) ${does.pods}
;;
*" http://ledger:9080/") ${does.cut} ;;
*"http://reviews:9080/#[1-3]") ${does.split} ;;
get*) ;;
*) echo "unexpected: $*" >&2; exit 9 ;;
esac
`,
    );
    chmodSync(kubectl, 0o755);
    writeFileSync(join(folder, "mesh.yaml"), mesh);
    const { code, out, err } = await runCli(
      ["verify", "0", "--kubectl", kubectl, "--skip", ...others, ...options],
      folder,
    );
    const lines = out.split("\n").filter((line) => /split|cut|few-errors/.test(line));
    return { code, out, err, lines };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const splitSays =
  "split: GET http://reviews:9080/ as shop/curl answers 200 3 times, from each of v1 (2), v2 (1) and from no other";
const cutSays = "cut: GET http://ledger:9080/ as shop/curl is cut off without an answer";
const sloSays = "few-errors has been at 0.01 or less for 300 s, by Prometheus monitoring/prometheus";

test("what holds is told with what was seen", async () => {
  const { lines, err } = await verify({});
  expect(lines).toEqual([`yes  ${splitSays}: 2 v1, 1 v2`, `yes  ${cutSays}`, `yes  ${sloSays}: 0.002 at worst`]);
  expect(err).toBe("");
});

test("the counts are in the reports for machines", async () => {
  const { out } = await verify({}, "-o", "json");
  const checks = (JSON.parse(out) as { checks: { says: string; outcome: string; saw?: string }[] }).checks;
  expect(checks.find(({ says }) => says === splitSays)).toMatchObject({ outcome: "holds", saw: "2 v1, 1 v2" });
  expect((await verify({}, "-o", "markdown")).out).toContain("| 2 v1, 1 v2 |");
});

test.each<[string, Cluster, string]>([
  [
    "a backend that never answers",
    { split: `printf '%s' '${["v1", "v1", "v1"].map(answer).join("")}'` },
    `no   ${splitSays}: v2 never answers: 3 v1`,
  ],
  [
    "no answer at all",
    { split: ended(28) },
    `no   ${splitSays}: after 0 of 3 answers curl ends with 28, there was no answer in 30 s`,
  ],
  [
    "nobody listens",
    { split: `echo "connect: connection refused" >&2; ${ended(7)}` },
    `no   ${splitSays}: after 0 of 3 answers curl ends with 7, nobody listens there`,
  ],
  ["what should be cut answers", { cut: "echo; echo 200" }, `no   ${cutSays}: it answers 200`],
  [
    "a pod without curl",
    {
      cut: `echo 'error: Internal error occurred: exec failed: "curl": executable file not found in $PATH' >&2; exit 1`,
    },
    `?    ${cutSays}: pod curl-1 has no curl; --probe makes a pod that has it`,
  ],
  [
    "a pod without curl, as its shell says it",
    { cut: ended(127) },
    `?    ${cutSays}: pod curl-1 has no curl; --probe makes a pod that has it`,
  ],
  [
    "an exec that is refused",
    {
      cut: `echo 'Error from server (Forbidden): pods "curl-1" is forbidden: User "me" cannot create resource "pods/exec" in API group "" in the namespace "shop"' >&2; exit 1`,
    },
    `?    ${cutSays}: in pod curl-1: you may not create pods/exec in namespace shop`,
  ],
  [
    "a bound that is passed",
    { prometheus: `echo '${vector("0.5")}'` },
    `no   ${sloSays}: it is 0.5; expected 0.01 or less`,
  ],
  ["NaN", { prometheus: `echo '${vector("NaN")}'` }, `no   ${sloSays}: it is NaN, which shows nothing`],
  [
    "a page",
    { prometheus: "echo '<html>'" },
    `?    ${sloSays}: prometheus:9090 in monitoring: what answers is no Prometheus: <html>`,
  ],
  [
    "a Prometheus that is away",
    {
      prometheus: `echo 'Error from server (ServiceUnavailable): the server is currently unable to handle the request' >&2; exit 1`,
    },
    `?    ${sloSays}: prometheus:9090 in monitoring: the server is currently unable to handle the request`,
  ],
  [
    "a Prometheus that wants a token",
    { prometheus: `echo 'error: You must be logged in to the server (Unauthorized)' >&2; exit 1` },
    `?    ${sloSays}: prometheus:9090 in monitoring: it wants a token, and the API server hands none on`,
  ],
])("%s", async (_, cluster, line) => {
  const { lines } = await verify(cluster);
  expect(lines).toContain(line);
  expect(lines.filter((one) => one.startsWith("yes"))).toHaveLength(2);
});

test("--probe makes a pod where the account has none, or none with curl", async () => {
  const probe = 'case "$*" in *run*) ;; *) exit 1 ;; esac; ';
  const none = `echo '{"kind":"List","items":[]}'`;
  const split = `${probe}${good.split}`;
  const cut = `${probe}echo; echo 000; echo "pod shop/meshstep-probe terminated (Error)" >&2; exit 56`;
  expect((await verify({ pods: none, split, cut }, "--probe")).lines.map((line) => line.slice(0, 9))).toEqual([
    "yes  spli",
    "yes  cut:",
    "yes  few-",
  ]);
  const without = `case "$*" in *run*) ${good.split} ;; *) ${ended(127)} ;; esac`;
  expect((await verify({ split: without }, "--probe")).lines[0]).toMatch(/^yes {2}split/);
});

test("exit codes: 1 for what does not hold, 2 for what could not be asked", async () => {
  expect((await verify({})).code).toBe(0);
  expect((await verify({ prometheus: `echo '${vector("1")}'` })).code).toBe(1);
  expect((await verify({ prometheus: "echo nonsense" })).code).toBe(2);
});

describe("the real kubectl, and an API server that hands on to a Prometheus", () => {
  let server: Server;
  let folder: string;
  const status = (code: number, reason: string, message: string) =>
    [code, JSON.stringify({ kind: "Status", apiVersion: "v1", status: "Failure", message, reason, code })] as const;
  const answers: Readonly<Record<string, readonly [number, string]>> = {
    good: [200, vector("1")],
    page: [200, "<html>"],
    query: [400, '{"status":"error","errorType":"bad_data","error":"parse error"}'],
    series: [422, '{"status":"error","errorType":"execution","error":"duplicate series"}'],
    away: status(503, "ServiceUnavailable", 'no endpoints available for service "prometheus:9090"'),
    refused: [503, "error trying to reach service: dial tcp 10.0.0.1:9090: connect: connection refused"],
    missing: status(404, "NotFound", 'services "prometheus" not found'),
    path: [404, "404 page not found\n"],
    forbidden: status(
      403,
      "Forbidden",
      'services "prometheus:9090" is forbidden: User "me" cannot get resource "services/proxy" in API group "" in the namespace "monitoring"',
    ),
    token: [401, "Unauthorized\n"],
  };

  beforeAll(async () => {
    server = createServer(({ url = "" }, response) => {
      const [, name = ""] = /\/proxy\/([a-z]+)\/api\/v1\/query\?query=up(?:%0A)?$/.exec(url) ?? [];
      const [code, text] = answers[name] ?? [500, url];
      response.writeHead(code, { "content-type": text.startsWith("{") ? "application/json" : "text/plain" }).end(text);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    folder = mkdtempSync(join(tmpdir(), "meshstep-kubeconfig-"));
    const config = {
      apiVersion: "v1",
      kind: "Config",
      clusters: [{ name: "x", cluster: { server: `http://127.0.0.1:${(server.address() as AddressInfo).port}` } }],
      users: [{ name: "x", user: { token: "x" } }],
      contexts: [{ name: "x", context: { cluster: "x", user: "x" } }],
      "current-context": "x",
    };
    writeFileSync(join(folder, "config"), JSON.stringify(config));
    writeFileSync(join(folder, "kubectl"), `#!/bin/sh\nexec kubectl --kubeconfig ${folder}/config "$@"\n`, {
      mode: 0o755,
    });
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true });
    await new Promise((resolve) => server.close(resolve));
  });

  testWithKubectl("each refusal is told in words", async () => {
    const client = new Client({ kubectl: join(folder, "kubectl") });
    const said: Record<string, string | undefined> = {};
    for (const name of Object.keys(answers)) {
      const prometheus: Prometheus = {
        namespace: "monitoring",
        service: "prometheus",
        port: 9090,
        scheme: "http",
        path: `/${name}`,
      };
      const { failed, texts } = await askPrometheus(client, { ask: "prometheus", prometheus, query: "up" });
      said[name] = failed?.replace("prometheus:9090 in monitoring: ", "") ?? texts[0];
    }
    expect(said).toEqual({
      good: vector("1"),
      page: "what answers is no Prometheus: <html>",
      query: "Prometheus refuses the query; the command of this check with -v=8 shows what it says",
      series: "Prometheus refuses the query; the command of this check with -v=8 shows what it says",
      away: 'no endpoints available for service "prometheus:9090"',
      refused: "the server is currently unable to handle the request",
      missing: 'services "prometheus" not found',
      path: "it has no such path; see spec.verify.prometheus.path",
      forbidden: "you may not get services/proxy in namespace monitoring",
      token: "it wants a token, and the API server hands none on",
    });
  });
});
