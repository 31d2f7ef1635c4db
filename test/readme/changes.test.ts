import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { retell, shell } from "./console";

/* docs/changes.md is run as it stands, with the files that it shows. UPDATE=1 writes the real output into it. */

const path = join(__dirname, "..", "..", "docs/changes.md");

test("what docs/changes.md shows is what happens", () => {
  const page = readFileSync(path, "utf8");
  const scratch = mkdtempSync(join(tmpdir(), "meshstep-changes-"));
  const [mesh = "", ledger = ""] = [...page.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(([, text]) => text ?? "");
  writeFileSync(join(scratch, "mesh.yaml"), mesh);
  writeFileSync(join(scratch, "ledger.yaml"), ledger);
  const told = retell(page, shell(scratch));
  rmSync(scratch, { recursive: true });
  if (process.env["UPDATE"]) writeFileSync(path, told);
  else expect(told).toBe(page);
});
