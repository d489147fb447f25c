import { join } from "path";
import { Server, ServerCredentials, UntypedServiceImplementation } from "@grpc/grpc-js";
import { LanguageRuntimeService } from "@pulumi/pulumi/proto/language_grpc_pb";
import { ROOT } from "./stacks";

/* eslint-disable @typescript-eslint/no-require-imports */

// A process of `lab` that has the checkout's program loaded, and runs it for the tool, stack after stack: see programs.ts. It listens at the
// socket that is its argument.

type Program = () => Promise<unknown>;

// The SDK has no types of it: it is what its Automation API runs programs with. That API starts the tool four times where once will do.
const { LanguageServer } = require("@pulumi/pulumi/automation/server") as {
    LanguageServer: new (program: Program) => UntypedServiceImplementation;
};

// What the SDK does for who looks for a mistake in it, which is a third of its time: each line of its own log is a call to the tool, and each promise
// gets a stack trace that is printed at the end of the process if it was left behind.
const log = require("@pulumi/pulumi/log") as { debug: unknown };
const debuggable = require("@pulumi/pulumi/runtime/debuggable") as { debuggablePromise: unknown };
log.debug = () => Promise.resolve();
debuggable.debuggablePromise = (promise: unknown) => promise;

/** A program that cannot be loaded says so in each run. */
const load = () => require(join(ROOT, "index.ts")) as Program;

const server = new Server({ "grpc.max_receive_message_length": -1 });
server.addService(LanguageRuntimeService, new LanguageServer(async () => load()()));
const inherited = process.env;
process.on("message", (environment: Record<string, string>) => {
    process.env = { ...inherited, ...environment };
    process.send!("taken");
});
// Without the `lab` that started it, it ends, once the run that is under way has.
process.on("disconnect", () => server.tryShutdown(() => process.exit()));
server.bindAsync(`unix:${process.argv[2]}`, ServerCredentials.createInsecure(), (error) => {
    if (error) throw error;
    try {
        load();
    } finally {
        process.send!("ready");
    }
});
