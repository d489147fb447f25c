import * as pulumi from "@pulumi/pulumi";
import { join } from "path";
import { inTheWay } from "../components/lib/claims";
import { diskLacking } from "../components/lib/disk-lacking";
import { Elsewhere, hereAs, whereabouts } from "../components/lib/elsewhere";
import { addedTo } from "../components/lib/finished-lab";
import { look } from "../components/lib/look";
import { handMade } from "../components/lib/hand-made";
import { spoken } from "../components/lib/lesson";
import { strayWords } from "../components/lib/strays";
import { sweepStrays } from "../components/lib/stray-sweep";
import { chooseSubnet, missingImages, planLab, urlOf } from "../components/lib/plan";
import { Admission } from "../components/lib/ssh";
import { credentialFor, readCredential } from "./credentials";
import { handedOver } from "./handover";
import { labHosts } from "./lab-hosts";
import { reach } from "./reach";
import { Records, recordsOf } from "./records";
import { componentOf } from "./registry";
import { InputError, readCheckout, readSettings, Settings } from "./settings";
import { summarise } from "./summary";

const ROOT = join(__dirname, "..");

/**
 * Declares the lab of the current stack: reads its config, looks at what is live, and hands plain values to the components.
 *
 * @returns the stack's outputs
 */
export async function deployStack() {
    const config = new pulumi.Config();
    const records = recordsOf(ROOT);
    const settings = readSettings(pulumi.getStack(), (key) => config.get(key), {
        keys: Object.keys(pulumi.runtime.allConfig()),
        records,
    });
    refuseToMove(settings, records);
    const { owner, images } = readCheckout(ROOT);
    const { stack, scenario, kind } = settings;

    const found = handedOver(stack) ?? (await look(owner, stack, await reach(settings.hosts)));
    const admission = admissionTo(settings);
    const wanted = {
        ...settings,
        owner,
        image: images[`lab-host-${settings.docker}`]!,
        credential: admission?.credential,
    };
    refuseWithout(missingImages(found, wanted, images), settings.docker);
    const plan = planLab(found, wanted);
    refuseWithoutDisks(diskLacking(found, plan));
    refuse(await inTheWay(found, settings, { owner, stack }, plan));
    if (plan.replaces) warn(plan.replaces, handMade(found, wanted));
    if (found.lab) {
        for (const what of addedTo(found.lab))
            void pulumi.log.warn(`Somebody changed what this lab made: ${what}. That is left alone.`);
        if (found.lab.strays.length > 0) void pulumi.log.warn(`What goes first: ${strayWords(found.lab.strays)}.`);
    }
    if (!pulumi.runtime.isDryRun()) await sweepStrays(found);
    for (const name of plan.lost) void pulumi.log.warn(`Lab host ${name} is gone, and it alone is made anew.`);

    const { options, lesson, tokens } = plan;
    const hosts = labHosts(
        { owner, stack },
        plan,
        found,
        { kind, image: wanted.image, subnet: chooseSubnet(found, wanted, plan) },
        scenario,
        admission,
        whereIs(settings, found.elsewhere),
    );
    const made = new (componentOf(scenario))(scenario.name, {
        host: Object.values(hosts)[0]!,
        hosts,
        scenario: scenario.name,
        lesson,
        options,
        tokens,
        images,
    });
    const url = urlOf(options);
    return {
        hosts: Object.entries(hosts).map(([name, { container, dockerHost, engineVersion }]) => ({
            name,
            container,
            dockerHost,
            engineVersion,
        })),
        evidence: made.evidence,
        checks: made.checks,
        commands: lesson.commands.map(spoken),
        ...(url && { url }),
        summary: made.checks.apply((checks) => summarise(scenario, lesson, checks, url)),
    };
}

/** Where the lab is, in words to be written down; "" where no machine is named. */
function whereIs({ machine }: Settings, elsewhere: readonly Elsewhere[]): string {
    return whereabouts(elsewhere) || (machine === undefined ? "" : hereAs(machine));
}

/** What a machine has that may be lost is not the tool's to move. */
function refuseToMove({ stack, machine = "", movesTo }: Settings, records: Records): void {
    if (records.of(stack) === undefined && records.left(stack).includes(machine))
        throw new InputError(
            `The lab of ${stack} is to be made on ${machine}, where it was given up once, and what it left there goes first. ` +
                "That is done by: ./lab class up",
        );
    if (movesTo === undefined) return;
    throw new InputError(
        `The lab of ${stack} is on ${machine}, and hosts has no room for it there any more: it is to be made anew on ${movesTo}. ` +
            "What that means is shown by: ./lab class preview. It is done by: ./lab class up",
    );
}

/** What opens the lab's seat, where that has SSH. A preview makes nothing: before the first `up` there is none. */
function admissionTo({ seat, options }: Settings): Admission | undefined {
    if (seat === undefined || options.ssh.port === 0) return undefined;
    if (!pulumi.runtime.isDryRun()) return credentialFor(seat, ROOT);
    return readCredential(seat, ROOT) ?? { credential: "", files: [] };
}

function warn(why: string, lost: readonly string[]): void {
    const work = lost.length > 0 ? ` What was made in it by hand will be lost: ${lost.join(", ")}.` : "";
    void pulumi.log.warn(`This lab will be made anew, because ${why}.${work}`);
}

function refuseWithout(images: readonly string[], docker: string): void {
    if (images.length === 0) return;
    throw new InputError(
        `This machine has no image ${images.join(", ")}. Make it with: ./lab setup --engine ${docker}`,
    );
}

function refuseWithoutDisks(lacking: string | undefined): void {
    if (lacking === undefined) return;
    throw new InputError(`Where this lab is to run, ${lacking}. Or let it be: pulumi config rm --path limits.disk`);
}

function refuse(foreign: readonly string[]): void {
    if (foreign.length === 0) return;
    const list = foreign.map((name) => `  - ${name}`).join("\n");
    throw new InputError(
        `Where this lab runs there are things with its names, ports or addresses that it did not make, and it leaves them alone:\n${list}\n` +
            "Rename them, or remove them as shown. On the machine itself, a lab host of its own is another way: " +
            "pulumi config set engine nested",
    );
}
