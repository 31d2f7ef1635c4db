import { readLiveFolder } from "../../src/git/folder";
import { type CliResult, runCli } from "../support/run-cli";
import { type FakeKubectl, fakeKubectl } from "../verbs/verify/fake-kubectl";
import { dirs, folderAt, rolling, settledAt, workload } from "../verbs/verify/support";

interface Promoted extends CliResult {
  /** Phase that the live folder holds afterwards. */
  readonly at: string | undefined;
}

async function promoteAt(phase: number, kubectl: FakeKubectl, ...words: string[]): Promise<Promoted> {
  return promoteIn(await folderAt(phase), kubectl, ...words);
}

async function promoteIn(folder: string, kubectl: FakeKubectl, ...words: string[]): Promise<Promoted> {
  const argv = ["promote", "--live", "live", "--verify", "--kubectl", kubectl.path, ...words];
  const result = await runCli(argv, folder);
  const marker = readLiveFolder(`${folder}/live`).get("mesh/95-marker/configmap-meshstep-prod.yaml") ?? "";
  return { ...result, at: /^ {2}phase: (.*)$/m.exec(marker)?.[1] };
}

const rollsAt = (phase: number) => ({
  ...settledAt(phase),
  "daemonsets.apps": [
    workload("DaemonSet", "istio-cni-node", "1.28.3"),
    workload("DaemonSet", "ztunnel", phase < 3 ? "1.28.2" : "1.28.3", rolling),
  ],
});
const away = () => {
  const kubectl = fakeKubectl();
  kubectl.fail("Unable to connect to the server: EOF");
  return kubectl;
};

describe("--next", () => {
  test.each([["--next"], ["--to", "4"]])("goes on when the present phase holds (%s)", async (...words) => {
    const { code, at, out, err } = await promoteAt(3, fakeKubectl(settledAt(3)), ...words);
    expect([code, at]).toEqual([0, dirs[4]]);
    // What was asked is a report, and no data.
    expect(out).toMatch(/^(\w+ +live\/\S+\n)+$/);
    expect(err).toContain("prod 03-ztunnel-v1.28.3: 6 of 6 checks hold");
  });

  test("refuses when it does not, and changes nothing", async () => {
    const { code, at, out, err } = await promoteAt(3, fakeKubectl(rollsAt(3)), "--next");
    expect([code, at, out]).toEqual([1, dirs[3], ""]);
    expect(err).toContain("no   the rollout of DaemonSet ztunnel/ztunnel is complete: 1 of 3 pods are updated\n");
    expect(err).toContain("refused: 03-ztunnel-v1.28.3, where live stands, does not hold in the cluster\n");
  });

  test("is 2 when nobody can be asked, and changes nothing", async () => {
    const { code, at, out, err } = await promoteAt(3, away(), "--next");
    expect([code, at, out]).toEqual([2, dirs[3], ""]);
    expect(err).toContain("refused: 03-ztunnel-v1.28.3, where live stands, could not be asked in the cluster\n");
  });

  test("an earlier phase in the cluster holds it", async () => {
    const { code, err } = await promoteAt(3, fakeKubectl(settledAt(2)), "--next");
    expect([code, err]).toEqual([1, expect.stringContaining("it says 02-cni-v1.28.3\n")]);
  });

  test("nothing is asked before the first phase, and for what is refused anyway", async () => {
    const kubectl = away();
    expect(await promoteAt(4, kubectl, "--next")).toMatchObject({ code: 1, at: dirs[4] });
    const empty = await folderAt(0);
    const first = ["promote", "--live", "new", "--next", "--verify", "--kubectl", kubectl.path];
    expect(await runCli(first, empty)).toMatchObject({ code: 0 });
    expect(kubectl.calls()).toEqual([]);
  });

  test("a folder that changes while the cluster is asked is left alone", async () => {
    const folder = await folderAt(3);
    const kubectl = fakeKubectl(settledAt(3));
    kubectl.after(2, `echo "# by hand" >> '${folder}/live/kustomization.yaml'`);
    const { code, at, err } = await promoteIn(folder, kubectl, "--next");
    expect([code, at]).toEqual([1, dirs[3]]);
    expect(err).toContain(
      "refused: live was changed while the cluster was asked\n  changed  live/kustomization.yaml\n",
    );
  });
});

describe("--back", () => {
  test("asks what must hold after the step back that was taken before", async () => {
    const { code, at, err } = await promoteAt(2, fakeKubectl(settledAt(2)), "--back");
    expect([code, at]).toEqual([0, dirs[1]]);
    expect(err).toContain("yes  DaemonSet ztunnel/ztunnel is rendered from the chart of 1.28.2\n");
    expect(err).toContain("prod back at 02-cni-v1.28.3: 6 of 6 checks hold");
  });

  test("refuses while what was walked back still rolls", async () => {
    const { code, at, err } = await promoteAt(2, fakeKubectl(rollsAt(2)), "--back");
    expect([code, at]).toEqual([1, dirs[2]]);
    expect(err).toContain(
      "refused: what was walked back to 02-cni-v1.28.3, where live stands, does not hold in the cluster\n",
    );
  });

  test("from the end of the row there was no step back yet", async () => {
    const kubectl = away();
    expect(await promoteAt(4, kubectl, "--back")).toMatchObject({ code: 0, at: dirs[3] });
    expect(kubectl.calls()).toEqual([]);
  });
});

describe("words that do not go together", () => {
  test.each([
    [["--next", "--wait", "5m"], "--wait goes with --verify"],
    [["--next", "--context", "west"], "--context goes with --verify"],
    [["--next", "--skip", "rollout"], "--skip goes with --verify"],
    [["--branch", "--all", "--verify"], "--verify asks for one phase"],
    [["--next", "--verify", "--wait", "0s"], "--wait 0s: no time"],
  ])("%j", async (words, message) => {
    const folder = await folderAt(3);
    const before = readLiveFolder(`${folder}/live`);
    const { code, out, err } = await runCli(["promote", "--live", "live", ...words], folder);
    expect([code, out, err]).toEqual([2, "", expect.stringContaining(message)]);
    expect(readLiveFolder(`${folder}/live`)).toEqual(before);
  });
});
