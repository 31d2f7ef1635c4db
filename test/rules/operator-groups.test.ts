import { checkPaths } from "../../src/verbs/check/check-paths";
import { folderWith } from "../support/folder";

test("on Alauda the platform makes the OperatorGroup, where the Subscription says for which namespaces", () => {
  const subscription = (annotations: string) => `apiVersion: v1
kind: Namespace
metadata: { name: sail-operator }
---
apiVersion: operators.coreos.com/v1alpha1
kind: Subscription
metadata: { name: servicemesh-operator2, namespace: sail-operator${annotations} }
spec: { channel: stable-2.1, installPlanApproval: Manual, name: servicemesh-operator2, source: platform, sourceNamespace: cpaas-system, startingCSV: servicemesh-operator2.v2.1.2 }
`;
  const asked = (text: string) =>
    checkPaths(["."], { acceptedJumps: [] }, { cwd: folderWith({ "operator.yaml": text }) }).findings.filter(
      ({ rule }) => rule === "SUB002",
    );
  expect(asked(subscription(""))).toHaveLength(1);
  expect(asked(subscription(', annotations: { cpaas.io/target-namespaces: "" }'))).toEqual([]);
});
