import { hostsOf, onMachines, UNDERLAY } from "../components/lib/cluster";
import { Options, Scenario } from "../components/lib/course";
import { isLimited } from "../components/lib/limits";
import { LabHostKind } from "../components/lib/look";
import { ReadConfig } from "../components/lib/options";
import { quoted } from "../components/lib/printable";
import { toChangeEntry, toRemove, toRemoveEntry, toSet } from "../components/lib/problems";
import { SSHD_PORT } from "../components/lib/ssh";
import { innerNetworks } from "../components/lib/networks";
import { addressesIn, DOCKER0, LAB_RANGE, overlap, parseCidr } from "../components/lib/subnet";

/** Settings that are each right by themselves. */
interface Chosen {
    scenario: Scenario;
    options: Options;
    kind: LabHostKind;
    subnet: string | undefined;
}

const EXAMPLE = "10.199.0.0/28";

/** What is wrong with what config says of lab hosts, for a lab that has none: it is on machines themselves. */
export function uselessOnMachines(
    { scenario, options }: Pick<Chosen, "scenario" | "options">,
    read: ReadConfig,
): string[] {
    const why: Readonly<Record<string, string>> = {
        docker: "a lab on the machine itself has the engine that is there",
        subnet: "a lab on the machine itself has no network of a lab host",
        machinePort: "what a lab on the machine itself serves is at the port that ports says",
    };
    const underlay = options.addresses[UNDERLAY];
    const limits = read("limits");
    return [
        ...(isLimited(options.limits)
            ? [
                  `limits: ${quoted(limits)} cannot be: a lab on the machine itself has no lab host to limit. ${toRemove("limits")}`,
              ]
            : []),
        ...(options.ssh.port > 0
            ? [
                  `ssh: ${quoted(read("ssh"))} cannot be: a lab on the machine itself has no lab host to log in to. ${toRemove("ssh")}`,
              ]
            : []),
        ...Object.entries(why).flatMap(([key, reason]) => {
            const value = read(key) || "0";
            return value === "0" ? [] : [`${key}: ${quoted(value)} cannot be: ${reason}. ${toRemove(key)}`];
        }),
        ...(onMachines(options) && underlay !== scenario.choices.addresses?.[UNDERLAY]?.value
            ? [
                  `addresses.${UNDERLAY}: "${underlay}" cannot be: between machines there is their own network. ` +
                      toRemoveEntry(`addresses.${UNDERLAY}`),
              ]
            : []),
    ];
}

/** What is wrong with the ports of a lab that is reached by SSH as well. */
export function sshProblems({ options: { ssh, ports, machinePort } }: Pick<Chosen, "options">): string[] {
    if (ssh.port === 0) return [];
    const taken = Object.entries(ports).filter(([, port]) => port === SSHD_PORT);
    return [
        ...taken.map(
            ([key, port]) =>
                `ports.${key}: "${port}" cannot be: the seat's sshd listens there. ${toChangeEntry(`ports.${key}`)}`,
        ),
        ...(machinePort === ssh.port
            ? [`machinePort: "${machinePort}" cannot be: it is the port of the seat's SSH. ${toRemove("machinePort")}`]
            : []),
    ];
}

/** What is wrong with the networks of a lab's lab hosts together. */
export function networkProblems({ scenario, options, subnet }: Omit<Chosen, "kind">): string[] {
    const inside = innerNetworks(scenario, options);
    if (subnet === undefined)
        return inside
            .filter(
                ([, network]) =>
                    parseCidr(network)!.prefix <= parseCidr(LAB_RANGE)!.prefix && overlap(network, LAB_RANGE),
            )
            .map(
                ([path, network]) =>
                    `${path}: "${network}" has all of ${LAB_RANGE} in it, where lab hosts are. Allowed: a network beside it. ` +
                    `Change it, or put the lab host elsewhere: pulumi config set subnet 192.168.199.0/28`,
            );
    const hosts = hostsOf(scenario, options).length;
    const room = addressesIn(parseCidr(subnet)!.prefix) - 1; // the machine has one itself
    const others = [["docker0's network in the lab host", DOCKER0] as const, ...inside];
    return [
        ...others
            .filter(([, network]) => overlap(subnet, network))
            .map(
                ([what, network]) =>
                    `subnet: "${subnet}" overlaps ${what}, "${network}". Allowed: a network beside it. ${toSet("subnet", EXAMPLE)}`,
            ),
        ...(hosts > room
            ? [
                  `subnet: "${subnet}" is too small for ${hosts} lab hosts. Allowed: one with a shorter prefix. ${toSet("subnet", EXAMPLE)}`,
              ]
            : []),
    ];
}
