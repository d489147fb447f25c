import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { Command, placedCommand } from "./command";
import { Elsewhere, isBare, urlOf } from "./elsewhere";
import { sshOptions } from "./remote";
import { fromHere, LIMITS, onMachine, script } from "./script";

/** Arguments of the docker provider for the engine behind a socket; elsewhere "" is the engine itself. */
export function engineBehind(socket: string, elsewhere?: Elsewhere): docker.ProviderArgs {
    if (elsewhere && !isBare(elsewhere))
        return { host: `${urlOf(elsewhere)}${socket}`, sshOpts: sshOptions(elsewhere) };
    if (elsewhere && socket === "") return { host: elsewhere.address, certPath: elsewhere.certificates };
    return { host: `unix://${socket}` };
}

/** The provider for an engine elsewhere; for this machine's own it is the default provider. */
export function machineProvider(
    parent: pulumi.Resource,
    name: string,
    elsewhere?: Elsewhere,
): docker.Provider | undefined {
    if (!elsewhere) return undefined;
    return new docker.Provider(`${name}-machine`, engineBehind("", elsewhere), { parent });
}

/**
 * Brings an image of this machine to an engine elsewhere, where it stays, as set-up's images do here.
 *
 * @returns nothing where the lab is on this machine
 */
export function carried(parent: pulumi.Resource, name: string, image: string, elsewhere?: Elsewhere): Command[] {
    if (!elsewhere) return [];
    const args = [image, ...fromHere(onMachine(LIMITS.carry, elsewhere))];
    const place = onMachine(LIMITS.carry);
    return [placedCommand(name, place, { create: script("image-carry"), args, triggers: args }, { parent })];
}
