import * as assert from "assert";
import { rmSync } from "fs";
import { join } from "path";
import type { Group } from "../../cli/clean";
import { Checkout } from "../support/checkout";
import { assertInventory, inventory } from "../support/inventory";
import { Lab } from "../support/lab";
import { sh } from "../support/run";

describe("./lab clean", function () {
    this.timeout(120_000);
    const suffix = process.pid.toString(16);
    let own: Checkout;
    let labs: Lab[];
    let nothing: string[];

    // What looks like a lab's and has no label or mark: it must still be there at the end.
    const decoys = {
        container: `lab-custom-bridge-${suffix}`,
        network: `lab-net-${suffix}`,
        volume: `lab-vol-${suffix}`,
        namespace: `decoy-${suffix}`,
        link: `ve${suffix}`.slice(0, 15),
    };
    const findDecoys = () =>
        sh(
            `docker ps --format '{{.Names}}' | grep -x '${decoys.container}'; docker network ls --format '{{.Name}}' | grep -x '${decoys.network}'; ` +
                `docker volume ls --format '{{.Name}}' | grep -x '${decoys.volume}'; ls /run/netns | grep -x '${decoys.namespace}'; ` +
                `ls /sys/class/net | grep -x '${decoys.link}'`,
        );

    before("labs of both kinds, and things that look like theirs", async () => {
        own = await Checkout.make();
        labs = [
            await own.stack(`clean-nested-${suffix}`, { scenario: "custom-bridge" }),
            await own.stack(`clean-direct-${suffix}`, { scenario: "netns", engine: "direct" }),
        ];
        const image = (
            await sh(
                "docker image ls --filter label=docker-network-labs.image --format '{{.Repository}}:{{.Tag}}' | grep busybox | head -n 1",
            )
        ).trim();
        await sh(
            `docker run -d --name '${decoys.container}' --network none ${image} sleep 1000; docker network create '${decoys.network}'; ` +
                `docker volume create '${decoys.volume}'; ip netns add '${decoys.namespace}'; ip link add '${decoys.link}' type bridge`,
        );
        for (const name of ["test1", "test2", "veth-test1", "veth-test2"])
            await labs[1]!.pulumi([
                "config",
                "set",
                "--path",
                `names.${name}`,
                `${name.slice(-5)}-${name[0]}${suffix}`,
            ]);
        nothing = await inventory({ owner: own.owner });
        for (const lab of labs) await lab.up();
    });
    after(async () => {
        await sh(
            `docker rm -f '${decoys.container}'; docker network rm '${decoys.network}'; docker volume rm '${decoys.volume}'; ` +
                `ip netns delete '${decoys.namespace}'; ip link delete '${decoys.link}'`,
        );
        await own.remove();
    });

    it("shows what there is, and removes nothing unasked", async () => {
        const before = await inventory({ owner: own.owner });
        const { exitCode, all } = await own.lab(["clean", "--owner", own.owner], { mayFail: true });
        assert.strictEqual(exitCode, 2);
        assert.match(all, /this needs a yes, so nothing was changed/);
        assert.match(
            all,
            new RegExp(
                `clean-nested-${suffix} \\(owner ${own.owner}, of this checkout\\)\\n(?:.*\\n)*? +✗ container lab-`,
            ),
        );
        assert.match(all, new RegExp(`clean-direct-${suffix} .*\\n(?:.*\\n)*? +✗ namespace test1-t${suffix}`));
        await assertInventory(before, { owner: own.owner }, "after a question");
    });

    it("removes it all and no look-alike, without state and config", async () => {
        rmSync(join(own.folder, ".lab"), { recursive: true });
        const { stdout } = await own.lab(["clean", "--yes", "--json", "--owner", own.owner]);
        for (const lab of labs) lab.wasRemoved();
        const groups = (JSON.parse(stdout) as Group[]).filter(({ goes }) => goes);
        assert.deepStrictEqual(
            groups.map(({ ownership, stack }) => [ownership, stack]).sort(),
            labs.map(({ name }) => ["own", name]).sort(),
        );
        await assertInventory(nothing, { owner: own.owner }, "after clean");
        assert.strictEqual((await findDecoys()).trim().split("\n").length, Object.keys(decoys).length);
    });

    it("finds nothing of it a second time", async () => {
        const { stdout } = await own.lab(["clean", "--yes", "--json", "--owner", own.owner]);
        assert.deepStrictEqual(
            (JSON.parse(stdout) as Group[]).filter(({ goes }) => goes),
            [],
        );
    });
});
