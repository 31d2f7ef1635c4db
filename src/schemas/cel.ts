import { oncePer } from "../basics/once-per";

/** As much of the library as is used here: it is an ES module, of which TypeScript lets a CommonJS module see no types. */
interface CelLibrary {
  readonly Environment: new (options: { readonly unlistedVariablesAreDyn: boolean }) => CelEnvironment;
}
interface CelEnvironment {
  parse(rule: string): CompiledRule;
}
type CompiledRule = ((variables: Readonly<Record<string, unknown>>) => unknown) & {
  check(): { readonly valid: boolean };
};

/** Rules that other rules of ours say with more to help: ZTN001, and in steps what is immutable. */
const saidElsewhere = /\boldSelf\b|^self\.metadata\.name == 'default'$/;

/** Kubernetes' own additions to CEL, which the library does not have. */
const unsupported = /\b(url|isURL|ip|cidr|quantity|format)\(/;

/** Rules of a node, each with its message. */
type Rules = readonly (readonly [rule: string, message: string])[];

/**
 * The messages of the CEL rules that a value breaks. Rules that compare with the state before, and rules that the library cannot
 * evaluate, are left out.
 */
export function brokenRules(value: unknown, rules: Rules): readonly string[] {
  return askable(rules).flatMap(({ compiled, message }) => (holds(compiled, value) === false ? [message] : []));
}

/** Thousands of values are asked the same few rules. */
const askable = oncePer((rules: Rules) =>
  rules.flatMap(([rule, message]) => {
    const compiled = parse(rule);
    return compiled ? [{ compiled, message: message || `it breaks the rule ${rule}` }] : [];
  }),
);

function holds(compiled: CompiledRule, value: unknown): boolean | undefined {
  try {
    return compiled({ self: value }) !== false;
  } catch (error) {
    // Of such a value the API server cannot ask the rule either, and refuses it; anything else is a limit of the library.
    return unaskable.test((error as Error).message) ? false : undefined;
  }
}

/** What an expression says of variables; undefined where it cannot be asked. */
export function resultOf(expression: string, variables: Readonly<Record<string, unknown>>): unknown {
  try {
    return parse(expression)?.(variables);
  } catch {
    return undefined;
  }
}

/** A field that is not there, a text that is no duration or no number. */
const unaskable = /^(No such key|Invalid duration|int\(\) type error)/;

let environment: CelEnvironment | undefined;

function parse(rule: string): CompiledRule | undefined {
  if (saidElsewhere.test(rule) || unsupported.test(rule)) return undefined;
  // Loaded here, because most objects have no rule to obey.
  environment ??= new (require("@marcbachmann/cel-js") as CelLibrary).Environment({ unlistedVariablesAreDyn: true });
  try {
    const compiled = environment.parse(plain(rule));
    return compiled.check().valid ? compiled : undefined;
  } catch {
    return undefined;
  }
}

/** In CRDs a field whose name is a word of CEL is written with underscores. */
function plain(rule: string): string {
  return rule.replace(/\.__(\w+?)__/g, ".$1");
}
