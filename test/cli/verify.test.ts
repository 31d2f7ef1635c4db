import { type CliResult, runCli } from "../support/run-cli";
import { type FakeKubectl, fakeKubectl } from "../verbs/verify/fake-kubectl";
import { dirs, folderAt, marker, rolling, settledAt, workload } from "../verbs/verify/support";

/** Runs it where the live folder stands at a phase; how long it took is left out. */
async function verifyAt(phase: number, kubectl: FakeKubectl | string, ...words: string[]): Promise<CliResult> {
  const program = typeof kubectl === "string" ? kubectl : kubectl.path;
  const argv = ["verify", "--live", "live", "--kubectl", program, ...words];
  const { code, out, err } = await runCli(argv, await folderAt(phase));
  const plain = (text: string) => text.replace(/after \d+ s/g, "after N s").replaceAll(program, "kubectl");
  return { code, out: plain(out), err: plain(err) };
}

const ztunnelRolls = (kubectl: FakeKubectl) =>
  kubectl.give({
    "daemonsets.apps": [
      workload("DaemonSet", "istio-cni-node", "1.28.3"),
      workload("DaemonSet", "ztunnel", "1.28.3", rolling),
    ],
  });

/** In sh: the roll has ended. */
const settle = `printf '%s' '${JSON.stringify({ kind: "List", items: settledAt(3)["daemonsets.apps"] })}' > "$state/daemonsets.apps.json"`;

const refused = "The connection to the server x:6443 was refused - did you specify the right host or port?";

/** What is said of clusters that go away, early and late: it takes all of the eight seconds, and the other tests go on beside it. */
let goneAway: Promise<readonly CliResult[]>;

beforeAll(() => {
  const early = fakeKubectl(settledAt(3));
  ztunnelRolls(early);
  early.after(6, `echo '${refused}' > "$state/says"`);
  const late = fakeKubectl(settledAt(3));
  ztunnelRolls(late);
  // Five calls in the first round; the second asks for what is open only, and the last for everything.
  late.after(6, settle);
  late.after(7, `echo 'Unable to connect to the server: EOF' > "$state/says"`);
  goneAway = Promise.all([early, late].map((one) => verifyAt(3, one, "--wait", "8s")));
});

test("a phase that holds", async () => {
  const { code, out, err } = await verifyAt(3, fakeKubectl(settledAt(3)));
  expect([code, err]).toEqual([0, ""]);
  expect(out).toContain("yes  the rollout of DaemonSet ztunnel/ztunnel is complete\n");
  expect(out).toMatch(/prod 03-ztunnel-v1\.28\.3: 6 of 6 checks hold after N s\n$/);
});

test("a rollout that has not ended: what is missing, and 1", async () => {
  const kubectl = fakeKubectl(settledAt(3));
  ztunnelRolls(kubectl);
  const { code, out } = await verifyAt(3, kubectl);
  expect(code).toBe(1);
  expect(out).toContain("no   the rollout of DaemonSet ztunnel/ztunnel is complete: 1 of 3 pods are updated\n");
  expect(out).toMatch(/5 of 6 checks hold after N s\n$/);
});

test("it only reads", async () => {
  const kubectl = fakeKubectl(settledAt(4));
  await verifyAt(4, kubectl);
  for (const call of kubectl.calls()) expect(call).toMatch(/^get \S+ .*-o json --request-timeout=20s$/);
  // Objects of one kind in one namespace are one call.
  expect(new Set(kubectl.calls()).size).toBe(kubectl.calls().length);
});

describe("what holds on the way back", () => {
  test("is asked with --back", async () => {
    const { code, out } = await verifyAt(2, fakeKubectl(settledAt(2)), "--back");
    expect([code, out]).toEqual([
      0,
      expect.stringContaining("DaemonSet ztunnel/ztunnel is rendered from the chart of 1.28.2"),
    ]);
    expect(out).toMatch(/prod back at 02-cni-v1\.28\.3: 6 of 6 checks hold after N s\n$/);
  });

  test("there is nothing to walk back from at the end of the row", async () => {
    const { code, err } = await verifyAt(4, fakeKubectl(), "--back");
    expect([code, err]).toEqual([2, expect.stringContaining("has no phase after 04-verify-v1.28.3")]);
  });
});

describe("waiting", () => {
  test("it goes on until everything holds, says what changes, and asks all once more at the end", async () => {
    const kubectl = fakeKubectl(settledAt(3));
    ztunnelRolls(kubectl);
    kubectl.after(8, settle);
    const { code, out, err } = await verifyAt(3, kubectl, "--wait", "5m", "-o", "json");
    expect(code).toBe(0);
    // One document, at the end; the news goes to standard error.
    expect(JSON.parse(out)).toMatchObject({ verdict: "holds", phase: dirs[3] });
    const news = err.split("\n").filter((line) => line.includes("the rollout of"));
    expect(news[0]).toContain("1 of 3 pods are updated");
    expect(news.at(-1)).toBe("yes  the rollout of DaemonSet ztunnel/ztunnel is complete");
    expect(err).not.toContain("\u001b");
    expect(kubectl.calls().filter((call) => call.startsWith("get configmaps meshstep-prod "))).not.toHaveLength(1);
    for (const pid of kubectl.watches()) expect(() => process.kill(pid, 0)).toThrow();
  });

  test("time that is up is 1", async () => {
    const kubectl = fakeKubectl(settledAt(3));
    ztunnelRolls(kubectl);
    expect(await verifyAt(3, kubectl, "--wait", "1s")).toMatchObject({ code: 1 });
  });

  test("a cluster that goes away is waited for, and is 2 when it does not come back", async () => {
    const [first, last] = await goneAway;
    expect([first?.code, last?.code]).toEqual([2, 2]);
    expect(first?.err).toContain(`the cluster does not answer: ${refused}\n`);
    expect(first?.out).toContain(
      "no   the rollout of DaemonSet ztunnel/ztunnel is complete: 1 of 3 pods are updated\n",
    );
    expect(last?.out).toMatch(/6 of 6 checks hold after N s; the cluster does not answer: .*: EOF\n$/);
  });

  test("and answers again", async () => {
    const kubectl = fakeKubectl(settledAt(3));
    kubectl.fail("Error from server (ServiceUnavailable): the server is currently unable to handle the request");
    kubectl.after(2, `rm "$state/says"`);
    expect(await verifyAt(3, kubectl, "--wait", "5m")).toMatchObject({ code: 0 });
  });

  test.each(["0", "0s", "-5m", "1e9d", "30", "m", "1.5h", "99999999h", ""])("--wait %j is no time", async (time) => {
    const { code, err } = await verifyAt(3, "kubectl", `--wait=${time}`);
    expect([code, err]).toEqual([2, expect.stringMatching(/^error: .*--wait.*(no time|argument missing)/)]);
  });
});

describe("a cluster that is not asked", () => {
  const noise = `E1126 14:10:15.601937    5087 memcache.go:265] "Unhandled Error" err="couldn't get current server API group list"\n`;
  test.each([
    ["Error in configuration: context was not found for specified context: west", "there is no context west"],
    ['error: context "west" does not exist', "there is no context west"],
    [
      'error: error loading config file "kc": yaml: line 1: did not find expected node content',
      "kubectl cannot read its configuration: error: error loading config file",
    ],
    [
      "The connection to the server localhost:8080 was refused - did you specify the right host or port?",
      "kubectl does not know which cluster to ask",
    ],
    [
      "error: Missing or incomplete configuration info.  Please point to an existing, complete config file:",
      "kubectl does not know which cluster to ask",
    ],
    [
      "error: You must be logged in to the server (the server has asked for the client to provide credentials)",
      "the cluster does not know you: error: You must be logged in",
    ],
    ["error: You must be logged in to the server (Unauthorized)", "the cluster does not know you"],
    ["Please enter Username: error: EOF", "the cluster does not know you"],
    [
      "Unable to connect to the server: getting credentials: exec: executable aws failed with exit code 255",
      "the login does not work: Unable to connect to the server: getting credentials: exec: executable aws failed with exit code 255",
    ],
    [
      "Unable to connect to the server: getting credentials: exec: executable kubelogin not found\n\nIt looks like you are trying to use a client-go credential plugin that is not installed.\n\ninstall it",
      "the login does not work: Unable to connect to the server: getting credentials: exec: executable kubelogin not found",
    ],
    [
      "Unable to connect to the server: tls: failed to verify certificate: x509: certificate signed by unknown authority",
      "the certificate of the cluster is not trusted",
    ],
  ])("%s", async (words, message) => {
    const kubectl = fakeKubectl();
    kubectl.fail(`${noise}${words}\n`);
    const { code, out, err } = await verifyAt(3, kubectl, "--context", "west", "--wait", "5m");
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain(`error: ${message}`);
    expect(err).not.toContain("memcache");
  });

  test("no client", async () => {
    const { code, err } = await verifyAt(3, "/nowhere/kubectl");
    expect([code, err]).toEqual([2, expect.stringMatching(/^error: kubectl is not on the PATH\n.*--kubectl/)]);
  });

  test("a client that may not be run", async () => {
    const { code, err } = await verifyAt(3, "/");
    expect([code, err]).toEqual([2, expect.stringContaining("cannot be run (EACCES)")]);
  });

  test("the context is that of the user", async () => {
    const kubectl = fakeKubectl(settledAt(3));
    await verifyAt(3, kubectl, "--context", "west");
    for (const call of kubectl.calls()) expect(call).toMatch(/^--context west get /);
  });

  test("one that does not answer is 2, with what it says", async () => {
    const kubectl = fakeKubectl();
    kubectl.fail(`${noise}Unable to connect to the server: dial tcp: lookup west.example.com: no such host`);
    const { code, out } = await verifyAt(3, kubectl);
    expect([code, out]).toEqual([
      2,
      expect.stringMatching(/the cluster does not answer: Unable to connect .*: no such host\n$/),
    ]);
  });

  test("that of another mesh", async () => {
    const { code, out, err } = await verifyAt(3, fakeKubectl({ configmaps: [marker("staging", "00-baseline")] }));
    expect([code, out]).toEqual([2, ""]);
    expect(err).toMatch(/^error: this is the cluster of mesh staging: its marker in namespace istio-system says so\n/);
  });

  test("that answers something else than JSON", async () => {
    const kubectl = fakeKubectl(settledAt(3));
    kubectl.after(2, `echo "Welcome to kubectl"; exit 0`);
    const { code, out } = await verifyAt(3, kubectl);
    expect([code, out]).toEqual([2, expect.stringMatching(/does not print JSON, but "Welcome to kubectl"/)]);
  });
});

test("no rights: the verb and the resource", async () => {
  const kubectl = fakeKubectl(settledAt(3));
  kubectl.after(
    1,
    `echo 'Error from server (Forbidden): daemonsets.apps "ztunnel" is forbidden: User "ci" cannot get resource "daemonsets" in API group "apps" in the namespace "ztunnel"' > "$state/daemonsets.apps.says"`,
  );
  const { code, out } = await verifyAt(3, kubectl);
  expect(code).toBe(2);
  expect(out).toContain(
    "?    the rollout of DaemonSet ztunnel/ztunnel is complete: you may not get daemonsets.apps in namespace ztunnel\n",
  );
});

test.each([
  [["nowhere"], "no phase nowhere"],
  [["99"], "no phase 99"],
  [["--skip", "nonsense"], "--skip nonsense: no kind of check"],
  [["--file", "gone.yaml"], "gone.yaml: no such file or folder"],
  [["-o", "yaml"], "argument 'yaml' is invalid"],
])("%j is said before anything is asked", async (words, message) => {
  const kubectl = fakeKubectl();
  const { code, out, err } = await verifyAt(3, kubectl, ...words);
  expect([code, out, err]).toEqual([2, "", expect.stringContaining(message)]);
  expect(kubectl.calls()).toEqual([]);
});
