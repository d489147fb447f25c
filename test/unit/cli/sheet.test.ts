import * as assert from "assert";
import { Card, renderHtml, renderText } from "../../../cli/class/sheet";

const CARDS: Card[] = [
    {
        seat: "01",
        name: "<script>alert('1')</script>\u001b[2J",
        password: "abcd-efgh-jkmn-pqrs",
        fingerprint: "SHA256:abc",
        labs: [
            { scenario: "netns", command: "ssh -p 2200 root@192.0.2.10" },
            { scenario: "blank", command: "ssh -p 2201 root@192.0.2.10" },
        ],
    },
    { seat: "02", password: "2222-3333-4444-5555", fingerprint: "SHA256:def", labs: [] },
];

describe("the sheet of a class", () => {
    it("has as text a card for each seat, and does nothing to a terminal", () => {
        const [head, one, two, ...more] = renderText("c", CARDS).split(/^(?:- )+-\n/m);
        assert.match(head!, /^c: This sheet holds passwords\./);
        assert.match(one!, /^\nc, seat 01: <script>alert\('1'\)<\/script>\?\[2J\n/);
        assert.match(
            one!,
            /^ {4}netns {8}ssh -p 2200 root@192\.0\.2\.10\n {4}blank {8}ssh -p 2201 root@192\.0\.2\.10$/m,
        );
        assert.match(one!, /^ {4}password {5}abcd-efgh-jkmn-pqrs\n {4}fingerprint {2}SHA256:abc$/m);
        assert.match(two!, /^\nc, seat 02\n[^]*2222-3333-4444-5555/);
        assert.deepStrictEqual(more, []);
        assert.ok(
            renderText("c", CARDS)
                .split("\n")
                .every((line) => line.length <= 80),
        );
    });
    it("has as a page the same cards, whole on one sheet of paper each, with nothing that runs or is fetched", () => {
        const page = renderHtml("c", CARDS);
        assert.strictEqual(page.match(/<section class="card">/g)?.length, 2);
        assert.match(page, /\.card \{ break-inside: avoid;/);
        assert.match(page, /<h2>c, seat 01: &lt;script&gt;alert\(&#39;1&#39;\)&lt;\/script&gt;\?\[2J<\/h2>/);
        assert.match(page, /<dt>password<\/dt><dd class="password">abcd-efgh-jkmn-pqrs<\/dd>/);
        assert.match(page, /This sheet holds passwords\./);
        assert.match(page, /content="default-src 'none'; style-src 'unsafe-inline'"/);
        assert.doesNotMatch(page, /<script|src=|href=|url\(|@import|https?:/);
    });
});
