import * as assert from "assert";
import { Finding } from "../../../../cli/doctor/finding";
import { judge } from "../../../../cli/doctor/judge";
import { TOOLS } from "../../../../cli/doctor/needs";
import { verdicts } from "../../../../cli/doctor/render";
import { Facts } from "../../../../cli/doctor/facts";
import { overlap } from "../../../../components/lib/subnet";
import { examined, facts, lab, lacks, network, route, SWARM } from "../../../support/doctor";
import { ROOM_CASES } from "./room-cases";
import { TOOL_CASES } from "./tool-cases";
import { UPKEEP_CASES } from "./upkeep-cases";

const CASES = [...TOOL_CASES, ...ROOM_CASES, ...UPKEEP_CASES];
const bad = (findings: readonly Finding[]) => findings.filter(({ state }) => state !== "fine");
const names = (findings: readonly Finding[]) => [...new Set(findings.flatMap(({ stacks }) => stacks))].sort();

describe("the doctor", () => {
    for (const configs of [undefined, { "custom-bridge": { engine: "direct" } }, SWARM])
        it(`finds nothing wrong where nothing is${configs ? `: ${Object.keys(configs).join(", ")}` : ""}`, () => {
            assert.deepStrictEqual(bad(judge(examined(configs))), []);
        });

    for (const { breaks, config, by, id, state, stacks, value, fix } of CASES)
        it(`says that ${breaks}, and nothing else`, () => {
            const seen = examined(config);
            by(seen);
            const found = bad(judge(seen));
            assert.deepStrictEqual(
                [...new Set(found.map((finding) => `${finding.id}: ${finding.state}`))],
                [`${id}: ${state}`],
            );
            assert.deepStrictEqual(names(found), [...(stacks ?? seen.named.map(({ stack }) => stack))].sort());
            for (const finding of found) {
                assert.match(finding.value, value);
                assert.match(finding.fix!, fix);
                assert.ok(finding.why, "it says why that matters");
            }
        });

    it("has a case for everything that it judges", () => {
        const judged = [undefined, ...CASES.map(({ config }) => config)].flatMap((config) => judge(examined(config)));
        const broken = CASES.map(({ id }) => id);
        assert.deepStrictEqual(
            [...new Set(judged.map(({ id }) => id))].filter((id) => !broken.includes(id)),
            [],
        );
    });

    it("says all at once, each of its scenario", () => {
        const seen = examined();
        const broken = CASES.filter(({ id, config }) => !config && /^(kernel|permissions)\/[^r]/.test(id));
        for (const { by } of broken) by(seen);
        const all = new Set(bad(judge(seen)).map(({ id }) => id));
        for (const { id } of broken) assert.ok(all.has(id), id);
        const of = (stack: string) => verdicts([stack], judge(seen))[0]!;
        assert.deepStrictEqual(of("netns").because.includes("macvlan interfaces"), false);
        assert.deepStrictEqual(of("overlay-etcd").because.includes("macvlan interfaces"), true);
    });

    it("names every problem of a config, and judges the other stacks", () => {
        const seen = examined({ netns: { engine: "vm", subnet: "10.9.0.0/31" }, link: {} });
        const found = bad(judge(seen));
        assert.deepStrictEqual(names(found), ["netns"]);
        assert.deepStrictEqual(
            found.map(({ id, state, value }) => [id, state, value.split(":")[0]]),
            [
                ["config", "problem", "engine"],
                ["config", "problem", "subnet"],
            ],
        );
        assert.deepStrictEqual(
            verdicts(["netns", "link"], judge(seen)).map(({ runs }) => runs),
            [false, true],
        );
    });

    it("does not take an engine that only root may ask for absent", () => {
        const seen = examined();
        facts({ root: false, engine: null })(seen);
        assert.deepStrictEqual(
            bad(judge(seen)).map(({ id, state }) => `${id} ${state}`),
            ["engine/answers unknown", "permissions/root problem"],
        );
    });

    it("minds a registry that does not answer where an image must still come from it", () => {
        const seen = examined({ link: {}, "overlay-etcd": {} });
        seen.setUp = { ...seen.setUp, registry: { name: "docker.io", silent: "no such host" } };
        seen.facts.images = seen.facts.images!.filter((image) => !image.includes(":20.10"));
        assert.deepStrictEqual(
            bad(judge(seen)).map(({ id, state, stacks }) => `${id} ${state} ${stacks.join()}`),
            [
                "images/there problem overlay-etcd",
                "images/registry problem overlay-etcd",
                "images/registry warning link",
            ],
        );
    });

    it("wants more disk while set-up is not done", () => {
        const seen = examined({ link: {} });
        seen.facts.disks = { ...seen.facts.disks, programs: 2e9 };
        assert.deepStrictEqual(bad(judge(seen)), []);
        seen.setUp = { ...seen.setUp, missing: [{ stage: "pulumi", text: "pulumi" }] };
        const [, disk] = bad(judge(seen));
        assert.deepStrictEqual([disk!.id, disk!.state, disk!.value], ["room/set-up", "warning", "2.0 GB"]);
    });

    it("warns of what two stacks claim for themselves", () => {
        const found = bad(
            judge(
                examined({
                    netns: { subnet: "10.9.0.0/28" },
                    link: { subnet: "10.9.0.0/24" },
                    "port-mapping": { machinePort: "8080" },
                    "flask-redis": { machinePort: "8080" },
                    "default-bridge": { engine: "direct" },
                    "none-network": { engine: "direct" },
                }),
            ),
        );
        assert.deepStrictEqual(
            found.map(({ id, state, stacks, value }) => [id, state, stacks.join(), value]),
            [
                ["claims/shared", "warning", "port-mapping,flask-redis", "TCP port 8080 of the machine"],
                ["claims/shared", "warning", "default-bridge,none-network", "container test1"],
                ["claims/subnet", "warning", "netns,link", "10.9.0.0/28 and 10.9.0.0/24 overlap"],
            ],
        );
    });

    it("suggests networks that are free, one for each", () => {
        const seen = examined();
        for (const dst of ["10.0.0.0/8", "192.168.222.0/24", "172.31.222.16/28"]) route(dst)(seen);
        const fixes = bad(judge(seen)).map(({ fix }) => [...fix!.matchAll(/subnet (\S+)/g)].map(([, cidr]) => cidr!));
        const [all] = fixes;
        assert.strictEqual(new Set(all).size, seen.named.length);
        for (const cidr of all!) assert.ok(!seen.facts.routes!.some(({ dst }) => overlap(dst, cidr)), cidr);
    });

    it("does not take a default route in pieces, such as a VPN's, for somebody's network", () => {
        const seen = examined();
        for (const dst of ["0.0.0.0/1", "128.0.0.0/1"]) route(dst, "tun0")(seen);
        assert.deepStrictEqual(bad(judge(seen)), []);
    });

    it("does not hold a stack's own lab against it", () => {
        const seen = examined({ "port-mapping": { machinePort: "8080", subnet: "10.9.0.0/28" } });
        lab("port-mapping", { state: "up" })(seen);
        network("lab-port-mapping-1", "10.9.0.0/28")(seen);
        seen.facts.networks!.at(-1)!.Labels = {
            "docker-network-labs.owner": "0000000a",
            "docker-network-labs.stack": "port-mapping",
        };
        route("10.9.0.0/28", `br-${"f".repeat(12)}`)(seen);
        facts({ ports: [8080], memory: 1.1 * TOOLS.several })(seen);
        assert.deepStrictEqual(bad(judge(seen)), []);
    });

    it("says of an engine at an address that nothing else can be asked there", () => {
        const seen = examined(SWARM);
        Object.assign(seen.others[0]!, { bare: true });
        lacks("vxlan")({ ...seen, facts: seen.others[0]!.facts as Facts });
        const found = bad(judge(seen));
        assert.deepStrictEqual(
            found.map(({ id, state, machine }) => [id, state, machine]),
            [["machine/answers", "unknown", "one"]],
        );
    });
});
