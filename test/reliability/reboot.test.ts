import * as assert from "assert";
import { rmSync } from "fs";
import { course } from "../../components/lessons";
import { checkout } from "../support/checkout";
import { assertInventory, inventory } from "../support/inventory";
import { Lab } from "../support/lab";
import { ALL, saw } from "../support/record";
import { docker, sh } from "../support/run";
import { sideBySide } from "../support/stories";

/** Folder of the sockets of a lab's lab hosts. */
const sockets = ({ whose: { owner, stack } }: Lab) => `/run/docker-network-labs/${owner}/${stack}`;

/** What a reboot of this machine does to a lab: its lab hosts are stopped, and /run is empty. The machine itself must not be rebooted. */
describe("a reboot, as nested labs on this machine see it", function () {
    this.timeout(300_000);
    const scenarios = ALL ? Object.keys(course) : ["custom-bridge"];
    if (!ALL) it.skip("the other scenarios: left to ./lab test --all");

    sideBySide(scenarios, (scenario, step) => {
        let lab: Lab;
        let nothing: string[];
        step("up makes the lab", async () => {
            lab = await (await checkout()).stack(`reboot-${scenario}`, { scenario });
            nothing = await inventory(lab.whose);
            await lab.lab("up");
        });
        step("its lab hosts are stopped and its folder under /run is gone: one up brings it back", async () => {
            const hosts = await lab.hosts();
            await docker("stop", ...hosts);
            rmSync(sockets(lab), { recursive: true });
            await lab.assertUpSuffices();
            assert.deepStrictEqual((await lab.hosts()).sort(), hosts.sort(), "they are the same lab hosts");
        });
        step("nobody but root can enter the folders of its sockets", async () => {
            assert.deepStrictEqual(new Set((await sh(`stat -c %a ${sockets(lab)}/*`)).split("\n")), new Set(["700"]));
        });
        step("destroy leaves nothing", async () => {
            await lab.lab("destroy");
            await assertInventory(nothing, lab.whose, "after destroy");
            saw({ suite: "interruption", stack: scenario, fault: "reboot", outcome: "one up" });
        });
    });
});
