import * as pulumi from "@pulumi/pulumi";
import { LabHost } from "../lab-host";
import { Command } from "./command";
import { MADE } from "./drift";
import { labCommand } from "./scenario";
import { Place, script } from "./script";

/** Arguments of `putOut`. */
export interface PutOutArgs {
    /** Name of the script that does it; it has nothing to do where nothing was added. */
    script: string;
    args: readonly string[];
    /** Where it runs; in the lab by default. */
    place?: Place;
    /** Token of the part. */
    token: string;
    /** What it would be on. */
    on: readonly pulumi.CustomResource[];
}

/**
 * Puts out what somebody added, once a look has found it, and before what it is on goes: a network that is in use cannot be removed.
 * On a machine that the lab does not have for itself there is no such resource.
 */
export function putOut(parent: pulumi.Resource, name: string, host: LabHost, args: PutOutArgs): Command[] {
    if (!host.dedicated) return [];
    return [
        labCommand(parent, name, host, {
            // On what was just made there is nothing of anybody's.
            create: args.token === MADE ? undefined : script(args.script),
            delete: script(args.script),
            args: args.args,
            place: args.place,
            triggers: [args.token, ...args.on.map(({ id }) => id)],
        }),
    ];
}
