import { createSocket, Socket } from "dgram";
import { AddressInfo, createServer, Server } from "net";
import { execa } from "execa";
import { docker, sh, until } from "../run";
import { CAPTURE } from "./neighbours";

/** A host beyond the machine, in a namespace of the test's own: at an address for documentation (RFC 5737) and at a link-local one. */
const BEYOND = { namespace: "lab-test-far", address: "198.51.100.2", linkLocal: "169.254.77.2" };

/** What runs there: greets who connects, and prints the datagrams that come. */
const FAR = `
const { createServer } = require("net");
const server = createServer((socket) => socket.on("error", () => {}).end("lab-test")).listen(0, "0.0.0.0", () => {
    const { port } = server.address();
    const datagrams = require("dgram").createSocket("udp4").on("message", (text) => console.log(String(text)));
    datagrams.bind(port, () => console.log("port " + port));
});`;

/** What the test has for ways to arrive at: services on the machine, a host beyond it, and a capture in the neighbour. */
export class Landing {
    private readonly servers: Server[] = [];
    private datagrams: Socket | undefined;
    private far: ReturnType<typeof startFar> | undefined;
    private seen = "";
    private device = "";

    /** Begins to listen. @param gateway the machine's address on the first seat's network; `two` is the neighbour's container */
    async begin(gateway: string, two: string, file: string) {
        const any = await this.listen({ host: "0.0.0.0", port: 0 });
        await this.listen({ host: "::", port: any, ipv6Only: true });
        await this.listen({ path: "\0lab-test-way" });
        const socket = createSocket("udp4").on("message", (text) => (this.seen += String(text)));
        this.datagrams = socket;
        const datagram = await new Promise<number>((done) =>
            socket.bind(0, "0.0.0.0", () => done(socket.address().port)),
        );
        socket.addMembership("239.77.77.77", gateway);
        await this.makeFar();
        const beyond = await until(
            "the host beyond",
            10,
            () => Number(/port (\d+)/.exec(this.far!.said())?.[1] ?? 0) || undefined,
        );
        await sh(`truncate -s 1M ${file} && echo lab-test >${file}`);
        this.device = await sh(`losetup --find --show --read-only ${file}`);
        const [major, minor] = (await sh(`stat -c '%t %T' ${this.device}`))
            .split(" ")
            .map((text) => parseInt(text, 16));
        await docker("exec", "--detach", two, "tcpdump", "-U", "-n", "-i", "eth0", "-w", CAPTURE);
        await until("the capture", 10, () =>
            docker("exec", two, "test", "-s", CAPTURE).then(
                () => true,
                () => false,
            ),
        );
        return { ports: { any, datagram, beyond }, device: `${major}:${minor}` };
    }

    /** Whether a datagram with these words came to the machine, or to the host beyond. */
    async arrived(words: string): Promise<boolean> {
        const { port } = this.datagrams!.address();
        const far = /port (\d+)/.exec(this.far!.said())![1];
        const mark = `lab-mark-${words}`;
        await sh(`echo ${mark} >/dev/udp/127.0.0.1/${port}; echo ${mark} >/dev/udp/${BEYOND.address}/${far}`);
        // What was sent before comes before.
        await until("the test's own datagrams", 5, () => this.seen.includes(mark) && this.far!.said().includes(mark));
        return (this.seen + this.far!.said()).replaceAll(mark, "").includes(words);
    }

    /** Ends all of it. */
    async end(): Promise<void> {
        for (const server of this.servers.splice(0)) server.close();
        this.datagrams?.close();
        this.datagrams = undefined;
        if (this.device) await sh(`losetup --detach ${this.device}`);
        this.device = "";
        await this.far?.end();
        await sh(`if ip netns list | grep -qx '${BEYOND.namespace}.*'; then ip netns delete ${BEYOND.namespace}; fi`);
    }

    private async listen(
        where: { host: string; port: number; ipv6Only?: boolean } | { path: string },
    ): Promise<number> {
        const server = createServer((socket) => socket.on("error", () => undefined).end("lab-test"));
        this.servers.push(server);
        await new Promise<void>((done, fail) => server.on("error", fail).listen(where, done));
        return (server.address() as AddressInfo).port;
    }

    private async makeFar(): Promise<void> {
        const { namespace, address, linkLocal } = BEYOND;
        const inside = `ip -n ${namespace}`;
        await sh(
            `ip netns add ${namespace}; ip link add lab-test-near type veth peer name lab-test-far netns ${namespace}
            ip address add 198.51.100.1/30 dev lab-test-near; ip address add 169.254.77.1/30 dev lab-test-near; ip link set lab-test-near up
            ${inside} address add ${address}/30 dev lab-test-far; ${inside} address add ${linkLocal}/30 dev lab-test-far
            ${inside} link set lo up; ${inside} link set lab-test-far up; ${inside} route add default via 198.51.100.1`,
        );
        this.far = startFar(namespace);
    }
}

function startFar(namespace: string) {
    let said = "";
    const child = execa("ip", ["netns", "exec", namespace, process.execPath, "-e", FAR], { reject: false });
    child.stdout.on("data", (text) => (said += String(text)));
    return {
        said: () => said,
        async end() {
            child.kill("SIGKILL");
            await child;
        },
    };
}
