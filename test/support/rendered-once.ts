import type { Mesh } from "../../src/mesh/mesh";
import type { RenderedMesh } from "../../src/render/render";

/*
 * Importing this makes commands that are run in this process render each mesh once. Somebody who goes through a row asks status, promotes and asks
 * again: each command of its own process renders the same mesh, and in a test that is most of the time. What comes out is frozen, so that no command
 * can leave anything in it for the next one. That two renderings are equal is held elsewhere.
 */
jest.mock("../../src/render/render", () => {
  const real = jest.requireActual("../../src/render/render");
  const rendered = new Map<string, RenderedMesh>();
  const trees = new WeakMap<RenderedMesh, unknown>();
  return {
    ...real,
    renderMesh: (mesh: Mesh) => {
      const key = JSON.stringify(mesh);
      const one = rendered.get(key) ?? frozen(real.renderMesh(mesh));
      rendered.set(key, one);
      return one;
    },
    treeOf: (one: RenderedMesh) => {
      const tree = trees.get(one) ?? real.treeOf(one);
      trees.set(one, tree);
      return tree;
    },
  };

  function frozen<T>(value: T): T {
    if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
    Object.freeze(value);
    for (const part of Object.values(value)) frozen(part);
    return value;
  }
});
