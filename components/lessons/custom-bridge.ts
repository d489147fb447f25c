import { ANSWERED, attached, list, ping, running, STAY } from "../lib/checks";
import { scenario } from "../lib/course";
import { containerPart, networkPart, Part } from "../lib/drift";
import { Check } from "../lib/lesson";

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
    problems: ({ names, extra }) => {
        const own = extraNames(extra);
        const clash = Object.entries(names).filter(([, name]) => own.includes(name));
        return clash.map(([key, name]) => `names.${key}: "${name}" is that of one of the ${extra} extra containers`);
    },
    lesson: ({ names: { test1, test3, "xin-bridge": bridge }, addresses, extra }) => {
        const more = extraNames(extra);
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
                running(test1, test3, ...more),
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
        broken(live) {
            const found = live.containers.find(({ Name }) => Name === container);
            return found && !(network in found.NetworkSettings.Networks) ? `${container} left ${network}` : undefined;
        },
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
