import { Case } from "./case";
import { Facts } from "../../../../cli/doctor/facts";
import { LiveLab } from "../../../../cli/doctor/live";
import { SWARM, facts, lab, place } from "../../../support/doctor";

/** What is there already, who asks, and the time. */
export const UPKEEP_CASES: readonly Case[] = [
    {
        breaks: "something stands in the way of a lab on the machine",
        config: { netns: { engine: "direct" }, link: {} },
        by: lab("netns", { state: "absent", inTheWay: ["namespace test1 (ip netns delete test1)"] }),
        id: "labs/names",
        state: "problem",
        stacks: ["netns"],
        value: /did not make: namespace test1 \(ip netns delete test1\)/,
        fix: /engine nested --stack netns/,
    },
    {
        breaks: "a lab on the machine cannot be looked at before set-up",
        config: { netns: { engine: "direct" }, link: {} },
        by: (seen) => (seen.labs as Map<string, LiveLab>).clear(),
        id: "labs/names",
        state: "unknown",
        stacks: ["netns"],
        value: /could not be read/,
        fix: /lab setup/,
    },
    {
        breaks: "a lab cannot be read",
        by: lab("link", { state: "unreadable", message: "Could not read lab host x: paused" }),
        id: "labs/state",
        state: "problem",
        stacks: ["link"],
        value: /paused/,
        fix: /docker ps -a/,
    },
    {
        breaks: "an `up` did not finish",
        by: lab("link", { state: "unfinished" }),
        id: "labs/state",
        state: "warning",
        stacks: ["link"],
        value: /did not finish/,
        fix: /lab up link .*lab destroy link/,
    },
    {
        breaks: "who asks is not root",
        by: facts({ root: false }),
        id: "permissions/root",
        state: "problem",
        value: /not root/,
        fix: /sudo/,
    },
    {
        breaks: "the run folder is read-only",
        by: place("run", { writable: false }),
        id: "permissions/folders",
        state: "problem",
        value: /cannot be written: \/run\/docker-network-labs/,
        fix: /findmnt/,
    },
    ...(
        [
            ["state", "755", "700"],
            ["passphrase", "644", "600"],
            ["socket", "666", "770"],
        ] as const
    ).map(([name, mode, right]): Case => ({
        breaks: `others get at the ${name}`,
        by: place(name, { mode }),
        id: `permissions/${name}`,
        state: "warning",
        value: new RegExp(`has mode ${mode}$`),
        fix: new RegExp(`^chmod ${right} /`),
    })),
    {
        breaks: "the clock is behind",
        by: (seen) => (seen.facts.mirror = seen.facts.time + 5 * 86_400),
        id: "clock/now",
        state: "warning",
        value: /^5 days behind the package mirror's$/,
        fix: /timedatectl set-ntp true, or: date --utc --set @\d+/,
    },
    {
        breaks: "the clock is behind what was written, and nobody says the time",
        by: (seen) => {
            seen.facts.mirror = null;
            seen.facts.lastWork = seen.facts.time + 3 * 3600;
        },
        id: "clock/now",
        state: "warning",
        value: /^3 hours behind what was last written here$/,
        fix: /timedatectl/,
    },
    {
        breaks: "nobody says the time",
        by: facts({ mirror: null }),
        id: "clock/now",
        state: "unknown",
        value: /no package mirror says the time; it is 2026-03-01T10:00Z here/,
        fix: /compare it/,
    },
    {
        breaks: "a lab of a checkout that is gone",
        by: (seen) =>
            (seen.groups = [
                {
                    owner: "0000dead",
                    ownership: "dead",
                    stack: "netns",
                    things: [{ owner: "0000dead", stack: "netns", kind: "container", name: "lab-netns-1" }],
                    goes: true,
                },
            ]),
        id: "leftovers/dead",
        state: "warning",
        value: /1 of netns \(owner 0000dead\), whose checkout is gone: container lab-netns-1/,
        fix: /^\.\/lab clean --owner 0000dead$/,
    },
    {
        breaks: "leftovers are not to be read",
        by: (seen) => (seen.groups = null),
        id: "leftovers/dead",
        state: "unknown",
        value: /could not be read/,
        fix: /lab clean/,
    },
    {
        breaks: "an engine of a swarm across machines has live restore",
        config: SWARM,
        by: (seen) => ((seen.others[0]!.facts as Facts).engine!.LiveRestoreEnabled = true),
        id: "engine/live-restore",
        state: "problem",
        value: /^on$/,
        fix: /daemon\.json/,
    },
    {
        breaks: "the clocks of a swarm's machines differ",
        config: SWARM,
        by: (seen) => ((seen.others[1]!.facts as Facts).time += 2 * 3600),
        id: "clock/swarm",
        state: "problem",
        value: /^2 hours ahead of this machine's$/,
        fix: /timedatectl/,
    },
    {
        breaks: "another machine does not answer",
        config: SWARM,
        by: (seen) => ((seen.others[1] as { facts: unknown }).facts = "ssh: no route"),
        id: "machine/answers",
        state: "problem",
        value: /^ssh: no route$/,
        fix: /hosts/,
    },
];
