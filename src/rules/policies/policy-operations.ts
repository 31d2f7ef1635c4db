import { valueAt } from "../../objects/object-paths";
import { slipOf } from "../slips";
import { isAttached } from "../targets";
import { meantPort, selectedPods } from "./pod-ports";
import { type EntryCheck, ofEntry } from "./policy-entry";

const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "CONNECT", "TRACE"];

const inLowerCase: EntryCheck = (entry) => {
  const { at, text: method } = entry;
  const meant = method.toUpperCase();
  const near = methods.includes(meant) || method.includes("*") ? undefined : slipOf(method, methods);
  if (near !== undefined) {
    const message = `method ${method} is none that clients use: the rule matches no request`;
    return ofEntry(entry, { severity: "warning", message, hint: `Did you mean ${near}?` });
  }
  if (meant === method || !methods.includes(meant)) return [];
  const message = `method ${method} matches no request: methods are compared as they are written`;
  return ofEntry(entry, { message, hint: `Write ${meant}.`, fix: [{ at, value: meant }] });
};

const severalMethods: EntryCheck = (entry) => {
  if (!/[,|;\s]/.test(entry.text)) return [];
  const message = `method ${entry.text} matches no request: each entry is one method`;
  return ofEntry(entry, { severity: "error", message, hint: "Write each as an entry of its own." });
};

/** Paths of requests begin with a slash; a star may stand for it. */
const relative: EntryCheck = (entry) => {
  const { at, text: path } = entry;
  if (path === "" || /^[/*{]/.test(path)) return [];
  const message = `path ${path} matches no request: paths begin with a slash`;
  return ofEntry(entry, { message, hint: `Write /${path}.`, fix: [{ at, value: `/${path}` }] });
};

/** A star stands for something at the beginning or at the end; within, it is a letter like others. In braces it is a template. */
const starInside: EntryCheck = (entry) => {
  const { text: path } = entry;
  if (path.includes("{") || !path.slice(1, -1).includes("*")) return [];
  return ofEntry(entry, {
    severity: "error",
    message: `path ${path} matches only what has a star there itself: a star counts at the beginning and at the end`,
    hint: `For one segment write {*}: ${path.slice(0, -1).replaceAll("*", "{*}") + path.slice(-1)}.`,
  });
};

const noPort: EntryCheck = (entry) => {
  const { text: port } = entry;
  if (/^\d{1,5}$/.test(port) && Number(port) <= 65535) return [];
  const message = `${port} is no number of a port: istiod refuses the policy`;
  return ofEntry(entry, {
    severity: "error",
    message,
    hint: "Write the number of the port, in quotes; it is that of the pods.",
  });
};

/** Whoever enforces a policy for pods sees their ports; those of a Service are for waypoints. */
const servicePort: EntryCheck = (entry) => {
  const { set, one, at, text: port } = entry;
  if (isAttached(one)) return [];
  const selector = valueAt(one.object, "spec", "selector", "matchLabels");
  const meant = meantPort(set, port, selectedPods(set, one.object.metadata.namespace, selector));
  if (meant === undefined) return [];
  const message = `${port} is a port of the Service and none of its pods, which the policy is for: the rule matches nothing`;
  return ofEntry(entry, { severity: "warning", message, hint: `Write ${meant}.`, fix: [{ at, value: meant }] });
};

/** By the lists of `to[].operation`. */
export const operationChecks: Readonly<Record<string, readonly EntryCheck[]>> = {
  methods: [inLowerCase, severalMethods],
  notMethods: [inLowerCase, severalMethods],
  paths: [relative, starInside],
  notPaths: [relative, starInside],
  ports: [noPort, servicePort],
  notPorts: [noPort],
};
