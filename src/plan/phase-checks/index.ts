export * from "./connected";
export * from "./gateways";
export * from "./mesh-parts";
export * from "./moves";
export * from "./parts";
export * from "./precheck";
export * from "./revisions";
export * from "./states";
