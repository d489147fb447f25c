import * as command from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import type { ScenarioArgs } from "./scenario";
import { LIMITS, onMachine, script } from "./script";

/**
 * Stops the lab hosts that are to be stopped as a lesson, once all is made in them. There is nothing to undo: when they are not to be
 * stopped any more, the look finds them so and starts them, as it does when somebody else has stopped them.
 */
export function stopped(
    parent: pulumi.Resource,
    name: string,
    { host, hosts, options, tokens }: ScenarioArgs,
    made: pulumi.CustomResource[],
): command.local.Command[] {
    if (options.stop.length === 0) return [];
    const named = options.stop.map((node) => hosts[node]!.container.apply((container) => [node, container ?? ""]));
    const words = pulumi.all(named).apply((all) => all.flat());
    const stop = new command.local.Command(
        `${name}-stop`,
        {
            create: script("hosts-stop"),
            interpreter: pulumi
                .all([host.container, words])
                .apply(([first, others]) => [...onMachine(LIMITS.change), first ?? "", ...others]),
            dir: "/",
            triggers: [tokens.stop!, ...options.stop, ...made.map((resource) => resource.id)],
            logging: "stderr",
            addPreviousOutputInEnv: false,
        },
        { ...host.options, dependsOn: [...Object.values(hosts), ...made], parent },
    );
    return [stop];
}
