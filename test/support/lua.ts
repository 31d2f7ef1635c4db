/// <reference path="./fengari.d.ts" />
import { lauxlib, lua, lualib, to_jsstring, to_luastring } from "fengari";

export type LuaState = ReturnType<typeof lauxlib.luaL_newstate>;

/** Runs a chunk with `obj` as a global, as Argo CD runs a health check, and returns the strings of the table that it returns. */
export function runHealthLua(text: string, obj: unknown): Readonly<Record<string, string>> {
  const state = lauxlib.luaL_newstate();
  lualib.luaL_openlibs(state);
  push(state, obj);
  lua.lua_setglobal(state, to_luastring("obj"));
  const failed = lauxlib.luaL_dostring(state, to_luastring(text));
  if (failed) throw new Error(to_jsstring(lua.lua_tostring(state, -1)));
  if (!lua.lua_istable(state, -1)) throw new Error("the chunk returns no table");
  return Object.fromEntries(["status", "message"].map((key) => [key, stringAt(state, key)]));
}

function stringAt(state: LuaState, key: string): string {
  lua.lua_getfield(state, -1, to_luastring(key));
  const value = lua.lua_tostring(state, -1);
  lua.lua_pop(state, 1);
  return to_jsstring(value);
}

/** Lists count from 1. */
function push(state: LuaState, value: unknown): void {
  if (typeof value === "string") lua.lua_pushstring(state, to_luastring(value));
  else if (typeof value === "number") lua.lua_pushnumber(state, value);
  else if (typeof value === "boolean") lua.lua_pushboolean(state, value);
  else if (typeof value !== "object" || value === null) lua.lua_pushnil(state);
  else {
    lua.lua_newtable(state);
    const entries = Array.isArray(value) ? value.map((one, index) => [index + 1, one]) : Object.entries(value);
    for (const [key, one] of entries) {
      push(state, key);
      push(state, one);
      lua.lua_settable(state, -3);
    }
  }
}
