"use strict";

/* Preloaded into a measured process: writes its peak memory in bytes to file descriptor 3. */

const { writeSync } = require("node:fs");

process.on("exit", () => writeSync(3, String(process.resourceUsage().maxRSS * 1024)));
