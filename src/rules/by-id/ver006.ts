import { sailObjects, versionedKinds, versionOf } from "../objects";
import { about, type Rule } from "../rule";

export const ver006: Rule = {
  id: "VER006",
  state: (set) =>
    sailObjects(set, versionedKinds).flatMap((one) => {
      const version = versionOf(one);
      if (version === undefined || !/^\d/.test(version)) return [];
      return [
        about("VER006", one, {
          at: ["spec", "version"],
          message: `spec.version ${version} has no v: the API server refuses it`,
          hint: `Write v${version}.`,
          fix: [{ at: ["spec", "version"], value: `v${version}` }],
        }),
      ];
    }),
};
