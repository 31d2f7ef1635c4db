import { sailObjects } from "../objects";
import { about, type Rule } from "../rule";

export const ztn001: Rule = {
  id: "ZTN001",
  state: (set) =>
    sailObjects(set, ["IstioCNI", "ZTunnel"])
      .filter(({ object }) => object.metadata.name !== "default")
      .map((one) =>
        about("ZTN001", one, {
          at: ["metadata", "name"],
          fix: [{ at: ["metadata", "name"], value: "default" }],
          message: `the ${one.object.kind} is called ${one.object.metadata.name}; the API server takes only default`,
        }),
      ),
};
