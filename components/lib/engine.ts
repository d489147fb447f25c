import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { Command, placedCommand } from "./command";
import { Remote, sshOptions, urlOf } from "./remote";
import { fromHere, LIMITS, onMachine, script } from "./script";

/** Arguments of the docker provider for the engine behind a socket; of another machine "" is its own engine. */
export function engineBehind(socket: string, remote?: Remote): docker.ProviderArgs {
    return remote ? { host: `${urlOf(remote)}${socket}`, sshOpts: sshOptions(remote) } : { host: `unix://${socket}` };
}

/** The provider for the engine of another machine; on this one it is the default provider. */
export function machineProvider(parent: pulumi.Resource, name: string, remote?: Remote): docker.Provider | undefined {
    if (!remote) return undefined;
    return new docker.Provider(`${name}-machine`, engineBehind("", remote), { parent });
}

/**
 * Brings an image of this machine to another one, where it stays, as set-up's images do here.
 *
 * @returns nothing where the lab is on this machine
 */
export function carried(parent: pulumi.Resource, name: string, image: string, remote?: Remote): Command[] {
    if (!remote) return [];
    const args = [image, ...fromHere(onMachine(LIMITS.carry, remote))];
    const place = onMachine(LIMITS.carry);
    return [placedCommand(name, place, { create: script("image-carry"), args, triggers: args }, { parent })];
}
