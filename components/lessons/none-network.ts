import { literal, running, STAY } from "../lib/checks";
import { scenario } from "../lib/course";
import { containerPart } from "../lib/drift";

/**
 * docker0's address as a container knows it: what every other container can reach. An engine of version 20.10 that made docker0 since it was
 * started does not say it; then it is the usual one.
 */
const GATEWAY = `$(docker network inspect -f '{{or (index .IPAM.Config 0).Gateway "172.17.0.1"}}' bridge)`;

/** A container with a network namespace of its own and nothing in it but lo. */
export const noneNetwork = scenario({
    name: "none-network",
    chapter: 7,
    group: "single-host",
    title: "--network none: a container that nothing reaches, and that reaches nothing",
    source: "course: the none network; Docker documentation: None network driver",
    images: ["busybox"],
    choices: { names: { test1: "container" }, tags: { busybox: "latest" } },
    lesson: ({ names: { test1 } }) => {
        const inside = (command: string) => `docker exec ${test1} ${command}`;
        const where = `container ${test1}`;
        const alive = inside("ping -c 1 -W 1 127.0.0.1");
        return {
            parts: { test1: containerPart(test1, "none") },
            commands: [
                [`docker run -d --name ${test1} --network none ${STAY}`],
                ["docker network inspect none", `${test1} is in the list, without an address`],
                [inside("ip a"), "lo and nothing else"],
                [inside("ip route"), "nothing: there is no way out"],
                [inside(`ping -c 1 ${GATEWAY}`), "Network is unreachable"],
                ["brctl show", "docker0 has no port for it: there is no way in either"],
            ],
            evidence: [
                {
                    id: "inspect",
                    title: `The none network, with ${test1}`,
                    where: "lab host",
                    command: "docker network inspect none",
                },
                { id: "addresses", title: "Its interfaces: lo alone", where, command: inside("ip a") },
                { id: "routes", title: "Its routes: none", where, command: `${inside("ip route")} | wc -l` },
                { id: "out", title: "It reaches nothing", where, command: inside(`ping -c 1 -W 1 ${GATEWAY}`) },
                {
                    id: "in",
                    title: "It has no address that somebody could send to",
                    where: "lab host",
                    command: `docker inspect -f 'address: "{{.NetworkSettings.Networks.none.IPAddress}}"' ${test1}`,
                },
            ],
            checks: [
                running(test1),
                {
                    id: "only-lo",
                    title: `${test1} has no interface but lo`,
                    where,
                    command: `${inside("ls /sys/class/net")} | paste -sd ' '`,
                    expected: "lo",
                    exit: "zero",
                    output: "^lo$",
                    needs: ["running"],
                    proves: "a container gets a network namespace, and with the none network nothing is plugged into it",
                    hint: `Somebody has put an interface into ${test1}: \`${inside("ip a")}\` shows it.`,
                },
                {
                    id: "no-route",
                    title: `${test1} has no route`,
                    where,
                    command: inside("ip route"),
                    expected: "nothing",
                    exit: "zero",
                    output: "^$",
                    alive,
                    needs: ["only-lo"],
                    proves: "without an interface there is no network to have a route to",
                    hint: `Somebody has added a route: \`${inside("ip route")}\` shows it.`,
                },
                {
                    id: "reaches-nothing",
                    title: `${test1} does not reach docker0, which every other container does`,
                    where,
                    command: inside(`ping -c 1 -W 1 ${GATEWAY}`),
                    expected: "Network is unreachable",
                    exit: "nonzero",
                    output: "[Nn]etwork (is )?unreachable|, 0 packets received",
                    alive,
                    needs: ["only-lo"],
                    proves: "what has no interface cannot send",
                    hint: `There is a way out of ${test1}: look at \`${inside("ip route show table all")}\`.`,
                },
                {
                    id: "unreachable",
                    title: `${test1} has no address but its own loopback's`,
                    where,
                    command: `${inside("ip -4 -o address")} | grep -o 'inet [0-9./]*' | paste -sd ' '`,
                    expected: "inet 127.0.0.1/8",
                    exit: "zero",
                    output: `^${literal("inet 127.0.0.1/8")}$`,
                    needs: ["only-lo"],
                    proves: "nobody can send to what has no address",
                    hint: `Somebody has given ${test1} an address: \`${inside("ip a")}\` shows it.`,
                },
            ],
        };
    },
});
