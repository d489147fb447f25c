import { UNDERLAY } from "./cluster";
import { Options, Scenario } from "./course";
import { LabHostKind, Look } from "./look";
import { shellWord } from "./printable";
import { Identity, isOf } from "./project";
import { overlap } from "./subnet";

/** A network that config chooses: its path in the config, and the network in CIDR notation. */
export type ChosenNetwork = readonly [path: string, cidr: string];

/** The networks that are chosen for the place where a scenario runs. */
export function innerNetworks({ choices }: Scenario, { addresses }: Options): ChosenNetwork[] {
    return Object.entries(choices.addresses ?? {}).flatMap(([key, { form }]) =>
        form === "subnet" && addresses[key] ? [[`addresses.${key}`, addresses[key]] as const] : [],
    );
}

/**
 * Chosen networks that share addresses with what the machine has already: it could not reach those any more. A network that the lab has
 * is not asked about again.
 */
export function takenNetworks(
    { machine }: Pick<Look, "machine">,
    { kind, subnet, scenario }: { kind: LabHostKind; subnet: string | undefined; scenario: Scenario },
    { owner, stack }: Pick<Identity, "owner" | "stack">,
    options: Options,
): string[] {
    const chosen: ChosenNetwork[] =
        kind === "direct"
            ? innerNetworks(scenario, options).filter(([path]) => path !== `addresses.${UNDERLAY}`)
            : subnet === undefined
              ? []
              : [["subnet", subnet]];
    const networks = machine.networks.flatMap((network) =>
        network.IPAM.Config.map(({ Subnet = "" }) => ({ ...network, cidr: Subnet })),
    );
    const own = networks.filter((network) => isOf(network, owner, stack)).map(({ cidr }) => cidr);
    const others = [
        ...networks
            .filter(({ cidr }) => !own.includes(cidr))
            .map(({ Name, cidr }) => ({
                cidr,
                what: `network ${Name}, ${cidr} (docker network inspect ${shellWord(Name)})`,
            })),
        ...machine.routes
            .filter(({ dst }) => !networks.some(({ cidr }) => cidr === dst))
            .map(({ dst }) => ({ cidr: dst, what: `the way to ${dst} (ip route show ${dst})` })),
    ];
    return chosen
        .filter(([, cidr]) => !own.includes(cidr))
        .flatMap(([path, cidr]) =>
            others
                .filter((other) => overlap(cidr, other.cidr))
                .map(({ what }) => `${what}; choose another ${path} than ${cidr}`),
        );
}
