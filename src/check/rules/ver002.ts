import { isEndOfLife, releasesThatInstall } from "../../catalog/lookup";
import { sailObjects, versionedKinds, versionOf } from "../objects";
import { about, type Rule } from "../rule";

export const ver002: Rule = {
  id: "VER002",
  state: ({ release, ...set }) => {
    if (!release) return [];
    return sailObjects(set, versionedKinds).flatMap((one) => {
      const version = versionOf(one);
      if (version === undefined || !isEndOfLife(release, version)) return [];
      const others = releasesThatInstall(set.distribution, version).map((other) => other.version);
      return [
        about("VER002", one, {
          at: ["spec", "version"],
          message: `spec.version ${version} is end of life in operator release ${release.version}: it is accepted and never installed`,
          hint: others.length ? `Releases that install it: ${others.join(", ")}.` : "Write a version that it installs.",
        }),
      ];
    });
  },
};
