import { isOpenVersion } from "../../catalog/version";
import { textAt } from "../../objects/object-paths";
import { podNamespace, sailObjects, versionOf } from "../objects";
import { isRevisionBased, revisionOf } from "../revisions";
import { about, type Rule } from "../rule";
import { signersIn } from "../versions/istio-csr";

/** What a plan says of the same stands with the plan: whether mesh.yaml tells who signs. */
export const rev010: Rule = {
  id: "REV010",
  state: (set) =>
    sailObjects(set, ["Istio"]).flatMap((istio) => {
      const version = versionOf(istio);
      const address = textAt(istio.object, "spec", "values", "global", "caAddress");
      if (!isRevisionBased(istio) || version === undefined || isOpenVersion(version)) return [];
      if (address === undefined || !/istio-csr/.test(address)) return [];
      const signers = signersIn(set).filter(
        ({ one, mesh }) => mesh === podNamespace(istio) && set.apart?.(istio, one) !== true,
      );
      const revision = revisionOf(istio);
      const [first] = signers;
      if (!first || signers.some(({ names }) => names === undefined || names.includes(revision))) return [];
      return [
        about("REV010", first.one, {
          at: first.at,
          message: `istio-csr makes a certificate for istiod of ${first.names?.join(", ")}, and Istio/${istio.object.metadata.name}, at ${version}, makes ${revision}: its own proxies refuse that one`,
          hint: `Add ${revision} a step before the version moves.`,
        }),
      ];
    }),
};
