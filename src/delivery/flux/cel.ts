import type { HealthCheck } from "./health-checks";

/** When a custom object counts as current; without it Flux takes a missing status for done. `exists`, because `all` is true of an empty list. */
export interface HealthCheckExpr {
  readonly apiVersion: string;
  readonly kind: string;
  readonly current: string;
}

const observed = "has(status.observedGeneration) && status.observedGeneration == metadata.generation";

/** Never `state`: it also speaks of what the object depends on, and Istio would wait for the ZTunnel of a later layer. A tag has no Ready. */
const current: Readonly<Record<string, string>> = {
  Istio: all(observed, isTrue("Reconciled"), isTrue("Ready")),
  IstioRevision: all(observed, isTrue("Reconciled"), isTrue("Ready")),
  IstioCNI: all(observed, isTrue("Reconciled"), isTrue("Ready")),
  ZTunnel: all(observed, isTrue("Reconciled"), isTrue("Ready")),
  IstioRevisionTag: all(observed, isTrue("Reconciled")),
  Gateway:
    "status.conditions.exists(c, c.type == 'Programmed' && c.status == 'True' && c.observedGeneration == metadata.generation)",
};

/** One expression for each custom kind among the checks, in their order. */
export function healthCheckExprs(checks: readonly HealthCheck[]): readonly HealthCheckExpr[] {
  const kinds = new Map(checks.map((check) => [check.kind, check]));
  return [...kinds.values()].flatMap(({ apiVersion, kind }) => {
    const expression = current[kind];
    return expression === undefined ? [] : [{ apiVersion, kind, current: expression }];
  });
}

function isTrue(condition: string): string {
  return `status.conditions.exists(c, c.type == '${condition}' && c.status == 'True')`;
}

function all(...terms: readonly string[]): string {
  return terms.join(" && ");
}
