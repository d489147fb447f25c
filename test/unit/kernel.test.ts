import * as assert from "assert";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "fs";
import { release, tmpdir } from "os";
import { dirname, join } from "path";
import { gzipSync } from "zlib";
import { hasEsp } from "../../stacks/kernel";

describe("whether the kernel has ESP", () => {
    let root: string;
    beforeEach(() => void (root = mkdtempSync(join(tmpdir(), "lab-kernel-"))));
    afterEach(() => rmSync(root, { recursive: true }));

    const write = (path: string, content: string | Buffer) => {
        mkdirSync(dirname(join(root, path)), { recursive: true });
        writeFileSync(join(root, path), content);
    };
    const modules = `lib/modules/${release()}`;

    it("is in the lists of its modules", () => {
        write(`${modules}/modules.dep`, "kernel/net/ipv4/esp4.ko.xz: kernel/net/xfrm/xfrm_algo.ko.xz\n");
        assert.strictEqual(hasEsp(root), true);
        write(`${modules}/modules.dep`, "kernel/net/ipv4/ah4.ko.xz:\n");
        assert.strictEqual(hasEsp(root), false);
        write(`${modules}/modules.builtin`, "kernel/net/ipv4/esp4.ko\n");
        assert.strictEqual(hasEsp(root), true);
    });

    it("is in its configuration where it has no modules", () => {
        write("proc/config.gz", gzipSync("# CONFIG_INET_ESP is not set\nCONFIG_INET_ESP_OFFLOAD=y\n"));
        assert.strictEqual(hasEsp(root), false);
        write("proc/config.gz", gzipSync("CONFIG_NET=y\nCONFIG_INET_ESP=y\n"));
        assert.strictEqual(hasEsp(root), true);
    });

    it("is not known where there is neither", () => assert.strictEqual(hasEsp(root), undefined));
});
