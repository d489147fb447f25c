import { containerPart } from "../lib/drift";
import { Check, Lesson } from "../lib/lesson";

/** The address of a container on docker0, as a command substitution. */
const address = (container: string): string =>
    `$(docker inspect -f '{{.NetworkSettings.Networks.bridge.IPAddress}}' ${container})`;

const inspected = "docker network inspect --format '{{range .Containers}}{{println .Name}}{{end}}' bridge";

function pingCheck(from: string, to: string): Check {
    return {
        id: `${from}-reaches-${to}`,
        title: `${from} reaches ${to} by its address`,
        where: `container ${from}`,
        command: `docker exec ${from} ping -c 1 -W 1 ${address(to)}`,
        expected: `an answer from ${to}`,
        exit: "zero",
        output: "[1-9][0-9]* packets received",
        needs: ["plugged-in"],
        proves: "docker0 is a switch: what is plugged into it is on one network",
        hint: `Look for a firewall rule that drops packets (\`iptables -L -v\`) and at the addresses in ${from} and ${to} (\`ip a\`).`,
    };
}

/** Two containers on docker0: they reach each other by address, and not by name. */
export const defaultBridge: Lesson = {
    scenario: "default-bridge",
    title: "Two containers on docker0: addresses work, names do not",
    source: "course: the default bridge; Docker documentation: Bridge network driver, differences to the default bridge",
    claims: { containers: ["test1", "test2"], networks: [], namespaces: [], links: [] },
    images: ["busybox"],
    parts: { test1: containerPart("test1"), test2: containerPart("test2") },
    commands: [
        'docker run -d --name test1 busybox /bin/sh -c "while true; do sleep 3600; done"',
        'docker run -d --name test2 busybox /bin/sh -c "while true; do sleep 3600; done"',
        "docker exec test1 ip a",
        "docker exec test2 ip a",
        `docker exec test1 ping -c 1 ${address("test2")}`,
        `docker exec test2 ping -c 1 ${address("test1")}`,
        "docker exec test1 ping -c 1 test2",
        "docker network ls",
        "docker network inspect bridge",
        "brctl show",
    ],
    evidence: [
        {
            id: "test1-addresses",
            title: "The interfaces of test1",
            where: "container test1",
            command: "docker exec test1 ip a",
        },
        {
            id: "test2-addresses",
            title: "The interfaces of test2",
            where: "container test2",
            command: "docker exec test2 ip a",
        },
        {
            id: "test1-to-test2",
            title: "test1 reaches test2 by address",
            where: "container test1",
            command: `docker exec test1 ping -c 1 -W 1 ${address("test2")}`,
        },
        {
            id: "test2-to-test1",
            title: "test2 reaches test1 by address",
            where: "container test2",
            command: `docker exec test2 ping -c 1 -W 1 ${address("test1")}`,
        },
        {
            id: "by-name",
            title: "test1 does not reach test2 by name",
            where: "container test1",
            command: "docker exec test1 ping -c 1 -W 1 test2",
        },
        { id: "networks", title: "The networks of the engine", where: "lab host", command: "docker network ls" },
        {
            id: "inspect",
            title: "The default bridge, with both containers",
            where: "lab host",
            command: "docker network inspect bridge",
        },
        { id: "bridges", title: "docker0 and what is plugged in", where: "lab host", command: "brctl show" },
    ],
    checks: [
        {
            id: "running",
            title: "test1 and test2 run",
            where: "lab host",
            command: "docker container ls --format '{{.Names}}' --filter name=^test[12]$ | sort | paste -sd ' '",
            expected: "test1 test2",
            exit: "zero",
            output: "^test1 test2$",
            proves: "both containers are there to be looked at",
            hint: "A container of this lesson is stopped or gone: see `docker ps -a`, and start it with `docker start`.",
        },
        {
            id: "on-bridge",
            title: "Both are on the network that Docker calls bridge",
            where: "lab host",
            command: `${inspected} | grep -xE 'test[12]' | sort | paste -sd ' '`,
            expected: "test1 test2",
            exit: "zero",
            output: "^test1 test2$",
            needs: ["running"],
            proves: "a container that is started without --network is on the default bridge",
            hint: "One was disconnected: `docker network connect bridge test1` (or test2) plugs it in again.",
        },
        {
            id: "plugged-in",
            title: "docker0 has a veth port for each",
            where: "lab host",
            // A container that was plugged in again has another name for its interface than eth0.
            command:
                "for c in test1 test2; do for i in $(docker exec $c sh -c 'cat /sys/class/net/eth*/iflink'); do " +
                'ip -o link show master docker0 | grep "^$i: "; done; done | wc -l',
            expected: "2 ports of docker0, the other ends of the two containers' interfaces",
            exit: "zero",
            output: "^2$",
            needs: ["on-bridge"],
            proves: "a container's interface is one end of a veth pair, and the other end is a port of docker0",
            hint: "A port was pulled: `brctl show docker0` lists the ports, `ip link set vethX master docker0` plugs one in.",
        },
        pingCheck("test1", "test2"),
        pingCheck("test2", "test1"),
        {
            id: "no-names",
            title: "test1 does not reach test2 by name",
            where: "container test1",
            command: "docker exec test1 ping -c 1 -W 1 test2",
            expected: "ping: bad address 'test2'",
            exit: "nonzero",
            output: "bad address",
            alive: "docker exec test1 ping -c 1 -W 1 127.0.0.1",
            needs: ["running", "plugged-in"],
            proves: "the default bridge has no names: Docker's DNS server serves only networks of one's own",
            hint: "Something gives test2 a name: look at `docker exec test1 cat /etc/hosts /etc/resolv.conf`.",
        },
    ],
};
