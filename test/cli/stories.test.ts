import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { retell } from "./story";

const folder = join(__dirname, "stories");
const stories = readdirSync(folder).filter((name) => name.endsWith(".md"));

test.each(stories)("story %s", async (name) => {
  const path = join(folder, name);
  const story = readFileSync(path, "utf8");
  const told = await retell(story);
  if (process.env["UPDATE"]) writeFileSync(path, told);
  else expect(told).toBe(story);
});
