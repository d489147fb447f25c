import * as assert from "assert";
import { parseFacts } from "../../../../cli/doctor/facts";
import { Finding } from "../../../../cli/doctor/finding";
import { renderDoctor, verdicts } from "../../../../cli/doctor/render";
import { readSetUp } from "../../../../cli/doctor/set-up";
import { goodFacts } from "../../../support/doctor";

describe("what the doctor reads", () => {
    it("is what the machine answers", () => {
        assert.deepStrictEqual(parseFacts(JSON.stringify(goodFacts())), goodFacts());
    });

    it("is not read where it has another shape: that is never taken for absent", () => {
        const odd = {
            ...goodFacts(),
            engine: {},
            ports: ["x"],
            routes: {},
            memory: "much",
            cgroup: "3",
            networks: [1],
        };
        const read = parseFacts(JSON.stringify({ ...odd, kernel: { ...odd.kernel, vxlan: "perhaps" } }));
        const { engine, ports, routes, memory, cgroup, networks } = read;
        assert.deepStrictEqual([engine, ports, routes, memory, cgroup, networks], Array(6).fill(null));
        assert.strictEqual(read.kernel.vxlan, "unknown");
    });

    it("is what set-up would say, by its stages", () => {
        const text = [
            "missing\tpulumi\tpulumi 3.226 or newer",
            "refused\tengine\tDocker 19 is too old\tlab hosts need 20.10\tupgrade it",
            'images\t{"busybox": "labs/busybox:1"}',
            "registry\tlocalhost:5000\tno route",
        ].join("\n");
        assert.deepStrictEqual(readSetUp(text), {
            unread: false,
            missing: [{ stage: "pulumi", text: "pulumi 3.226 or newer" }],
            refused: [
                { stage: "engine", what: "Docker 19 is too old", why: "lab hosts need 20.10", fix: "upgrade it" },
            ],
            images: { busybox: "labs/busybox:1" },
            registry: { name: "localhost:5000", silent: "no route" },
        });
        assert.ok(readSetUp("unread").unread);
        assert.deepStrictEqual(readSetUp(""), { unread: false, missing: [], refused: [] });
    });
});

describe("what the doctor says", () => {
    const stacks = ["netns", "link", "port-mapping"];
    const findings: Finding[] = [
        { id: "engine/answers", stacks, what: "Docker engine", state: "fine", value: "26.1.5" },
        { id: "kernel/veth", stacks, what: "veth pairs", state: "fine", value: "there" },
        { id: "kernel/vxlan", stacks: ["link"], what: "VXLAN", state: "fine", value: "there" },
        { id: "clock/now", stacks, what: "clock", state: "unknown", value: "could not be read", why: "w", fix: "f" },
        {
            id: "claims/port",
            stacks: ["port-mapping"],
            what: "port",
            state: "problem",
            value: "8080 is taken\u001b[2J",
            why: "a browser opens it",
            fix: "one\ntwo",
        },
        {
            id: "kernel/bridge",
            stacks: ["link", "netns"],
            machine: "big",
            what: "bridges",
            state: "warning",
            value: "none",
            why: "w",
            fix: "f",
        },
    ];

    it("is by scenario: problems first, each with its fix, then what is fine in short, then who can run", () => {
        assert.strictEqual(
            renderDoctor(stacks, findings),
            `port-mapping
  ✗ port: 8080 is taken?[2J
      why  a browser opens it
      fix  one
           two

link, netns
  ! bridges of machine big: none
      why  w
      fix  f

all stacks
  ? clock: could not be read
      why  w
      fix  f

fine
  ✓ engine      Docker engine: 26.1.5
  ✓ kernel      veth pairs, VXLAN: there

stack         can run  because of
netns         yes
link          yes
port-mapping  no       port
`,
        );
    });

    it("is for programs, too: which stacks can run, and what keeps others from it", () => {
        assert.deepStrictEqual(verdicts(["netns", "port-mapping"], findings), [
            { stack: "netns", runs: true, because: [] },
            { stack: "port-mapping", runs: false, because: ["port"] },
        ]);
    });
});
