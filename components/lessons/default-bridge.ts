import { ANSWERED, list, literal, noName, ping, running, STAY } from "../lib/checks";
import { scenario } from "../lib/course";
import { containerPart } from "../lib/drift";
import { Check } from "../lib/lesson";

/** The address of a container on docker0, as a command substitution. */
const address = (container: string): string =>
    `$(docker inspect -f '{{.NetworkSettings.Networks.bridge.IPAddress}}' ${container})`;

/** Two containers on docker0: they reach each other by address, and not by name. */
export const defaultBridge = scenario({
    name: "default-bridge",
    chapter: 2,
    group: "single-host",
    title: "Two containers on docker0: addresses work, names do not",
    source: "course: the default bridge; Docker documentation: Bridge network driver, differences to the default bridge",
    images: ["busybox"],
    choices: { names: { test1: "container", test2: "container" }, tags: { busybox: "latest" } },
    lesson: ({ names: { test1, test2 } }) => ({
        parts: { test1: containerPart(test1), test2: containerPart(test2) },
        commands: [
            [`docker run -d --name ${test1} ${STAY}`],
            [`docker run -d --name ${test2} ${STAY}`, "neither names a network: both get docker0's"],
            [`docker exec ${test1} ip a`, "eth0@if…: one end of a veth pair, with an address of 172.17.0.0/16"],
            [`docker exec ${test2} ip a`, "the next address of the same network"],
            [`docker exec ${test1} ping -c 1 ${address(test2)}`, "an answer: docker0 is a switch"],
            [`docker exec ${test2} ping -c 1 ${address(test1)}`, "and the other way"],
            [`docker exec ${test1} ping -c 1 ${test2}`, "bad address: the default bridge has no names"],
            ["docker network ls", "bridge, host and none are there from the start"],
            ["docker network inspect bridge", "both containers, with their addresses"],
            ["brctl show", "docker0 with two ports: the other ends of the veth pairs"],
        ],
        evidence: [
            ...[test1, test2].map((container, index) => ({
                id: `test${index + 1}-addresses`,
                title: `The interfaces of ${container}`,
                where: `container ${container}`,
                command: `docker exec ${container} ip a`,
            })),
            {
                id: "test1-to-test2",
                title: `${test1} reaches ${test2} by address`,
                where: `container ${test1}`,
                command: ping(test1, address(test2)),
            },
            {
                id: "test2-to-test1",
                title: `${test2} reaches ${test1} by address`,
                where: `container ${test2}`,
                command: ping(test2, address(test1)),
            },
            {
                id: "by-name",
                title: `${test1} does not reach ${test2} by name`,
                where: `container ${test1}`,
                command: ping(test1, test2),
            },
            { id: "networks", title: "The networks of the engine", where: "lab host", command: "docker network ls" },
            {
                id: "inspect",
                title: "The default bridge, with both containers",
                where: "lab host",
                command: "docker network inspect bridge",
            },
            {
                id: "bridges",
                title: "docker0 and what is plugged in",
                where: "lab host",
                command: "brctl show",
                raw: true,
            },
        ],
        checks: [
            running(test1, test2),
            onBridge(test1, test2),
            pluggedIn(test1, test2),
            reaches("test1-reaches-test2", test1, test2),
            reaches("test2-reaches-test1", test2, test1),
            noName(test1, test2, {
                id: "no-names",
                needs: ["running", "plugged-in"],
                proves: "the default bridge has no names: Docker's DNS server serves only networks of one's own",
            }),
        ],
    }),
});

function onBridge(...names: [string, string]): Check {
    const sorted = [...names].sort().join(" ");
    return {
        id: "on-bridge",
        title: "Both are on the network that Docker calls bridge",
        where: "lab host",
        command:
            "docker network inspect --format '{{range .Containers}}{{println .Name}}{{end}}' bridge " +
            `| grep -xE '${names.map(literal).join("|")}' | LC_ALL=C sort | paste -sd ' '`,
        expected: sorted,
        exit: "zero",
        output: `^${literal(sorted)}$`,
        needs: ["running"],
        proves: "a container that is started without --network is on the default bridge",
        hint: `One was disconnected: \`docker network connect bridge CONTAINER\` (${list(names)}) plugs it in again.`,
    };
}

function pluggedIn(...names: [string, string]): Check {
    return {
        id: "plugged-in",
        title: "docker0 has a veth port for each",
        where: "lab host",
        // A container that was plugged in again has another name for its interface than eth0.
        command:
            `for c in ${names.join(" ")}; do for i in $(docker exec $c sh -c 'cat /sys/class/net/eth*/iflink'); do ` +
            'ip -o link show master docker0 | grep "^$i: "; done; done | wc -l',
        expected: "2 ports of docker0, the other ends of the two containers' interfaces",
        exit: "zero",
        output: "^2$",
        raw: true,
        needs: ["on-bridge"],
        proves: "a container's interface is one end of a veth pair, and the other end is a port of docker0",
        hint: "A port was pulled: `brctl show docker0` lists the ports, `ip link set vethX master docker0` plugs one in.",
    };
}

function reaches(id: string, from: string, to: string): Check {
    return {
        id,
        title: `${from} reaches ${to} by its address`,
        where: `container ${from}`,
        command: ping(from, address(to)),
        expected: `an answer from ${to}`,
        exit: "zero",
        output: ANSWERED,
        needs: ["plugged-in"],
        proves: "docker0 is a switch: what is plugged into it is on one network",
        hint: `Look for a firewall rule that drops packets (\`iptables -L -v\`) and at the addresses in ${from} and ${to} (\`ip a\`).`,
    };
}
