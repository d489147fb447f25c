import * as assert from "assert";
import { renderReliability } from "../../../cli/lib/matrix";

const line = (value: object) => `${JSON.stringify(value)}\n`;

describe("the page on reliability", () => {
    const record =
        line({ suite: "drift", stack: "netns", fault: "veth deleted", outcome: "mended" }) +
        line({ figure: "faults repaired", count: 1 }) +
        line({ suite: "drift", stack: "link", fault: "a | b", outcome: "mended" }) +
        line({ figure: "faults repaired", count: 2 }) +
        line({ suite: "preview", stack: "link", fault: "rename", outcome: "as planned" }) +
        line({ part: "drift", on: "2026-11-27", minutes: 9, passed: 50, where: "a machine" });
    const page = renderReliability(record);

    it("has a table for each suite, faults down and stacks across, in the order of the suites", () => {
        assert.ok(page.indexOf("tells the truth") < page.indexOf("broke by itself"), page);
        assert.match(
            page,
            /\| fault \| netns \| link \|\n\| --- \| --- \| --- \|\n\| veth deleted \| mended \| {2}\|\n/,
        );
    });
    it("keeps a sign of the table's own in its cell", () => {
        assert.match(page, /^\| a \\\| b \| {2}\| mended \|$/m);
    });
    it("adds the figures up", () => {
        assert.match(page, /\| what \| how many \|\n\| --- \| --- \|\n\| faults repaired \| 3 \|\n/);
    });
    it("says when and where it was seen", () => {
        assert.match(page, /\| drift \| 2026-11-27 \| 9 \| 50 \| a machine \|\n$/);
    });
    it("is not made from a record that is no record", () => {
        assert.throws(() => renderReliability('{"suite":"drift"}\n'));
    });
});
