import type { Prometheus, VerifySlo } from "../../mesh/schema";
import type { CheckKinds, Verdict } from "../kind";
import { queryPath, readVector, type Sample, verdictQuery, worstQuery } from "../prometheus";
import type { Answer } from "../query";
import { quote } from "../quote";

/** Bounds on what Prometheus measures. */
export const sloChecks: Pick<CheckKinds, "slo"> = {
  slo: {
    looksAt: ({ slo, prometheus }) => [{ ask: "prometheus", prometheus, query: worstQuery(slo) }],
    holds: ({ slo }, [answer]) => {
      if (!answer || answer.failed) return answer?.failed ?? "Prometheus was not asked";
      const vector = readVector(answer.texts[0] ?? "");
      return "refused" in vector ? vector.refused : keeps(slo, vector.series);
    },
    saw: ({ slo }, [answer]) => {
      const values = seriesOf(answer).map(({ value }) => value);
      const worst = slo.max === undefined ? Math.min(...values) : Math.max(...values);
      return `${short(worst)} at worst${values.length === 1 ? "" : `, of ${values.length} series`}`;
    },
    command: ({ slo, prometheus }, kubectl) => ({
      says: `${slo.name} has been at ${boundOf(slo)} for ${slo.windowSeconds} s, by Prometheus ${prometheus.namespace}/${prometheus.service}`,
      run: `# ${slo.query.trim().replaceAll(/\s+/g, " ")}\n${judged(slo, prometheus, kubectl)} || { ${values(slo, prometheus, kubectl)}; false; }`,
      expect: "1",
    }),
    container: ({ slo, prometheus }) => ({ script: script(slo, prometheus) }),
  },
};

/** No series, and a value that is no number, show nothing: that is not a yes. */
function keeps(slo: VerifySlo, series: readonly Sample[]): Verdict {
  if (series.length === 0) return "the query gives no series: nothing was measured";
  const over = series.filter(({ value }) => !isWithin(slo, value));
  const [worst] = [...over].sort((a, b) => (slo.max === undefined ? a.value - b.value : b.value - a.value));
  if (!worst) return true;
  const blind = over.find(({ value }) => Number.isNaN(value));
  const one = blind ?? worst;
  const which = [one.labels, series.length > 1 ? `${over.length} of ${series.length} series` : ""].filter(Boolean);
  const what = blind ? "it is NaN, which shows nothing" : `it is ${short(one.value)}; expected ${boundOf(slo)}`;
  return `${what}${which.length > 0 ? ` (${which.join(", ")})` : ""}`;
}

function isWithin({ max, min }: VerifySlo, value: number): boolean {
  return max === undefined ? value >= (min ?? Number.NaN) : value <= max;
}

function boundOf({ max, min }: VerifySlo): string {
  return max === undefined ? `${min} or more` : `${max} or less`;
}

function short(value: number): string {
  return String(Number(value.toPrecision(4)));
}

function seriesOf(answer: Answer | undefined): readonly Sample[] {
  const vector = readVector(answer?.texts[0] ?? "");
  return "refused" in vector ? [] : vector.series;
}

/** Prints 1 where it holds; what answers otherwise, or not at all, ends it with 1. */
function judged(slo: VerifySlo, prometheus: Prometheus, kubectl: string): string {
  const value = quote('s/.*"value":\\[[^],]*,"([01])"\\].*/\\1/p');
  return `${kubectl} get --raw ${quote(queryPath(prometheus, verdictQuery(slo)))} | tr -d " \\n" | sed -nE -e '/"status":"success"/!d' -e ${value} | grep -x 1`;
}

function values(slo: VerifySlo, prometheus: Prometheus, kubectl: string): string {
  return `${kubectl} get --raw ${quote(queryPath(prometheus, worstQuery(slo)))}; echo`;
}

/** It comes after the containers that wait for the rollout; so a window after it began lies wholly behind the rollout. */
function script(slo: VerifySlo, prometheus: Prometheus): string {
  return `end=$(($(date +%s) + $1))
echo "waiting ${slo.windowSeconds} s, so that the window begins after the rollout"
sleep ${slo.windowSeconds}
until ${judged(slo, prometheus, "kubectl")}; do
  ${values(slo, prometheus, "kubectl")}
  [ "$(date +%s)" -lt "$end" ] || exit 1
  sleep 15
done
`;
}
