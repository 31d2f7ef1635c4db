/** The part of fengari that tests use; it ships no types. */
declare module "fengari" {
  type State = { readonly __state: never };
  type LuaString = Uint8Array;
  export function to_luastring(text: string): LuaString;
  export function to_jsstring(text: LuaString): string;
  export const lauxlib: {
    luaL_newstate(): State;
    luaL_dostring(state: State, text: LuaString): number;
  };
  export const lualib: { luaL_openlibs(state: State): void };
  export const lua: {
    lua_getfield(state: State, index: number, key: LuaString): number;
    lua_istable(state: State, index: number): boolean;
    lua_newtable(state: State): void;
    lua_pop(state: State, count: number): void;
    lua_pushboolean(state: State, value: boolean): void;
    lua_pushnil(state: State): void;
    lua_pushnumber(state: State, value: number): void;
    lua_pushstring(state: State, value: LuaString): void;
    lua_setglobal(state: State, name: LuaString): void;
    lua_settable(state: State, index: number): void;
    lua_tostring(state: State, index: number): LuaString;
  };
}
