import { literal, running, STAY } from "../lib/checks";
import { scenario } from "../lib/course";
import { containerPart } from "../lib/drift";

/** Interfaces and addresses, sorted, a line each: the same words from iproute2 and from busybox. */
const sorted = (command: string): string => `<(${command} | awk '{print $2, $3, $4}' | sort)`;

/** What the server runs: a page that says which host it is. */
export const serve = (port: number): string =>
    `mkdir -p /www && hostname >/www/index.html && exec httpd -f -p ${port} -h /www`;

/** A container without a network namespace of its own: it is on the host's. */
export const hostNetwork = scenario({
    name: "host-network",
    chapter: 6,
    group: "single-host",
    title: "--network host: the host's own interfaces, and its ports",
    source: "course: the host network; Docker documentation: Host network driver",
    images: ["busybox"],
    raw: true,
    choices: {
        names: { test1: "container", server: "container" },
        ports: { server: 8080 },
        tags: { busybox: "latest" },
    },
    lesson: ({ names: { test1, server }, ports }) => {
        const where = `container ${test1}`;
        const port = ports.server;
        // In the foreground, so that it either fails at once or is ended.
        const second = `docker exec ${test1} timeout 2 httpd -f -p ${port}`;
        const page = `http://127.0.0.1:${port}/`;
        return {
            claims: { ports: [port] },
            parts: { test1: containerPart(test1, "host"), server: containerPart(server, "host") },
            commands: [
                [`docker run -d --name ${test1} --network host ${STAY}`],
                ["docker network inspect host", `${test1} is in the list, without an address of its own`],
                ["ip a", "the host's interfaces"],
                [`docker exec ${test1} ip a`, "the very same: there is no namespace between them"],
                [
                    `docker run -d --name ${server} --network host busybox sh -c "${serve(port)}"`,
                    "without -p: its port is a port of the host",
                ],
                [`curl -s ${page}`, "the host reaches it at its own loopback"],
                [second, "Address already in use: two containers on the host network share its ports"],
            ],
            evidence: [
                {
                    id: "inspect",
                    title: `The host network, with ${test1}`,
                    where: "lab host",
                    command: "docker network inspect host",
                },
                { id: "host-addresses", title: "The interfaces of the host", where: "lab host", command: "ip a" },
                {
                    id: "container-addresses",
                    title: `The interfaces of ${test1}: the same`,
                    where,
                    command: `docker exec ${test1} ip a`,
                },
                {
                    id: "server",
                    title: `${server}'s port is the host's`,
                    where: "lab host",
                    command: `curl -sS -m 2 ${page}`,
                },
                {
                    id: "conflict",
                    title: "A second server on that port fails, as it should",
                    where,
                    command: second,
                },
            ],
            checks: [
                running(test1, server),
                {
                    id: "same-addresses",
                    title: `${test1} has the host's interfaces and addresses`,
                    where: "lab host",
                    command: `diff ${sorted("ip -o address")} ${sorted(`docker exec ${test1} ip -o address`)} && echo the same`,
                    expected: "the same",
                    exit: "zero",
                    output: "^the same$",
                    needs: ["running"],
                    proves: "a container on the host network is in the host's network namespace",
                    hint: `\`docker inspect -f '{{.HostConfig.NetworkMode}}' ${test1}\` says which network it was started with.`,
                },
                {
                    id: "server-answers",
                    title: `${server} answers at port ${port} of the host`,
                    where: "lab host",
                    command: `curl -sS -m 2 -o /dev/null -w '%{http_code}' ${page}`,
                    expected: "200",
                    exit: "zero",
                    output: "^200$",
                    needs: ["running"],
                    proves: "a server on the host network listens on the host itself: there is nothing to publish",
                    hint: `\`ss -ltnp\` shows what listens on the host; \`docker logs ${server}\` what the server says.`,
                },
                {
                    id: "port-taken",
                    title: `A second server cannot have port ${port}`,
                    where,
                    command: second,
                    expected: "bind: Address already in use",
                    exit: "nonzero",
                    output: `${literal("bind: Address already in use")}`,
                    alive: `docker exec ${test1} wget -q -T 2 -O - ${page}`,
                    needs: ["same-addresses", "server-answers"],
                    proves: "containers on the host network share the host's ports: each can be taken once",
                    hint: "The port was free when it should not be: does the server still listen on all addresses?",
                },
            ],
        };
    },
});
