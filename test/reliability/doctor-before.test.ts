import * as assert from "assert";
import { symlinkSync, unlinkSync } from "fs";
import { join } from "path";
import { Copy, run } from "../support/copy";
import { named } from "../support/doctor-report";

/** All that is in a folder, with sizes and times. */
const filesIn = (folder: string) =>
    run(["find", folder, "-printf", "%P %s %T@\\n"]).stdout.split("\n").sort().join("\n");

describe("./lab doctor, before set-up", () => {
    let copy: Copy;
    before(() => (copy = new Copy()));
    after(() => copy.remove());

    const env = () => ({ XDG_CACHE_HOME: join(copy.folder, "no cache"), PULUMI_HOME: join(copy.folder, "no pulumi") });

    it("says what is missing with all else that it finds, changes nothing and exits 2", () => {
        // The cache may get what the program was stripped of its types with, as from any command.
        const files = filesIn(copy.path);
        const { status, stdout } = copy.lab(["doctor", "netns"], env());
        assert.strictEqual(status, 2);
        assert.match(stdout, /^ {2}✗ set-up: it lacks pulumi 3\.226 .*\.lab\/owner.*\n.*\n {6}fix {2}\.\/lab setup/m);
        assert.match(stdout, /^ {2}✓ kernel .*veth pairs/m);
        assert.match(stdout, /^netns +no +set-up/m);
        assert.strictEqual(filesIn(copy.path), files);
        named("netns", "set-up", "problem");
    });

    it("tells somebody who is not root what it could not read", () => {
        const { status, stdout, stderr } = run([
            ...["setpriv", "--reuid=65534", "--clear-groups", join(copy.path, "lab"), "doctor", "netns"],
        ]);
        assert.strictEqual(status, 2, stderr);
        assert.match(stdout, /^ {2}✗ user: not root\n.*\n {6}fix {2}sudo /m);
        for (const what of ["set-up", "Docker engine", "images"])
            assert.match(stdout, new RegExp(`^  \\? ${what}: could not be read`, "m"));
        named("netns", "user", "problem");
    });

    it("needs Node's packages to look at more than that, and says so", () => {
        unlinkSync(join(copy.path, "node_modules"));
        const { status, stdout, stderr } = copy.lab(["doctor"], env());
        symlinkSync(join(__dirname, "..", "..", "node_modules"), join(copy.path, "node_modules"));
        assert.deepStrictEqual([status, stdout], [2, ""]);
        assert.match(stderr, /^missing: npm dependencies \(node_modules\)$/m);
        assert.match(stderr, /the rest of the machine was not looked at\n.*\n.*run \.\/lab setup, then \.\/lab doctor/);
    });
});
