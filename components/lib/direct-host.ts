import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { Identity } from "./project";
import { placedCommand } from "./command";
import { engineBehind } from "./engine";
import { Elsewhere } from "./elsewhere";
import { LIMITS, onMachine, script } from "./script";
import { Site, site } from "./site";

/** Arguments of a direct lab host. */
export interface DirectHostArgs {
    identity: Identity;
    /** Where it stands, when it is not the lab's first lab host. */
    site?: Site;
    /** Generations of all lab hosts of the lab, the first one's first. */
    generations: readonly string[];
    /** Where the lab is, in words, when that is not this machine and this is its first lab host. */
    whereabouts?: string;
    /** Token of the lab host itself. */
    token: string;
    /** Where the engine is, when that is not this machine's own. */
    elsewhere?: Elsewhere;
}

/** The resources of a direct lab host: nothing but the room for one generation of a lab on the machine itself. */
export function directHost(parent: pulumi.Resource, name: string, args: DirectHostArgs) {
    const { identity, generations, whereabouts, elsewhere } = args;
    const machine = onMachine(LIMITS.change, elsewhere);
    const room = args.site ?? site(parent, name, { identity, generations, whereabouts, machine });
    const ready = placedCommand(
        `${name}-ready`,
        machine,
        { create: script("machine-ready"), triggers: [identity.generation, args.token] },
        { parent, dependsOn: room.made },
    );
    const [dockerHost, engineVersion] = [0, 1].map((line) =>
        ready.stdout.apply((text) => text.split("\n")[line] ?? ""),
    );
    // Another machine's own address of its engine, unix://…, means nothing here.
    const engine = elsewhere && engineBehind("", elsewhere);
    const host = engine ? dockerHost!.apply(() => engine.host as string) : dockerHost!;
    return {
        site: room,
        container: pulumi.output<string | null>(null),
        dockerHost: host,
        engineVersion: engineVersion!,
        provider: new docker.Provider(`${name}-engine`, { ...engine, host }, { parent }),
        machine,
        place: machine,
        engine: machine,
        options: { dependsOn: ready, deleteBeforeReplace: true },
    };
}
