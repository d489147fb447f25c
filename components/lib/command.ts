import * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { connectionTo, remoteLine } from "./remote";
import { Place } from "./script";

/** A script that runs while a lab is made or removed, on this machine or another one. */
export type Command = command.local.Command | command.remote.Command;

/** A script that leaves what was made as it is. */
export const UNTOUCHED = ":";

/** What runs, and when it runs anew. */
export interface CommandArgs {
    /** Idempotent script that makes something; none where there is only something to remove. */
    create?: pulumi.Input<string>;
    /**
     * What runs in place of `create` where nothing that it stands on has changed, but its text has, as with another version of this project.
     * Default: `create`. `UNTOUCHED` is for what a second run would take from the lab.
     */
    update?: string;
    /** Script that removes it and succeeds when it is gone already. */
    delete?: string;
    /** Arguments of both scripts. */
    args?: readonly pulumi.Input<string>[];
    /** Standard input of the scripts. */
    stdin?: pulumi.Input<string>;
    /** What it stands on: a change of any of them runs it anew, after its delete. */
    triggers?: pulumi.Input<unknown>[];
}

/** A Command in a place: here by the place's own words, on another machine over SSH. */
export function placedCommand(
    name: string,
    { words, remote }: Place,
    { create, update, delete: remove, args = [], stdin, triggers }: CommandArgs,
    opts: pulumi.CustomResourceOptions,
): Command {
    const common = { stdin, triggers, addPreviousOutputInEnv: false };
    if (!remote) {
        const interpreter = [...words, ...args];
        return new command.local.Command(
            name,
            { ...common, create, update, delete: remove, interpreter, dir: "/", logging: "stderr" },
            opts,
        );
    }
    const line = (text: pulumi.Input<string>) => pulumi.all([...words, ...args, text]).apply(remoteLine);
    return new command.remote.Command(
        name,
        {
            ...common,
            connection: connectionTo(remote),
            create: create === undefined ? undefined : line(create),
            update: update === undefined ? undefined : line(update),
            delete: remove === undefined ? undefined : line(remove),
            logging: "stderr",
        },
        opts,
    );
}
