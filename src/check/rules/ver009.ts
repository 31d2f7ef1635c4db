import { changedReleases } from "../../catalog/changed-releases";
import type { Rule } from "../rule";

export const ver009: Rule = {
  id: "VER009",
  state: ({ distribution }) => changedReleases(distribution),
};
