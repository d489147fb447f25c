import * as assert from "assert";
import { mkdtempSync, rmSync } from "fs";
import { tmpdir } from "os";
import { join } from "path";
import { checkout } from "../support/checkout";
import { Machine } from "../support/machine";
import { docker, run } from "../support/run";

const ROOT = join(__dirname, "..", "..");

/** Makes a file system of this machine's own Debian release, with what every Debian has and nothing else. */
const BARE = `
cd "$1/images"; source ./from-packages.sh; source /etc/os-release; cd "$2"
apt_settings >apt.conf; sources_list "$VERSION_CODENAME" >sources.list
mmdebstrap --variant=minbase --aptopt="$PWD/apt.conf" "$VERSION_CODENAME" bare.tar sources.list`;

describe("a course pack, on a bare Debian without any network", function () {
    this.timeout(900_000);
    const name = `lab-bare-test-${process.pid}`;
    const folder = mkdtempSync(join(tmpdir(), "lab-bare-"));
    let machine: Machine | undefined;

    before(async () => {
        await (await checkout()).lab(["pack", join(folder, "labs.tar")], { seconds: 900 });
        await run("bash", ["-euc", BARE, "-", ROOT, folder], { seconds: 600 });
        await docker("import", join(folder, "bare.tar"), name);
        machine = await Machine.start(name, name, false);
        await machine.copy(join(folder, "labs.tar"), "/root/labs.tar");
    });
    after(async () => {
        await machine?.remove();
        await run("docker", ["rmi", name], { mayFail: true });
        rmSync(folder, { recursive: true });
    });

    it("brings the Debian packages, an engine and all else, and labs come up", async () => {
        const { all } = await machine!.run(
            "cd /root && tar -xf labs.tar docker-network-labs && cd docker-network-labs && " +
                "./lab setup --from ../labs.tar && ./lab setup --check && ./lab up netns custom-bridge",
            { seconds: 600 },
        );
        assert.match(all, /^setup: installing Debian packages: docker\.io$/m);
        assert.match(all, /^netns +8\/8 /m);
        assert.match(all, /^custom-bridge +7\/7 /m);
    });
});
