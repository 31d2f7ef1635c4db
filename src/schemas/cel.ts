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

/**
 * The messages of the CEL rules that a value breaks. Rules that compare with the state before, and rules that the library cannot
 * evaluate, are left out.
 */
export function brokenRules(value: unknown, rules: readonly (readonly [rule: string, message: string])[]): string[] {
  return rules.flatMap(([rule, message]) =>
    holds(rule, value) === false ? [message || `it breaks the rule ${rule}`] : [],
  );
}

function holds(rule: string, value: unknown): boolean | undefined {
  const compiled = compile(rule);
  if (!compiled) return undefined;
  try {
    return compiled({ self: value }) !== false;
  } catch (error) {
    // Of such a value the API server cannot ask the rule either, and refuses it; anything else is a limit of the library.
    return unaskable.test((error as Error).message) ? false : undefined;
  }
}

/** A field that is not there, a text that is no duration or no number. */
const unaskable = /^(No such key|Invalid duration|int\(\) type error)/;

const compiledRules = new Map<string, CompiledRule | undefined>();
let environment: CelEnvironment | undefined;

function compile(rule: string): CompiledRule | undefined {
  if (!compiledRules.has(rule)) compiledRules.set(rule, parse(rule));
  return compiledRules.get(rule);
}

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
