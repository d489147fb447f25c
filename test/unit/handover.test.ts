import * as assert from "assert";
import { handedOver, handOver } from "../../stacks/handover";
import { withoutLab } from "../support/look";

const found = withoutLab(
    {
        marks: null,
        images: [],
        containers: [],
        volumes: [],
        networks: [],
        routes: [],
        ports: [],
        veths: [],
        unfenced: [],
        disks: {},
        diskLacks: "",
    },
    true,
);

describe("a look that is handed over", () => {
    it("arrives as it was", () => {
        assert.deepStrictEqual(
            handedOver("mine", handOver("mine", Date.now(), found)),
            JSON.parse(JSON.stringify(found)),
        );
    });

    it("is not used for another stack, when it is old, or when there is none", () => {
        assert.strictEqual(handedOver("other", handOver("mine", Date.now(), found)), undefined);
        assert.strictEqual(handedOver("mine", handOver("mine", Date.now() - 61_000, found)), undefined);
        assert.strictEqual(handedOver("mine", handOver("mine", Date.now() + 60_000, found)), undefined);
        assert.strictEqual(handedOver("mine", {}), undefined);
    });

    it("stays behind when it is too long for a variable", () => {
        const routes = Array.from({ length: 10_000 }, () => ({ dst: "10.0.0.0/8" }));
        assert.deepStrictEqual(handOver("mine", Date.now(), { ...found, machine: { ...found.machine, routes } }), {});
    });
});
