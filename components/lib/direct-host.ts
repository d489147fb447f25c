import * as command from "@pulumi/command";
import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { Identity } from "./project";
import { LIMITS, onMachine, script } from "./script";
import { Site, site } from "./site";

/** Arguments of a direct lab host. */
export interface DirectHostArgs {
    identity: Identity;
    /** Where it stands, when it is not the lab's first lab host. */
    site?: Site;
    /** Generations of all lab hosts of the lab, the first one's first. */
    generations: readonly string[];
    /** Token of the lab host itself. */
    token: string;
}

/** The resources of a direct lab host: nothing but the room for one generation of a lab on the machine itself. */
export function directHost(parent: pulumi.Resource, name: string, args: DirectHostArgs) {
    const { identity } = args;
    const room = args.site ?? site(parent, name, identity, args.generations);
    const ready = new command.local.Command(
        `${name}-ready`,
        {
            create: script("machine-ready"),
            interpreter: [...onMachine(LIMITS.change)],
            dir: "/",
            triggers: [identity.generation, args.token],
            logging: "stderr",
            addPreviousOutputInEnv: false,
        },
        { parent, dependsOn: room.made },
    );
    const [dockerHost, engineVersion] = [0, 1].map((line) =>
        ready.stdout.apply((text) => text.split("\n")[line] ?? ""),
    );
    return {
        site: room,
        container: pulumi.output<string | null>(null),
        dockerHost: dockerHost!,
        engineVersion: engineVersion!,
        provider: new docker.Provider(`${name}-engine`, { host: dockerHost! }, { parent }),
        place: onMachine(LIMITS.change),
        options: { dependsOn: ready, deleteBeforeReplace: true },
    };
}
