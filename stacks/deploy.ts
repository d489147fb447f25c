import * as pulumi from "@pulumi/pulumi";
import { join } from "path";
import { LabHost } from "../components/lab-host";
import { lessons } from "../components/lessons";
import { inTheWay } from "../components/lib/claims";
import { look } from "../components/lib/look";
import { chooseSubnet, handMade, missingImages, planLab } from "../components/lib/plan";
import { handedOver } from "./handover";
import { scenarios } from "./registry";
import { InputError, readCheckout, readSettings } from "./settings";

/**
 * Declares the lab of the current stack: reads its config, looks at what is live, and hands plain values to the components.
 *
 * @returns the stack's outputs
 */
export async function deployStack() {
    const config = new pulumi.Config();
    const settings = readSettings(pulumi.getStack(), (key) => config.get(key));
    const { owner, images } = readCheckout(join(__dirname, ".."));
    const lesson = lessons[settings.scenario]!;

    const found = handedOver(settings.stack) ?? (await look(owner, settings.stack));
    const wanted = { kind: settings.kind, image: images[`lab-host-${settings.docker}`]!, subnet: settings.subnet };
    refuseWithout(missingImages(found, wanted, lesson, images), settings.docker);
    const plan = planLab(found, wanted, lesson);
    refuse(await inTheWay(found, settings.kind, { owner, stack: settings.stack }, lesson));
    if (plan.replaces) warn(plan.replaces, handMade(found, lesson));

    const host = new LabHost("host", {
        kind: settings.kind,
        identity: { owner, stack: settings.stack, generation: plan.generation },
        image: wanted.image,
        subnet: chooseSubnet(found, wanted, plan.fresh, settings.stack),
        token: plan.tokens.host!,
        fresh: plan.fresh,
    });
    const scenario = new scenarios[settings.scenario]!(settings.scenario, { host, tokens: plan.tokens, images });
    const { container, dockerHost, engineVersion } = host;
    return {
        hosts: [{ name: "host", container, dockerHost, engineVersion }],
        evidence: scenario.evidence,
        checks: scenario.checks,
        commands: lesson.commands,
    };
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

function refuse(foreign: readonly string[]): void {
    if (foreign.length === 0) return;
    const list = foreign.map((name) => `  - ${name}`).join("\n");
    throw new InputError(
        `Where this lab runs there are things with its names that it did not make, and it leaves them alone:\n${list}\n` +
            "Rename them, or remove them as shown. On the machine itself, a lab host of its own is another way: " +
            "pulumi config set engine nested",
    );
}
