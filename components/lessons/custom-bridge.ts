import { containerPart, networkPart, Part } from "../lib/drift";
import { Lesson } from "../lib/lesson";

/** test1 keeps docker0 and is plugged into xin-bridge beside it; that plug is a part of its own. */
const connection: Part = {
    lostAtRestart: false,
    broken(live) {
        const test1 = live.containers.find((container) => container.Name === "test1");
        return test1 && !("xin-bridge" in test1.NetworkSettings.Networks) ? "test1 left xin-bridge" : undefined;
    },
};

/** A user-defined bridge: its containers find each other by name, and a container can be plugged into a second network. */
export const customBridge: Lesson = {
    scenario: "custom-bridge",
    title: "A bridge network of one's own: names work, and test1 is on two networks",
    source: "course: bridge networks of one's own; Docker documentation: Bridge network driver, embedded DNS server",
    claims: { containers: ["test1", "test3"], networks: ["xin-bridge"], namespaces: [], links: [] },
    images: ["busybox"],
    parts: {
        "xin-bridge": networkPart("xin-bridge"),
        test1: containerPart("test1"),
        test3: containerPart("test3", "xin-bridge"),
        connection,
    },
    commands: [
        "docker network create -d bridge xin-bridge",
        'docker run -d --name test1 busybox /bin/sh -c "while true; do sleep 3600; done"',
        'docker run -d --name test3 --network xin-bridge busybox /bin/sh -c "while true; do sleep 3600; done"',
        "docker network connect xin-bridge test1",
        "docker exec test3 ping -c 1 test1",
        "docker exec test1 ping -c 1 test3",
        "docker network inspect xin-bridge",
    ],
    evidence: [
        { id: "networks", title: "The networks of the engine", where: "lab host", command: "docker network ls" },
        { id: "bridges", title: "The bridges and what is plugged in", where: "lab host", command: "brctl show" },
        {
            id: "inspect",
            title: "xin-bridge, with both containers",
            where: "lab host",
            command: "docker network inspect xin-bridge",
        },
        {
            id: "test1-addresses",
            title: "test1 has an interface on each of its two networks",
            where: "container test1",
            command: "docker exec test1 ip a",
        },
        {
            id: "test3-to-test1",
            title: "test3 reaches test1 by name",
            where: "container test3",
            command: "docker exec test3 ping -c 1 -W 1 test1",
        },
        {
            id: "test1-to-test3",
            title: "test1 reaches test3 by name",
            where: "container test1",
            command: "docker exec test1 ping -c 1 -W 1 test3",
        },
    ],
    checks: [
        {
            id: "running",
            title: "test1 and test3 run",
            where: "lab host",
            command: "docker container ls --format '{{.Names}}' --filter name=^test[13]$ | sort | paste -sd ' '",
            expected: "test1 test3",
            exit: "zero",
            output: "^test1 test3$",
            proves: "both containers are there to be looked at",
            hint: "A container of this lesson is stopped or gone: see `docker ps -a`, and start it with `docker start`.",
        },
        {
            id: "test3-on-xin-bridge",
            title: "test3 is on xin-bridge",
            where: "lab host",
            command: "docker network inspect --format '{{range .Containers}}{{println .Name}}{{end}}' xin-bridge",
            expected: "test3 in the list",
            exit: "zero",
            output: "(^|[[:space:]])test3($|[[:space:]])",
            needs: ["running"],
            proves: "a container that was started with --network is on that network",
            hint: "test3 was disconnected: `docker network connect xin-bridge test3` plugs it in again.",
        },
        {
            id: "test1-on-xin-bridge",
            title: "test1 is on xin-bridge as well",
            where: "lab host",
            command: "docker network inspect --format '{{range .Containers}}{{println .Name}}{{end}}' xin-bridge",
            expected: "test1 in the list",
            exit: "zero",
            output: "(^|[[:space:]])test1($|[[:space:]])",
            needs: ["running"],
            proves: "a running container can be plugged into a second network",
            hint: "test1 was disconnected: `docker network connect xin-bridge test1` plugs it in again.",
        },
        {
            id: "test1-keeps-bridge",
            title: "test1 keeps its first network",
            where: "lab host",
            command: "docker network inspect --format '{{range .Containers}}{{println .Name}}{{end}}' bridge",
            expected: "test1 in the list",
            exit: "zero",
            output: "(^|[[:space:]])test1($|[[:space:]])",
            needs: ["running"],
            proves: "connecting to a second network leaves the first one alone",
            hint: "test1 left docker0: `docker network connect bridge test1` plugs it in again.",
        },
        {
            id: "test3-reaches-test1",
            title: "test3 reaches test1 by name",
            where: "container test3",
            command: "docker exec test3 ping -c 1 -W 1 test1",
            expected: "an answer from test1",
            exit: "zero",
            output: "[1-9][0-9]* packets received",
            needs: ["test3-on-xin-bridge", "test1-on-xin-bridge"],
            proves: "Docker's own DNS server answers for the names on a network of one's own",
            hint: "Look at `docker exec test3 cat /etc/resolv.conf`: it must name Docker's DNS server, 127.0.0.11.",
        },
        {
            id: "test1-reaches-test3",
            title: "test1 reaches test3 by name",
            where: "container test1",
            command: "docker exec test1 ping -c 1 -W 1 test3",
            expected: "an answer from test3",
            exit: "zero",
            output: "[1-9][0-9]* packets received",
            needs: ["test3-on-xin-bridge", "test1-on-xin-bridge"],
            proves: "names work both ways, and for a container that was connected later too",
            hint: "Look at `docker exec test1 cat /etc/resolv.conf`: it must name Docker's DNS server, 127.0.0.11.",
        },
    ],
};
