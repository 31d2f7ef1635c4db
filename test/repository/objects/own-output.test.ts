import { join } from "node:path";
import { isOwnOutput } from "../../../src/repository/objects/own-output";
import { folderWith } from "../../support/folder";

const plan = { version: 1, mesh: "east", distribution: "sail", phases: [], findings: [] };

test.each([
  ["of a short row", JSON.stringify(plan), true],
  ["of a row of hundreds of phases: no other input is as large", JSON.stringify(plan) + " ".repeat(11 * 2 ** 20), true],
  ["of another tool", "{}", false],
])("a plan.json %s", (_, text, isOurs) => {
  expect(isOwnOutput(folderWith({ "plan.json": text }))).toBe(isOurs);
});

test("a folder of that name is no plan", () => {
  expect(isOwnOutput(folderWith({ [join("plan.json", "a.yaml")]: "" }))).toBe(false);
});
