import type { Plan } from "./phase";

/** Work whose result belongs to a plan and is asked for in every phase of it: done once for each plan. A plan never changes. */
export function perPlan<T>(work: (plan: Plan) => T): (plan: Plan) => T {
  const known = new WeakMap<Plan, { readonly result: T }>();
  return (plan) => {
    const found = known.get(plan) ?? { result: work(plan) };
    known.set(plan, found);
    return found.result;
  };
}
