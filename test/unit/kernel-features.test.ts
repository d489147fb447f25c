import * as assert from "assert";
import { spawnSync } from "child_process";
import { mkdtempSync, rmSync, writeFileSync } from "fs";
import { tmpdir } from "os";
import { join } from "path";
import { script } from "../../components/lib/script";

/** Runs a command after the functions of kernel-features.sh. */
function bash(command: string, env: NodeJS.ProcessEnv = {}): string {
    const text = `${script("kernel-features")}\n${command}`;
    const { status, stdout, stderr } = spawnSync("bash", ["-euo", "pipefail", "-c", text], {
        env: { ...process.env, ...env },
        encoding: "utf8",
    });
    assert.strictEqual(status, 0, stderr);
    return stdout.trim();
}

describe("what a kernel with modules has", () => {
    let tree: string;
    beforeEach(() => (tree = mkdtempSync(join(tmpdir(), "lab-kernel-"))));
    afterEach(() => rmSync(tree, { recursive: true }));

    const list = (name: string, ...modules: string[]) =>
        writeFileSync(join(tree, name), modules.map((module) => `kernel/net/${module}.ko.xz:\n`).join(""));
    // No machine has modules of these names.
    const state = (config = "") => bash("module_state lab_one LAB_ONE", { tree, config });

    it("is built in, or can be loaded, as the lists of its modules say", () => {
        list("modules.builtin", "lab_one");
        list("modules.dep", "other");
        assert.strictEqual(state(), "there");
        list("modules.builtin", "lab_one_more");
        list("modules.dep", "lab_one");
        assert.strictEqual(state(), "loadable");
        list("modules.dep", "lab_one_more");
        assert.strictEqual(state(), "absent");
    });

    it("is in its configuration, where there are no lists", () => {
        assert.strictEqual(state("CONFIG_NET=y\nCONFIG_LAB_ONE=y"), "there");
        assert.strictEqual(state("CONFIG_NET=y\n# CONFIG_LAB_ONE is not set"), "absent");
    });

    it("is not known where there is neither, and for a module that is somewhere else", () => {
        assert.strictEqual(state(), "unknown");
        assert.strictEqual(state("CONFIG_NET=y\nCONFIG_LAB_ONE=m"), "unknown");
    });

    it("is as good as the worst module of a feature", () => {
        const worst = (...states: string[]) =>
            bash(
                `module_state() { echo "$1"; }; feature_modules[x]="${states.map((one) => `${one}:X`).join(" ")}"; feature_state x`,
            );
        assert.strictEqual(worst("there", "there"), "there");
        assert.strictEqual(worst("there", "loadable"), "loadable");
        assert.strictEqual(worst("loadable", "unknown"), "unknown");
        assert.strictEqual(worst("unknown", "absent", "there"), "absent");
    });
});

describe("what a kernel says when it is asked by use", () => {
    const says = (words: string) => bash("try_feature x bash -c 'echo \"$words\" >&2; exit 1'", { words });

    it("is there when that works", () => assert.strictEqual(bash("try_feature x true"), "x=there"));
    it("is absent where it says so", () => {
        for (const words of [
            "Error: Unknown device type.",
            "RTNETLINK answers: Protocol not supported",
            "can't initialize iptables table `nat': Table does not exist (do you need to insmod?)",
        ])
            assert.strictEqual(says(words), "x=absent", words);
    });
    it("is not known for any other reason", () => {
        for (const words of ["RTNETLINK answers: Operation not permitted", "ip: command not found", ""])
            assert.strictEqual(says(words), "x=unknown", words);
    });
});
