import * as assert from "assert";
import { execFileSync } from "child_process";
import { json, printable, printableLine, quoted, shellWord } from "../../components/lib/printable";

describe("what is printed", () => {
    it("has no control characters and nothing that is not seen, but line breaks and tabs", () => {
        assert.strictEqual(printable("a\u001b[2Jb\tc\nd\r\u009b\u0007é"), "a?[2Jb\tc\nd???é");
        assert.strictEqual(printable("\u202egnp.exe\u200b\u2028\ud800x 容器 😀"), "?gnp.exe???x 容器 😀");
    });

    it("stays on its line", () => assert.strictEqual(printableLine("a\n✗ b\tc"), "a?✗ b?c"));

    it("shows a value as JSON, with what is not seen written out, and cut", () => {
        assert.strictEqual(quoted('a"\n\u001b[2J\u009b\u202e\ud800'), '"a\\"\\n\\u001b[2J\\u009b\\u202e\\ud800"');
        assert.strictEqual(quoted("x".repeat(5000)), `"${"x".repeat(80)}…"`);
        assert.strictEqual(quoted({ a: ["\u007f"] }), '{"a":["\\u007f"]}');
        assert.strictEqual(quoted(undefined), "nothing");
    });

    it("is JSON for programs that a terminal can be shown as well", () => {
        const value = { name: "a\u009b\u202eé\n😀" };
        assert.strictEqual(json(value), '{\n  "name": "a\\u009b\\u202eé\\n😀"\n}\n');
        assert.deepStrictEqual(JSON.parse(json(value)), value);
    });

    it("has words to copy that a shell takes for what they are", () => {
        const words = ["names.test1", "$(id)", "it's", "a b", "", "`id`", "!x", "~"];
        const said = execFileSync("/bin/bash", ["-c", `printf '<%s>' ${words.map(shellWord).join(" ")}`]).toString();
        assert.strictEqual(said, words.map((word) => `<${word}>`).join(""));
        assert.strictEqual(shellWord("names.test1"), "names.test1");
    });
});
