import * as assert from "assert";
import { checkout } from "../support/checkout";
import { Lab } from "../support/lab";
import { run } from "../support/run";
import { sideBySide, Step } from "../support/stories";

/** What a teacher sets, by `pulumi config set --path`; what the preview must say; what is then so in the lab. */
interface Edit {
    title: string;
    config: Record<string, string>;
    says: RegExp[];
    then(lab: Lab): Promise<void>;
}

const DAMAGE = /repair \d+:/;

const EDITS: Readonly<Record<string, Edit[]>> = {
    netns: [
        {
            title: "other names and addresses",
            config: {
                "names.test1": "red",
                "names.veth-test2": "cable.2",
                "addresses.test1": "10.7.0.1/30",
                "addresses.test2": "10.7.0.2/30",
            },
            says: [/"test1" +=> "red"/, /"192\.168\.33\.1\/24" +=> "10\.7\.0\.1\/30"/],
            async then(lab) {
                const names = (await lab.inside("ip netns list")).split("\n").map((line) => line.split(" ")[0]);
                assert.deepStrictEqual(names.sort(), ["red", "test2"]);
                assert.match(await lab.inside("ip -n test2 -o -4 address"), /cable\.2 +inet 10\.7\.0\.2\/30 /);
                assert.doesNotMatch(await lab.inside("ip -o link; ip -n test2 -o link"), /veth-test2/);
            },
        },
    ],
    "custom-bridge": [
        {
            title: "another name for a container",
            config: { "names.test1": "alpha" },
            says: [/name *: "test1" => "alpha"/],
            async then(lab) {
                assert.strictEqual(
                    await lab.inside("docker ps -a --format '{{.Names}}' | sort | paste -sd ' '"),
                    "alpha test3",
                );
                await lab.inside("docker exec test3 ping -c 1 -W 2 alpha");
            },
        },
        {
            title: "another subnet, and two containers more",
            config: { "addresses.xin-bridge": "172.28.5.0/24", extra: "2" },
            says: [/subnet *: .*"172\.28\.5\.0\/24"/, /name *: "extra2"/],
            async then(lab) {
                assert.match(await lab.inside("docker exec test3 ip -4 -o a"), / 172\.28\.5\.2\/24 /);
                await lab.inside("docker exec test3 ping -c 1 -W 2 extra2");
                await lab.inside("docker exec extra1 ping -c 1 -W 2 alpha");
            },
        },
        {
            title: "one container less, another name for the network and another tag",
            config: {
                extra: "1",
                "names.xin-bridge": "my.bridge",
                "tags.busybox": "1.36",
                "addresses.xin-bridge": "",
            },
            says: [/name *: "xin-bridge" => "my\.bridge"/],
            async then(lab) {
                assert.strictEqual(
                    await lab.inside("docker ps -a --format '{{.Names}}' | sort | paste -sd ' '"),
                    "alpha extra1 test3",
                );
                const networks = await lab.inside("docker network ls --filter type=custom --format '{{.Name}}'");
                assert.strictEqual(networks, "my.bridge");
                await lab.inside("docker image inspect busybox:1.36");
                assert.match(await lab.inside("docker exec test3 ip -4 -o a"), / 172\.1[89]\.0\.2\/16 /); // of the next free pool
            },
        },
    ],
    "port-mapping": [
        {
            title: "another port of the host, and a fixed one of the machine",
            config: { "ports.web": "8080", machinePort: "31234" },
            says: [
                /will be made anew, because what it publishes on the machine changes from port 80 at 127\.0\.0\.1:2\d{4} to port 8080 at 127\.0\.0\.1:31234/,
            ],
            async then(lab) {
                const { url } = await lab.outputs();
                assert.strictEqual(url, "http://127.0.0.1:31234/");
                assert.match((await run("curl", ["-sS", "-m", "5", url])).stdout, /Welcome to nginx!/);
                await lab.inside("curl -sS -m 5 http://127.0.0.1:8080/");
                assert.strictEqual((await lab.hosts("-a")).length, 1);
            },
        },
    ],
};

async function set(lab: Lab, config: Record<string, string>): Promise<void> {
    for (const [key, value] of Object.entries(config)) await lab.pulumi(["config", "set", "--path", key, value]);
}

function tell(step: Step, lab: () => Lab, { title, config, says, then }: Edit): void {
    step(`${title}: the preview says so, and up makes just that`, async () => {
        await set(lab(), config);
        const preview = await lab().preview();
        for (const words of says) assert.match(preview, words);
        assert.doesNotMatch(preview, DAMAGE, "a change of config was taken for damage");
        await lab().up();
        await then(lab());
        await lab().assertWhole();
        await lab().assertClean();
    });
}

describe("what a teacher changes by config", function () {
    this.timeout(300_000);

    sideBySide(Object.keys(EDITS), (scenario, step) => {
        let lab: Lab;
        step("up, as in the course", async () => {
            lab = await (await checkout()).stack(`options-${scenario}`, { scenario });
            await lab.up();
        });
        for (const edit of EDITS[scenario]!) tell(step, () => lab, edit);
        step("destroy", async () => void (await lab.destroy()));
    });

    it("is refused whole when it cannot be used, each problem by its path, and nothing is made", async () => {
        const own = await checkout();
        const lab = await own.stack("options-bad", { scenario: "custom-bridge" });
        await set(lab, {
            "names.test1": "a;id",
            "names.test9": "x",
            "addresses.xin-bridge": "10.0.0.1/8",
            extra: "99",
        });
        for (const { exitCode, all } of [
            await own.lab(["up", lab.name], { mayFail: true }),
            await lab.pulumi(["preview"], { mayFail: true }),
        ]) {
            assert.notStrictEqual(exitCode, 0);
            for (const path of ["names\\.test1", "names\\.test9", "addresses\\.xin-bridge", "extra"])
                assert.match(all, new RegExp(`- ${path}: `));
            assert.doesNotMatch(all, / at .*\.ts:\d+/, "a stack trace");
        }
        assert.deepStrictEqual(await lab.hosts("-a"), []);
    });
});
