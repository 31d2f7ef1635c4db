type Open<Module> = { -readonly [Name in keyof Module]: Module[Name] };

/*
 * Modules in which a test may replace functions, as test/support/worker.mjs has opened them: whoever imports them sees the other function.
 */
export const render: Open<typeof import("../../src/render/render")> = require("../../src/render/render");
export const files: Open<typeof import("../../src/snapshot/write/files")> = require("../../src/snapshot/write/files");
export const owner: Open<typeof import("../../src/snapshot/write/owner")> = require("../../src/snapshot/write/owner");

/** Replaces functions of such a module while the tests of one file run. */
export function replacing<Module extends object>(module: Module, others: Partial<Module>): void {
  const own = { ...module };
  beforeAll(() => void Object.assign(module, others));
  afterAll(() => void Object.assign(module, own));
}
