import { ANSWERED, attached, list, literal, ping, pluggedInto, running, STAY } from "../lib/checks";
import { scenario } from "../lib/course";
import { containerPart, networkPart, Part } from "../lib/drift";
import { Check } from "../lib/lesson";
import { guestsPart } from "../lib/added";
import { addressesIn, parseCidr } from "../lib/subnet";

/** The names of the containers that are on the bridge beside the course's two. */
export const extraNames = (extra: number): string[] => Array.from({ length: extra }, (_, index) => `extra${index + 1}`);

/** A user-defined bridge: its containers find each other by name, and a container can be plugged into a second network. */
export const customBridge = scenario({
    name: "custom-bridge",
    chapter: 4,
    group: "single-host",
    title: "A bridge network of one's own: names work, and test1 is on two networks",
    source: "course: bridge networks of one's own; Docker documentation: Bridge network driver, embedded DNS server",
    images: ["busybox"],
    choices: {
        names: { test1: "container", test3: "container", "xin-bridge": "network" },
        addresses: { "xin-bridge": { form: "subnet", value: "" } },
        tags: { busybox: "latest" },
        mostExtra: 20,
    },
    problems: ({ names, addresses, extra }) => {
        const own = extraNames(extra);
        const clash = Object.entries(names).filter(([, name]) => own.includes(name));
        const subnet = parseCidr(addresses["xin-bridge"]);
        const room = subnet ? addressesIn(subnet.prefix) - 1 : Infinity; // the bridge has one itself
        return [
            ...clash.map(
                ([key, name]) =>
                    `names.${key}: "${name}" is that of one of the ${extra} extra containers. Allowed: any but ${list(own)}. Change it, or: pulumi config rm extra`,
            ),
            ...(extra + 2 > room
                ? [
                      `addresses.xin-bridge: "${addresses["xin-bridge"]}" is too small for ${extra + 2} containers (extra: "${extra}"). ` +
                          `Allowed: one with a shorter prefix. Change it, or: pulumi config set extra ${room - 2}`,
                  ]
                : []),
        ];
    },
    lesson: ({ names: { test1, test3, "xin-bridge": bridge }, addresses, extra }) => {
        const more = extraNames(extra);
        const own = [test1, test3, ...more];
        const subnet = addresses["xin-bridge"];
        const on = `--network ${bridge} ${STAY}`;
        return {
            claims: { containers: more },
            parts: {
                "xin-bridge": networkPart(bridge),
                test1: containerPart(test1),
                test3: containerPart(test3, bridge),
                connection: connection(test1, bridge),
                ...Object.fromEntries(more.map((name) => [name, containerPart(name, bridge)])),
                guests: guestsPart(bridge, own),
            },
            commands: [
                [`docker network create -d bridge ${subnet ? `--subnet ${subnet} ` : ""}${bridge}`],
                [`docker run -d --name ${test1} ${STAY}`, "names no network: it is on docker0"],
                [`docker run -d --name ${test3} ${on}`, `is on ${bridge} alone`],
                ...more.map((name): [string] => [`docker run -d --name ${name} ${on}`]),
                [`docker network connect ${bridge} ${test1}`, "while it runs: it gets a second interface, eth1"],
                [`docker exec ${test3} ping -c 1 ${test1}`, "an answer by name: on a network of one's own names work"],
                [`docker exec ${test1} ping -c 1 ${test3}`, "and the other way"],
                [`docker network inspect ${bridge}`, "both containers, with their addresses"],
            ],
            evidence: [
                {
                    id: "networks",
                    title: "The networks of the engine",
                    where: "lab host",
                    command: "docker network ls",
                },
                {
                    id: "bridges",
                    title: "The bridges and what is plugged in",
                    where: "lab host",
                    command: "brctl show",
                    raw: true,
                },
                {
                    id: "inspect",
                    title: `${bridge}, with ${list([test1, test3])}`,
                    where: "lab host",
                    command: `docker network inspect ${bridge}`,
                },
                {
                    id: "test1-addresses",
                    title: `${test1} has an interface on each of its two networks`,
                    where: `container ${test1}`,
                    command: `docker exec ${test1} ip a`,
                },
                ...[reaches("test3-to-test1", test3, test1), reaches("test1-to-test3", test1, test3)],
            ],
            checks: [
                running(...own),
                attached("test3-on-xin-bridge", test3, bridge, {
                    title: `${test3} is on ${bridge}`,
                    proves: "a container that was started with --network is on that network",
                }),
                attached("test1-on-xin-bridge", test1, bridge, {
                    title: `${test1} is on ${bridge} as well`,
                    proves: "a running container can be plugged into a second network",
                }),
                attached("test1-keeps-bridge", test1, "bridge", {
                    title: `${test1} keeps its first network`,
                    proves: "connecting to a second network leaves the first one alone",
                }),
                alone(bridge, own),
                byName(
                    "test3-reaches-test1",
                    test3,
                    test1,
                    "Docker's DNS server knows the containers of a network of one's own",
                ),
                byName(
                    "test1-reaches-test3",
                    test1,
                    test3,
                    "names work both ways, and for a container that was connected later too",
                ),
                ...more.map((name) =>
                    byName(`test3-reaches-${name}`, test3, name, "every container of the network has its name"),
                ),
            ],
        };
    },
});

/** test1 keeps docker0 and is plugged into the bridge beside it; that plug is a part of its own. */
function connection(container: string, network: string): Part {
    return {
        lostAtRestart: false,
        thing: { kind: "container", name: container, network },
        broken(live) {
            const found = live.containers.find(({ Name }) => Name === container);
            return found && !(network in found.NetworkSettings.Networks) ? `${container} left ${network}` : undefined;
        },
    };
}

function alone(network: string, own: readonly string[]): Check {
    const sorted = [...own].sort().join(" ");
    return {
        id: "no-guests",
        title: `Nobody else is on ${network}`,
        where: "lab host",
        command: `${pluggedInto(network)} | LC_ALL=C sort | paste -sd ' '`,
        expected: sorted,
        exit: "zero",
        output: `^( *(${own.map(literal).join("|")})( |$))*$`,
        needs: ["running"],
        proves: "a network has the containers that were plugged into it, and no others",
        hint: `A container of somebody's is plugged in: \`docker network disconnect ${network} NAME\` takes it out and leaves it running.`,
    };
}

function reaches(id: string, from: string, to: string) {
    return { id, title: `${from} reaches ${to} by name`, where: `container ${from}`, command: ping(from, to) };
}

function byName(id: string, from: string, to: string, proves: string): Check {
    return {
        ...reaches(id, from, to),
        expected: `an answer from ${to}`,
        exit: "zero",
        output: ANSWERED,
        needs: ["test3-on-xin-bridge", "test1-on-xin-bridge"],
        proves,
        hint: `Look at \`docker exec ${from} cat /etc/resolv.conf\`: it must name Docker's DNS server, 127.0.0.11.`,
    };
}
