import * as assert from "assert";
import { LabStack } from "../../../cli/lib/stacks";
import { PlannedLab, takenTwice } from "../../../cli/lib/twins";
import { course } from "../../../components/lessons";
import { defaultsOf, lessonOf } from "../../../components/lib/course";
import { LabHostKind } from "../../../components/lib/look";

/** A lab that is on other machines, of such names. */
const on = (planned: PlannedLab, ...machines: string[]): PlannedLab => ({
    ...planned,
    found: { elsewhere: machines.map((name) => ({ name, address: `unix:///run/${name}.sock` })) },
});

function lab(name: string, kind: LabHostKind, machinePort = 0, own: Partial<LabStack> = {}): PlannedLab {
    const scenario = course[name]!;
    const options = { ...defaultsOf(scenario), machinePort };
    const stack: LabStack = {
        stack: name,
        scenario,
        options,
        kind,
        docker: "26.1",
        subnet: undefined,
        hosts: [],
        ...own,
    };
    return { stack, found: { elsewhere: [] }, plan: { options, lesson: lessonOf(scenario, options) } };
}

describe("labs that one command makes", () => {
    it("do not listen at the same port of the machine", () => {
        const labs = [
            lab("port-mapping", "nested", 31_000),
            lab("flask-redis", "nested", 31_000),
            lab("link", "nested"),
        ];
        assert.deepStrictEqual(takenTwice(labs), [
            "flask-redis: TCP port 31000 of the machine, which is to be that of port-mapping as well",
        ]);
        assert.deepStrictEqual(takenTwice([labs[0]!, lab("flask-redis", "nested", 31_001)]), []);
    });

    it("do not have things of one name on the machine itself", () => {
        assert.deepStrictEqual(takenTwice([lab("link", "direct"), lab("none-network", "direct")]), [
            "none-network: container test1, which is to be that of link as well",
        ]);
        assert.deepStrictEqual(takenTwice([lab("link", "direct"), lab("none-network", "nested")]), []);
    });

    it("do not build an image of one name on one engine, and are not two swarms of it", () => {
        const twin = (name: string) => lab(name, "direct", 0, { stack: `${name}-2` });
        assert.ok(
            takenTwice([lab("flask-redis", "direct"), twin("flask-redis")]).includes(
                "flask-redis-2: image xin/flask_server:v0.0.1, which is to be that of flask-redis as well",
            ),
        );
        assert.ok(
            takenTwice([lab("overlay-swarm", "direct"), twin("overlay-swarm")]).includes(
                "overlay-swarm-2: the engine's swarm, which is to be that of overlay-swarm as well",
            ),
        );
    });

    it("do not choose networks for their lab hosts that overlap", () => {
        const chosen = (name: string, subnet: string) => lab(name, "nested", 0, { subnet });
        const labs = [chosen("link", "10.9.0.0/24"), chosen("netns", "10.9.0.16/28"), chosen("blank", "10.9.1.0/28")];
        assert.deepStrictEqual(takenTwice(labs), [
            "netns: subnet 10.9.0.16/28, which overlaps 10.9.0.0/24, that of link",
        ]);
        assert.deepStrictEqual(takenTwice([on(labs[0]!, "big"), labs[1]!]), []);
        assert.deepStrictEqual(takenTwice([labs[0]!, lab("netns", "direct", 0, { subnet: "10.9.0.0/24" })]), []);
    });

    it("may have them on different machines, and not where they meet on one of several", () => {
        const [link, none] = [lab("link", "direct"), lab("none-network", "direct")] as const;
        assert.deepStrictEqual(takenTwice([on(link, "big"), none]), []);
        assert.deepStrictEqual(takenTwice([on(link, "big", "small"), on(none, "other")]), []);
        assert.deepStrictEqual(takenTwice([on(link, "big", "small"), on(none, "other", "small")]), [
            "none-network: container test1, which is to be that of link as well",
        ]);
    });
});
