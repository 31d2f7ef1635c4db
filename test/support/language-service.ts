import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { repoRoot } from "./examples";

/** What an editor shows when the cursor is on a word. */
export interface QuickInfo {
  readonly signature: string;
  readonly documentation: string;
  /** `default` and `example` among them. */
  readonly tags: Readonly<Record<string, string>>;
}

const compilerOptions: ts.CompilerOptions = {
  strict: true,
  noEmit: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.Node16,
  moduleResolution: ts.ModuleResolutionKind.Node16,
  skipLibCheck: true,
  types: ["node"],
  // Where a user's own node_modules has the package, the checkout has what is built.
  paths: { meshstep: [join(repoRoot, "dist/index.d.ts")] },
};

/** What one editor has read of the libraries, the next one need not read again. */
const registry = ts.createDocumentRegistry(true, repoRoot);

/** TypeScript as an editor runs it, over files that exist in memory only; they import "meshstep" as it is built. */
export class Editor {
  private readonly service: ts.LanguageService;
  private readonly files: ReadonlyMap<string, string>;

  /** @param texts file name → text */
  constructor(texts: Readonly<Record<string, string>>) {
    this.files = new Map(Object.entries(texts).map(([name, text]) => [join(repoRoot, name), text]));
    const read = (file: string) => this.files.get(file) ?? (ts.sys.fileExists(file) ? readFileSync(file, "utf8") : "");
    const host: ts.LanguageServiceHost = {
      getScriptFileNames: () => [...this.files.keys()],
      getScriptVersion: (file) => this.files.get(file) ?? "",
      getScriptSnapshot: (file) =>
        this.files.has(file) || ts.sys.fileExists(file) ? ts.ScriptSnapshot.fromString(read(file)) : undefined,
      getCurrentDirectory: () => repoRoot,
      getCompilationSettings: () => compilerOptions,
      getDefaultLibFileName: ts.getDefaultLibFilePath,
      fileExists: (file) => this.files.has(file) || ts.sys.fileExists(file),
      readFile: read,
      readDirectory: ts.sys.readDirectory,
      directoryExists: ts.sys.directoryExists,
      getDirectories: ts.sys.getDirectories,
    };
    this.service = ts.createLanguageService(host, registry);
  }

  /** What the compiler has to say about a file; empty when it compiles. */
  problems(name: string): string[] {
    const file = join(repoRoot, name);
    const found = [...this.service.getSyntacticDiagnostics(file), ...this.service.getSemanticDiagnostics(file)];
    return found.map(({ messageText, start = 0 }) => {
      const line = (this.files.get(file) ?? "").slice(0, start).split("\n").length;
      return `${name}:${line}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`;
    });
  }

  quickInfo(name: string, position: number): QuickInfo | undefined {
    const info = this.service.getQuickInfoAtPosition(join(repoRoot, name), position);
    return (
      info && {
        signature: ts.displayPartsToString(info.displayParts),
        documentation: ts.displayPartsToString(info.documentation),
        tags: Object.fromEntries((info.tags ?? []).map((tag) => [tag.name, ts.displayPartsToString(tag.text)])),
      }
    );
  }

  /** Every property below the type of a variable, however deep, as the expression that reaches it: `p.upgrade!.to`. */
  properties(name: string, variable: string): string[] {
    const program = this.service.getProgram() as ts.Program;
    const checker = program.getTypeChecker();
    const file = program.getSourceFile(join(repoRoot, name)) as ts.SourceFile;
    const symbol = checker.getSymbolsInScope(file, ts.SymbolFlags.Variable).find((one) => one.name === variable);
    if (!symbol) throw new Error(`${name} has no variable ${variable}`);
    return below(checker, checker.getTypeOfSymbol(symbol), variable);
  }
}

function below(checker: ts.TypeChecker, type: ts.Type, expression: string): string[] {
  const present = checker.getNonNullableType(type);
  if (present.isUnion()) return present.types.flatMap((one) => below(checker, one, expression));
  const element = checker.getIndexTypeOfType(present, ts.IndexKind.Number);
  if (element && checker.isArrayType(present)) return below(checker, element, `${expression}![0]`);
  if (!(present.flags & ts.TypeFlags.Object)) return [];
  return present.getProperties().flatMap((property) => {
    const inner = `${expression}!.${property.name}`;
    return [inner, ...below(checker, checker.getTypeOfSymbol(property), inner)];
  });
}
