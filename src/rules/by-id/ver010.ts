import { changedReleases } from "../../catalog/changed-releases";
import type { Rule } from "../rule";

export const ver010: Rule = {
  id: "VER010",
  state: ({ distribution }) => changedReleases(distribution),
};
