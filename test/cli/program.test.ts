import { run } from "../../src/cli/program";
import { folderWith } from "../support/folder";
import { runCli } from "../support/run-cli";

/** What is said of an error that comes to light in the middle of a command. */
async function saidOf(error: Error): Promise<string> {
  let said = "";
  const io = {
    out: () => {
      throw error;
    },
    err: (text: string) => {
      said += text;
    },
    stdin: () => "",
    cwd: "/",
    today: () => "2026-11-21",
  };
  expect(await run(["schema", "plan"], io)).toBe(2);
  return said;
}

test("what the system refuses is no fault of ours, and anything else is", async () => {
  const refused = Object.assign(new Error("EACCES: open"), { code: "EACCES", path: "/srv/mesh/a.yaml" });
  expect(await saidOf(refused)).toBe("error: /srv/mesh/a.yaml: permission denied (EACCES)\n");
  expect(await saidOf(new TypeError("x is undefined"))).toContain("This is a fault in meshstep");
});

test.each([
  [["check", ""], "an empty argument"],
  [["check", ".", ""], "an empty argument"],
  [["adopt", ""], "an empty argument"],
  [["check", ".", "--from", ""], "--from is empty"],
  [["plan", "-f", ""], "--file is empty"],
  [["check", ".", "--crds", ""], "--crds is empty"],
  [["status", "--live", ""], "--live is empty"],
  [["check", ".", "--from", "a", "--from", "b"], "--from a and --from b: only one of them counts"],
  [["status", "--live", "a", "--live", "b"], "--live a and --live b: only one of them counts"],
])("%j", async (argv, message) => {
  const { code, err, out } = await runCli(argv, folderWith({ "values.yaml": "a: 1" }));
  expect([code, out, err]).toEqual([2, "", expect.stringContaining(`error: ${message}`)]);
});

test("what may be given several times still may", async () => {
  const { err } = await runCli(["plan", "-f", "a.yaml", "-f", "b.yaml"], folderWith({}));
  expect(err).toContain("a.yaml: no such file");
});
