import { running } from "../lib/checks";
import { scenario } from "../lib/course";
import { publishedPart } from "../lib/drift";

/** A container's port at a port of its host: NAT on the way in. */
export const portMapping = scenario({
    name: "port-mapping",
    chapter: 5,
    group: "single-host",
    title: "-p 80:80: a container's port at a port of its host",
    source: "course: port mapping; Docker documentation: Port publishing and mapping",
    images: ["nginx"],
    raw: true,
    choices: { names: { web: "container" }, ports: { web: 80 }, tags: { nginx: "latest" } },
    serves: "web",
    lesson: ({ names: { web }, ports, machinePort }) => {
        const port = ports.web;
        const curl = (url: string) => `curl -sS -m 3 ${url}`;
        const code = "-o /dev/null -w '%{http_code}\\n'";
        const address = `$(docker inspect -f '{{.NetworkSettings.Networks.bridge.IPAddress}}' ${web})`;
        const rule = `iptables -t nat -S DOCKER | grep -- '--dport ${port} '`;
        const page = `http://127.0.0.1:${port}/`;
        return {
            claims: { ports: [port] },
            parts: { web: publishedPart(web, port) },
            commands: [
                [`docker run -d --name ${web} -p ${port}:80 nginx`],
                [`docker port ${web}`, "port 80 of the container, at all addresses of its host"],
                [`curl ${page}`, "nginx's page, from the host's own loopback"],
                [rule, "DNAT: what comes in at the host's port goes on to the container's address"],
                [`curl http://${address}/`, "the container's own address: works from its host alone"],
            ],
            evidence: [
                { id: "port", title: "What is published", where: "lab host", command: `docker port ${web}` },
                { id: "rule", title: "The rule that does it", where: "lab host", command: rule },
                { id: "host", title: "The page, from the host", where: "lab host", command: curl(page) },
                {
                    id: "address",
                    title: `${web}'s own address`,
                    where: "lab host",
                    command: `docker inspect -f '{{.NetworkSettings.Networks.bridge.IPAddress}}' ${web}`,
                },
                {
                    id: "machine",
                    title: "The page, from the machine: what a browser there opens",
                    where: "the machine",
                    command: curl(`http://127.0.0.1:${machinePort}/`),
                    on: "machine",
                },
            ],
            checks: [
                running(web),
                {
                    id: "published",
                    title: `Port 80 of ${web} is published at port ${port}`,
                    where: "lab host",
                    command: `docker port ${web} 80/tcp`,
                    expected: `0.0.0.0:${port}`,
                    exit: "zero",
                    output: `:${port}($|[[:space:]])`,
                    needs: ["running"],
                    proves: "-p is part of what a container was started with",
                    hint: `${web} was started without -p: \`docker ps\` shows what is published.`,
                },
                {
                    id: "rule",
                    title: "There is a DNAT rule for it",
                    where: "lab host",
                    command: rule,
                    expected: `a rule of the chain DOCKER, to port 80 of ${web}'s address`,
                    exit: "zero",
                    output: "DNAT --to-destination [0-9.]+:80",
                    needs: ["published"],
                    proves: "publishing a port is network address translation by the kernel's packet filter",
                    hint: `Somebody removed the rule: \`docker restart ${web}\` has Docker write it anew.`,
                },
                {
                    id: "own-address",
                    title: `${web} answers at its own address`,
                    where: "lab host",
                    command: curl(`${code} http://${address}/`),
                    expected: "200",
                    exit: "zero",
                    output: "^200$",
                    needs: ["running"],
                    proves: "the container's own port is reached from its host without any rule",
                    hint: `nginx does not answer: \`docker logs ${web}\` says why.`,
                },
                {
                    id: "host",
                    title: `The page answers at port ${port} of the host`,
                    where: "lab host",
                    command: curl(`${code} ${page}`),
                    expected: "200",
                    exit: "zero",
                    output: "^200$",
                    needs: ["published", "own-address"],
                    proves: "who reaches the host reaches the container",
                    hint: `Does something else listen at that port (\`ss -ltnp\`), or drop the packets (\`iptables -L -v\`)?`,
                },
                {
                    id: "machine",
                    title: "A browser on the machine reaches the page",
                    where: "the machine",
                    command: curl(`${code} http://127.0.0.1:${machinePort}/`),
                    on: "machine",
                    expected: "200",
                    exit: "zero",
                    output: "^200$",
                    needs: ["host", "rule"],
                    proves: "a published port is open to whoever reaches the host from outside",
                    hint: "Does something drop the packets on their way in (`iptables -L FORWARD -v` in the lab host)?",
                },
            ],
        };
    },
});
