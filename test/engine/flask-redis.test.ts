import * as assert from "assert";
import { appendFileSync, readFileSync, writeFileSync } from "fs";
import { join } from "path";
import { checkout } from "../support/checkout";
import { Lab } from "../support/lab";
import { run } from "../support/run";

describe("flask-redis, after an edit of its app", function () {
    this.timeout(240_000);
    let lab: Lab;
    let app: string;
    let original: string;

    const visit = async () => (await run("curl", ["-sS", "-m", "5", (await lab.outputs()).url!])).stdout;
    const idOf = (name: string) => lab.inside(`docker inspect -f '{{.Id}}' ${name}`);

    before("up", async () => {
        const own = await checkout();
        app = join(own.folder, "images", "flask-redis", "app.py");
        original = readFileSync(app, "utf8");
        lab = await own.stack("edited-app", { scenario: "flask-redis" });
        await lab.up();
    });
    after("destroy", async () => {
        writeFileSync(app, original);
        await lab.destroy();
    });

    it("the preview shows the image and the container, up makes just those anew, and redis keeps its count", async () => {
        const hits = Number.parseInt(await visit());
        const redis = await idOf("redis-server");
        const flask = await idOf("flask-redis");
        appendFileSync(app, "\n# version 2\n");
        const preview = await lab.preview();
        for (const name of ["image", "app"])
            assert.match(preview, new RegExp(`\\(replace\\)[^(]*::flask-redis-${name}\\]`), name);
        assert.deepStrictEqual(await lab.upReplacing(), [
            "flask-redis-app",
            "flask-redis-image",
            "flask-redis-machine-probes",
            "flask-redis-probes",
        ]);
        assert.strictEqual(await idOf("redis-server"), redis);
        assert.notStrictEqual(await idOf("flask-redis"), flask);
        assert.match(await lab.inside("docker exec flask-redis cat app.py"), /# version 2/);
        assert.ok(Number.parseInt(await visit()) > hits);
        assert.strictEqual(await lab.inside("docker image ls -q xin/flask_server | wc -l"), "1");
        await lab.assertWhole();
        await lab.assertClean();
    });

    it("the count is a count also while others ask", async () => {
        const others = lab.tryInside(
            "timeout 60 bash -c 'until [[ -e /run/enough ]]; do curl -sS -m 5 http://127.0.0.1:5000/; done; rm /run/enough'",
        );
        const hits = Number.parseInt(await visit());
        assert.deepStrictEqual(await lab.failedChecks(), []);
        await lab.inside("touch /run/enough");
        await others;
        assert.ok(Number.parseInt(await visit()) > hits + 10, "nobody else has asked");
    });

    it("redis being down is an HTTP 503 in words, and a check that says so", async () => {
        await lab.inside("docker stop -t 0 redis-server");
        const { url } = await lab.outputs();
        const { stdout } = await run("curl", ["-sS", "-m", "5", "-w", "%{http_code}", url!]);
        assert.match(stdout, /^cannot count: no usable answer from Redis at redis-server:6379[^\n]*\n503$/);
        const failed = (await lab.check(0)).filter(({ status }) => status === "failed");
        assert.deepStrictEqual(
            failed.map(({ id }) => id),
            ["running"],
        );
        await lab.up();
        await lab.assertWhole();
    });
});
