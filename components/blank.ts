import { readdirSync, readFileSync } from "fs";
import * as pulumi from "@pulumi/pulumi";
import { blank } from "./lessons/blank";
import { APP_FOLDER } from "./lessons/flask-redis";
import { OptionsOf } from "./lib/course";
import { labImage } from "./lib/image";
import { CheckResult, Evidence } from "./lib/probe";
import { typeToken } from "./lib/project";
import { labCommand, prove, ScenarioArgs } from "./lib/scenario";
import { script } from "./lib/script";

/** A lab host with the course's images and the files that its commands build from, and nothing else. */
export class Blank extends pulumi.ComponentResource {
    /** What the lesson's commands printed. */
    public readonly evidence: pulumi.Output<Evidence[]>;
    /** How the lesson's claims came out at the last `up`. */
    public readonly checks: pulumi.Output<CheckResult[]>;

    constructor(name: string, args: ScenarioArgs<OptionsOf<typeof blank>>, opts?: pulumi.ComponentResourceOptions) {
        super(typeToken("Blank"), name, {}, opts);

        const images = blank.images.map((image) => labImage(this, name, args, image).loaded);
        const files = readdirSync(`images/${APP_FOLDER}`).map((file) =>
            labCommand(this, `${name}-file-${file}`, args.host, {
                create: script("file-write"),
                delete: 'rm -f -- "$1"',
                args: [`/root/${APP_FOLDER}/${file}`],
                stdin: readFileSync(`images/${APP_FOLDER}/${file}`, "utf8"),
                triggers: [],
            }),
        );

        const proof = prove(this, name, args, [...images, ...files]);
        this.evidence = proof.evidence;
        this.checks = proof.checks;
        this.registerOutputs({ evidence: this.evidence, checks: this.checks });
    }
}
