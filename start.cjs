/**
 * Loaded before anything else by `lab`, and by Pulumi when `lab` runs it: makes programs in TypeScript start in a quarter of the time.
 * Types are stripped and not checked (`npm run types` checks them), and what Pulumi's SDK loads and no lab uses is not loaded.
 */
const { createHash } = require("crypto");
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require("fs");
const Module = require("module");
const { join } = require("path");
const { addHook } = require("pirates");

const SWC = {
    configFile: false,
    swcrc: false,
    sourceMaps: "inline",
    module: { type: "commonjs" },
    jsc: { target: "es2022", parser: { syntax: "typescript" } },
};
const SETTINGS = JSON.stringify([SWC, require("@swc/core/package.json").version]);
/** What was made of a file, by what it was made of. `npm ci` empties it. */
const MADE = join(__dirname, "node_modules", ".cache", "docker-network-labs");

addHook(
    (code, filename) => {
        const file = join(MADE, `${createHash("sha256").update(SETTINGS).update(code).digest("hex")}.js`);
        const kept = read(file);
        // The source map is its end; what a machine wrote just before it lost its power may have none.
        if (/\n\/\/# sourceMappingURL=\S+\s*$/.test(kept)) return kept;
        const made = require("@swc/core").transformSync(code, { ...SWC, filename }).code;
        keep(file, made);
        return made;
    },
    { exts: [".ts"] },
);

function read(file) {
    try {
        return readFileSync(file, "utf8");
    } catch {
        return "";
    }
}

/** Where it cannot be kept, it is made again at the next start. */
function keep(file, text) {
    try {
        mkdirSync(MADE, { recursive: true });
        writeFileSync(`${file}.${process.pid}`, text);
        renameSync(`${file}.${process.pid}`, file);
    } catch {
        return;
    }
}

// It would have the SDK load TypeScript and ts-node for what is done here already.
delete process.env.PULUMI_NODEJS_TYPESCRIPT;

// What is loaded at the start and used by no lab, or by few, is loaded when something of it is used: the SDK's means to send functions
// to a cloud, to run stacks and to trace itself, and zod's messages in other languages. That is over 2 s of processor time.
const LATER = {
    "@pulumi/pulumi": [
        "./automation",
        "@npmcli/arborist",
        "@opentelemetry/exporter-zipkin",
        "@opentelemetry/instrumentation",
        "@opentelemetry/instrumentation-grpc",
        "@opentelemetry/resources",
        "@opentelemetry/sdk-trace-base",
        "@opentelemetry/sdk-trace-node",
        "js-yaml",
        "normalize-package-data",
        "typescript",
    ],
    zod: ["../locales/index.cjs"],
};
// It looks up the source of every line of every stack trace that the SDK keeps.
// (To have a trace name the lines of the sources: NODE_OPTIONS=--enable-source-maps ./lab …)
const NEVER = ["source-map-support/register"];
const load = Module._load;
Module._load = function (request, parent, ...rest) {
    const now = () => load.call(this, request, parent, ...rest);
    const by = Object.keys(LATER).find((name) => parent?.filename?.includes(`/node_modules/${name}/`));
    if (by && NEVER.includes(request)) return {};
    return by && LATER[by].includes(request) ? onFirstUse(now) : now();
};

/** A module, as TypeScript's `import` takes it, that is loaded when something of it is asked for. */
function onFirstUse(now) {
    let loaded;
    return new Proxy(
        {},
        {
            get(_, name) {
                if (name === "__esModule") return true;
                loaded ??= now();
                return name === "default" && !loaded.__esModule ? loaded : loaded[name];
            },
        },
    );
}
