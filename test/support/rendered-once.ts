import type { Mesh } from "../../src/mesh/mesh";
import type { RenderedMesh } from "../../src/render/render";
import { render } from "./opened";

const { renderMesh, treeOf } = render;

/*
 * Somebody who goes through a row asks status, promotes and asks again: each command of its own process renders the same mesh, and in a test that is
 * most of the time. What comes out is frozen, so that no command can leave anything in it for the next one. That two renderings are equal is held
 * elsewhere.
 */
const rendered = new Map<string, RenderedMesh>();
const trees = new WeakMap<RenderedMesh, ReturnType<typeof treeOf>>();

/** Work with commands that render each mesh once. */
export async function renderingOnce<T>(work: () => Promise<T>): Promise<T> {
  render.renderMesh = (mesh: Mesh) => {
    const key = JSON.stringify(mesh);
    const one = rendered.get(key) ?? frozen(renderMesh(mesh));
    rendered.set(key, one);
    return one;
  };
  render.treeOf = (one: RenderedMesh) => {
    const tree = trees.get(one) ?? treeOf(one);
    trees.set(one, tree);
    return tree;
  };
  try {
    return await work();
  } finally {
    Object.assign(render, { renderMesh, treeOf });
  }
}

function frozen<T>(value: T): T {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const part of Object.values(value)) frozen(part);
  return value;
}
