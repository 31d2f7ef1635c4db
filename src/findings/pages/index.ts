import { ambientRules } from "./ambient";
import { availabilityRules } from "./availability";
import { dataPlaneRules } from "./data-plane";
import { deliveryRules } from "./delivery";
import type { RuleDoc } from "./doc";
import { meshRules } from "./mesh";
import { operatorRules } from "./operator";
import { platformRules } from "./platform";
import { policyRules } from "./policies";
import { revisionRules } from "./revisions";
import { schemaRules } from "./schema";
import { skewRules } from "./skew";
import { targetRules } from "./targets";
import { versionRules } from "./version";

export type { RuleDoc, Severity } from "./doc";

/** Every rule that meshstep knows. Ids are stable: a retired rule's id is never used again. */
export const ruleDocs = {
  ...versionRules,
  ...skewRules,
  ...dataPlaneRules,
  ...deliveryRules,
  ...schemaRules,
  ...ambientRules,
  ...revisionRules,
  ...meshRules,
  ...platformRules,
  ...targetRules,
  ...policyRules,
  ...operatorRules,
  ...availabilityRules,
};

export type RuleId = keyof typeof ruleDocs;

/** The page of a rule; ids are compared without regard to case. */
export function findRule(id: string): { readonly id: RuleId; readonly doc: RuleDoc } | undefined {
  const wanted = id.toUpperCase();
  return Object.hasOwn(ruleDocs, wanted) ? { id: wanted as RuleId, doc: ruleDocs[wanted as RuleId] } : undefined;
}
