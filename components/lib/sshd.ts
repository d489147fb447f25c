import * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { BASH, fromHere, Place, script } from "./script";
import { Admission } from "./ssh";

/** Arguments of a lab host's sshd. */
export interface SshArgs extends Admission {
    /** Its token (see drift.ts): a new one sets it up anew. */
    token: string;
}

/**
 * Sets up and starts the sshd of a lab host. What it needs is sent there out of files on this machine, wherever the lab host is, so that none
 * of it stands in the state, in a command line or in the engine's record. There is no delete: it ends with the lab host, and another password
 * takes the place of the one before.
 */
export function sshd(
    parent: pulumi.Resource,
    name: string,
    args: SshArgs & { place: Place; host: pulumi.CustomResource; ready: pulumi.Resource },
): void {
    const { credential, files, place, host, ready, token } = args;
    const withFiles = [...BASH, script("from-files"), "from-files", String(files.length), ...files];
    new command.local.Command(
        `${name}-ssh`,
        {
            create: 'lab-ssh make "$1"',
            interpreter: [...withFiles, ...fromHere(place), credential],
            dir: "/",
            triggers: [host.id, token],
            addPreviousOutputInEnv: false,
            logging: "stderr",
        },
        { parent, dependsOn: ready, deletedWith: host },
    );
}
