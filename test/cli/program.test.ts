import { run } from "../../src/cli/program";

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
