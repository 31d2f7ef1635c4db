import { manualCommands } from "../../src/gates/manual";
import { type Ran, runWith } from "./fake-cluster";

/**
 * `pods` holds a line node/template/ready/name per ztunnel; deleting one makes a new one on its node. `nodes` holds a line per node:
 * name, role, cordoned.
 */
const cluster = `
case "$*" in
"get daemonset ztunnel -n ztunnel "*generation*) echo 7 ;;
"get daemonset ztunnel -n ztunnel "*observedGeneration*) echo 7 ;;
"get daemonset ztunnel -n ztunnel "*version*) cat "$state/version" ;;
"get daemonset ztunnel -n ztunnel "*desiredNumberScheduled*) wc -l < "$state/nodes" | tr -d ' ' ;;
"get controllerrevisions "*) echo new ;;
"get pods -n ztunnel -l app=ztunnel --field-selector spec.nodeName="*) node=\${8#spec.nodeName=}; grep "^$node/" "$state/pods" ;;
"get pods -n ztunnel -l app=ztunnel "*) cat "$state/pods" ;;
"get pods -A --field-selector spec.nodeName="*) node=\${5#spec.nodeName=}; cat "$state/bare-\${node%%,*}" 2>/dev/null || true ;;
"get nodes -l node-role.kubernetes.io/"*) grep " \${4#node-role.kubernetes.io/} " "$state/nodes" | cut -d' ' -f1 | tr '\\n' ' ' ;;
"get nodes -o "*) grep 'cordoned$' "$state/nodes" | cut -d' ' -f1 ;;
"get node "*) ! grep -q "^$3 .*cordoned$" "$state/nodes" || echo true ;;
"drain "*)
  echo "drain $*" | sed 's/^drain drain/drain/' | cut -d' ' -f1-2,5-6
  sed "s/^$2 \\([^ ]*\\) .*/$2 \\1 cordoned/" "$state/nodes" > "$state/n" && mv "$state/n" "$state/nodes"
  [ ! -f "$state/interrupted-$2" ] || kill -INT $PPID
  [ ! -f "$state/undrainable-$2" ] ;;
"uncordon "*) echo "uncordon $2"; sed "s/^$2 \\([^ ]*\\) .*/$2 \\1 -/" "$state/nodes" > "$state/n" && mv "$state/n" "$state/nodes" ;;
"delete pod "*)
  echo "delete $3"
  ready=True; [ ! -f "$state/unready" ] || ready=False
  sed "s|^\\(.*\\)/old/.*/$3\\$|\\1/new/$ready/\${3}b|" "$state/pods" > "$state/p" && mv "$state/p" "$state/pods" ;;
*) echo "unexpected: $*" >&2; exit 9 ;;
esac`;

const workers = "n1 worker -\nn2 worker -\nn3 worker -\n";
const old = (...nodes: string[]) => nodes.map((node) => `${node}/old/True/z-${node}\n`).join("");
const fresh = (...nodes: string[]) => nodes.map((node) => `${node}/new/True/z-${node}\n`).join("");

function drain(files: Readonly<Record<string, string>>, flags: Readonly<Record<string, string>> = {}): Ran {
  const { run } = manualCommands({ step: "drain-nodes", ztunnelNamespace: "ztunnel", version: "v1.28.5" }, "kubectl");
  expect(run).toHaveLength(1);
  const [command = ""] = run;
  const set = Object.entries(flags).reduce(
    (text, [key, value]) => text.replace(new RegExp(`${key}=\\w+`), `${key}=${value}`),
    command,
  );
  return runWith(set, cluster, { version: "1.28.5", nodes: workers, pods: old("n1", "n2", "n3"), ...files });
}

test("every node, one after the other", () => {
  expect(drain({})).toEqual({
    status: 0,
    out: ["n1", "n2", "n3"]
      .map((node) => `== ${node}\ndrain ${node} --timeout=30m\ndelete z-${node}\nuncordon ${node}\n`)
      .join("")
      .concat("3 of 3 nodes run the new ztunnel\n"),
  });
});

test("nodes that are finished are skipped", () => {
  const { status, out } = drain({ pods: fresh("n1", "n3") + old("n2") });
  expect(out.match(/^== .*/gm)).toEqual(["== n2"]);
  expect([status, out.split("\n").at(-2)]).toEqual([0, "3 of 3 nodes run the new ztunnel"]);
  expect(drain({ pods: fresh("n1", "n2", "n3") })).toEqual({ status: 0, out: "3 of 3 nodes run the new ztunnel\n" });
});

test("a node that cannot be drained stops it: what is left, and how to let pods back", () => {
  const { status, out } = drain({ "undrainable-n2": "" });
  expect(status).toBe(1);
  expect(out.split("uncordon n1\n")[1]).toBe(
    [
      "== n2",
      "drain n2 --timeout=30m",
      "STOP: n2 could not be drained",
      "  Run this again to go on: nodes that are finished are skipped.",
      "1 of 3 nodes run the new ztunnel",
      "  left: n2",
      "  left: n3",
      "  cordoned: n2. To let pods back: kubectl uncordon n2",
      "",
    ].join("\n"),
  );
});

test("Ctrl-C says the same", () => {
  const { status, out } = drain({ "interrupted-n1": "" });
  expect(out).toContain("STOP: interrupted\n  Run this again to go on");
  expect(out).toContain("0 of 3 nodes run the new ztunnel\n  left: n1\n  left: n2\n  left: n3\n  cordoned: n1.");
  expect(out).not.toContain("delete");
  expect(status).toBe(1);
});

test("a ztunnel that does not get ready stops it, and is not called finished", () => {
  const { status, out } = drain({ unready: "" });
  expect(status).toBe(1);
  expect(out).toContain("STOP: the new ztunnel on n1 is not ready after 3 looks");
  expect(out).toContain("0 of 3 nodes run the new ztunnel\n  left: n1\n  left: n2\n  left: n3\n  cordoned: n1.");
  expect(out).not.toContain("== n2");
});

test("started again, a node whose new ztunnel is not ready yet gets no second one", () => {
  const { status, out } = drain({
    pods: `n1/new/False/z-n1\n${fresh("n2", "n3")}`,
    nodes: workers.replace("-", "cordoned"),
  });
  expect(out).not.toContain("delete");
  expect(out).toContain("STOP: the new ztunnel on n1 is not ready");
  expect(status).toBe(1);
});

test("a node that was cordoned before stays so, and is said", () => {
  const { status, out } = drain({ nodes: "n1 worker cordoned\n", pods: old("n1") });
  expect(out).toBe(
    "== n1\ndrain n1 --timeout=30m\ndelete z-n1\nn1 was cordoned before, and still is\n1 of 1 nodes run the new ztunnel\n  cordoned: n1. To let pods back: kubectl uncordon n1\n",
  );
  expect(status).toBe(0);
});

describe("control-plane nodes", () => {
  const nodes = "c1 control-plane -\nc2 master -\nn1 worker -\n";
  const pods = old("c1", "c2", "n1");

  test("are left to a flag, and are not called finished", () => {
    const { status, out } = drain({ nodes, pods });
    expect(out.match(/^== .*/gm)).toEqual(["== n1"]);
    expect(out).toContain("1 of 3 nodes run the new ztunnel\n  left: c1\n  left: c2\n");
    expect(out).toContain("  c1 is a control-plane node: CONTROL_PLANE=yes drains it too\n");
    expect(status).toBe(1);
  });

  test("are drained when that is said", () => {
    const { status, out } = drain({ nodes, pods }, { CONTROL_PLANE: "yes" });
    expect(out.match(/^== .*/gm)).toEqual(["== c1", "== c2", "== n1"]);
    expect(status).toBe(0);
  });
});

describe("pods that no controller brings back", () => {
  const files = { "bare-n2": " shop/debug shop/by-hand" };

  test("keep their node from being drained, and the others go on", () => {
    const { status, out } = drain(files);
    expect(out.match(/^== .*/gm)).toEqual(["== n1", "== n3"]);
    expect(out).toContain("2 of 3 nodes run the new ztunnel\n  left: n2\n");
    expect(out).toContain(
      "  n2 has pods that nothing brings back: shop/debug shop/by-hand; move them, or say BARE_PODS=delete\n",
    );
    expect(out).not.toContain("cordoned: n2");
    expect(status).toBe(1);
  });

  test("are deleted when that is said, and only then is drain forced", () => {
    const { status, out } = drain(files, { BARE_PODS: "delete" });
    expect(out.match(/^drain .*/gm)).toEqual([
      "drain n1 --timeout=30m",
      "drain n2 --force --timeout=30m",
      "drain n3 --timeout=30m",
    ]);
    expect(status).toBe(0);
  });
});

test("nothing is drained before the DaemonSet is at the version", () => {
  const { status, out } = drain({ version: "1.28.4" });
  expect(out).toContain("STOP: DaemonSet ztunnel in ztunnel is not at 1.28.5 yet");
  expect(out).not.toContain("== n");
  expect(status).toBe(1);
});

test("a ztunnel that has no node yet is no finished node", () => {
  const { status, out } = drain({ pods: `${fresh("n1", "n2")}/new//z-pending\n` });
  expect(out).toBe("2 of 3 nodes run the new ztunnel\n  left: (a ztunnel that is on no node)\n");
  expect(status).toBe(1);
});
