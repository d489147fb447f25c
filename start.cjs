/**
 * Loaded before anything else by `lab`, and by Pulumi when `lab` runs it: makes programs in TypeScript start in a third of the time.
 * Types are stripped and not checked (`npm run types` checks them), and what Pulumi's SDK loads and no lab uses is not loaded.
 */
const Module = require("module");
const { addHook } = require("pirates");

const SWC = {
    configFile: false,
    swcrc: false,
    sourceMaps: "inline",
    module: { type: "commonjs" },
    jsc: { target: "es2022", parser: { syntax: "typescript" } },
};
let swc; // loaded for the first file: Pulumi's language host starts a node that reads none
addHook((code, filename) => (swc ??= require("@swc/core")).transformSync(code, { ...SWC, filename }).code, {
    exts: [".ts"],
});

// It would have the SDK load TypeScript and ts-node for what is done here already.
delete process.env.PULUMI_NODEJS_TYPESCRIPT;

// What the SDK loads at its start: the first two are for functions that are sent to a cloud, and are loaded when something of them is
// used; the third looks up the source of every line of every stack trace that the SDK keeps. Together they are 2 s of processor time.
// (To have a trace name the lines of the sources: NODE_OPTIONS=--enable-source-maps ./lab …)
const LATER = ["@npmcli/arborist", "typescript"];
const NEVER = ["source-map-support/register"];
const load = Module._load;
Module._load = function (request, parent, ...rest) {
    const now = () => load.call(this, request, parent, ...rest);
    if (!parent?.filename?.includes("/@pulumi/pulumi/")) return now();
    if (NEVER.includes(request)) return {};
    if (!LATER.includes(request)) return now();
    let loaded;
    return new Proxy({}, { get: (_, name) => (name === "__esModule" ? true : (loaded ??= now())[name]) });
};
