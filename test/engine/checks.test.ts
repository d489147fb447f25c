import * as assert from "assert";
import { lessons } from "../../components/lessons";
import { checkout } from "../support/checkout";
import { Lab } from "../support/lab";
import { sideBySide } from "../support/stories";

/** Something that goes wrong in a lab, and what a person does about it: command lines in the lab host. */
interface Fault {
    breaks: string;
    mends: string;
}

/** Runs a command in the network namespace of a container, with the lab host's own tools. */
const inNetworkOf = (container: string, command: string): string =>
    `nsenter -t $(docker inspect -f '{{.State.Pid}}' ${container}) -n ${command}`;

const deafContainer = (container: string): Fault => ({
    breaks: inNetworkOf(container, "iptables -A INPUT ! -i lo -p icmp --icmp-type echo-request -j DROP"),
    mends: inNetworkOf(container, "iptables -D INPUT ! -i lo -p icmp --icmp-type echo-request -j DROP"),
});

const unplugged = (network: string, container: string): Fault => ({
    breaks: `docker network disconnect ${network} ${container}`,
    mends: `docker network connect ${network} ${container}`,
});

const nameless = (container: string): Fault => ({
    breaks: `docker exec ${container} sh -c 'cp /etc/resolv.conf /tmp/ && : >/etc/resolv.conf'`,
    mends: `docker exec ${container} sh -c 'cat /tmp/resolv.conf >/etc/resolv.conf'`,
});

function namespaceFaults(name: string, peer: string, link: string, address: string): Record<string, Fault> {
    const give = `ip -n ${name} address add ${address}/24 dev ${link}`;
    return {
        [`${name}-exists`]: { breaks: `ip -n ${name} link set lo down`, mends: `ip -n ${name} link set lo up` },
        [`${link}-inside`]: {
            breaks: `ip -n ${name} link set ${link} netns 1`,
            mends: `ip link set ${link} netns ${name} && ${give} && ip -n ${name} link set ${link} up`,
        },
        [`${link}-address`]: { breaks: `ip -n ${name} address delete ${address}/24 dev ${link}`, mends: give },
        [`${name}-reaches-${peer}`]: {
            breaks: `ip netns exec ${peer} sysctl -w net.ipv4.icmp_echo_ignore_all=1`,
            mends: `ip netns exec ${peer} sysctl -w net.ipv4.icmp_echo_ignore_all=0`,
        },
    };
}

const PORT = "$(ip -o link show master docker0 | sed -n '1s/^[0-9]*: \\([^@:]*\\).*/\\1/p')";

/** For every check of every lesson a fault that fails it, and none but it. */
const FAULTS: Readonly<Record<string, Record<string, Fault>>> = {
    netns: {
        ...namespaceFaults("test1", "test2", "veth-test1", "192.168.33.1"),
        ...namespaceFaults("test2", "test1", "veth-test2", "192.168.33.2"),
    },
    "default-bridge": {
        running: { breaks: "docker stop -t 0 test1", mends: "docker start test1" },
        "on-bridge": unplugged("bridge", "test2"),
        "plugged-in": {
            breaks: `echo ${PORT} >/tmp/port && ip link set $(cat /tmp/port) nomaster`,
            mends: "ip link set $(cat /tmp/port) master docker0",
        },
        "test1-reaches-test2": deafContainer("test2"),
        "test2-reaches-test1": deafContainer("test1"),
        "no-names": {
            breaks: `docker exec test1 sh -c 'cp /etc/hosts /tmp/ && echo 172.17.0.3 test2 >>/etc/hosts'`,
            mends: `docker exec test1 sh -c 'cat /tmp/hosts >/etc/hosts'`,
        },
    },
    "custom-bridge": {
        running: { breaks: "docker kill test3", mends: "docker start test3" },
        "test3-on-xin-bridge": unplugged("xin-bridge", "test3"),
        "test1-on-xin-bridge": unplugged("xin-bridge", "test1"),
        "test1-keeps-bridge": unplugged("bridge", "test1"),
        "test3-reaches-test1": nameless("test3"),
        "test1-reaches-test3": nameless("test1"),
    },
};

/** What is wrong, by the checks that say so themselves: those that another one keeps from being judged are left out. */
async function failedChecks(lab: Lab): Promise<string[]> {
    const checks = await lab.check(0);
    for (const { status, hint, id } of checks) if (status === "failed") assert.notStrictEqual(hint.trim(), "", id);
    return checks.filter(({ status }) => status === "failed").map(({ id }) => id);
}

describe("every check fails when what it claims is not so, and passes again when that is mended", function () {
    this.timeout(240_000);

    it("there is a fault for every check of every lesson", () => {
        const ids = (of: Record<string, string[]>) => JSON.stringify(of, undefined, 1);
        const claimed = Object.entries(lessons).map(([name, { checks }]) => [name, checks.map(({ id }) => id).sort()]);
        const faulted = Object.entries(FAULTS).map(([name, faults]) => [name, Object.keys(faults).sort()]);
        assert.strictEqual(ids(Object.fromEntries(faulted)), ids(Object.fromEntries(claimed)));
    });

    sideBySide(Object.keys(FAULTS), (scenario, step) => {
        let lab: Lab;
        step("up makes the lab, and all its checks pass", async () => {
            lab = await (await checkout()).stack(`checks-${scenario}`, { scenario });
            await lab.up();
            await lab.assertWhole();
        });
        for (const [id, { breaks, mends }] of Object.entries(FAULTS[scenario]!)) {
            step(`${id} fails alone and with a hint, and passes again`, async () => {
                await lab.inside(breaks);
                assert.deepStrictEqual(await failedChecks(lab), [id]);
                await lab.inside(mends);
                await lab.assertWhole();
            });
        }
        if (scenario === "default-bridge") negativeChecks(step, () => lab);
        step("destroy", async () => void (await lab.destroy()));
    });
});

/** That test1 does not reach test2 by name is seen only from a test1 that could. */
function negativeChecks(step: (title: string, run: () => Promise<void>) => void, lab: () => Lab): void {
    const outcome = async () => (await lab().check(0)).find(({ id }) => id === "no-names")!;

    step("no-names does not pass where ping itself does not work", async () => {
        await lab().inside(inNetworkOf("test1", "ip link set lo down"));
        const { status, observed } = await outcome();
        assert.strictEqual(status, "failed");
        assert.match(observed, /the place that this check looks from does not work/);
        await lab().inside(inNetworkOf("test1", "ip link set lo up"));
        await lab().assertWhole();
    });
    step("no-names does not pass when test1 or test2 is stopped or removed", async () => {
        await lab().inside("docker stop -t 0 test2");
        assert.strictEqual((await outcome()).status, "blocked");
        await lab().inside("docker start test2 && docker stop -t 0 test1");
        assert.strictEqual((await outcome()).status, "blocked");
        await lab().inside("docker rm test1");
        assert.strictEqual((await outcome()).status, "blocked");
        await lab().inside("docker rm -f test2");
        assert.strictEqual((await outcome()).status, "blocked");
    });
}
