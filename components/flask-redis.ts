import { createHash } from "crypto";
import { readdirSync, readFileSync } from "fs";
import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { APP_FOLDER, flaskRedis, serverImage } from "./lessons/flask-redis";
import { inLab, labContainer, linkedContainer } from "./lib/containers";
import { OptionsOf } from "./lib/course";
import { labImage } from "./lib/image";
import { CheckResult, Evidence } from "./lib/probe";
import { labelKey, typeToken } from "./lib/project";
import { prove, ScenarioArgs } from "./lib/scenario";

/** Where the Dockerfile and the app are, from the project's folder. */
const CONTEXT = `images/${APP_FOLDER}`;

/** An app of two containers: redis-server, and flask-redis, whose image is built from a Dockerfile in the lab. */
export class FlaskRedis extends pulumi.ComponentResource {
    /** What the lesson's commands printed. */
    public readonly evidence: pulumi.Output<Evidence[]>;
    /** How the lesson's claims came out at the last `up`. */
    public readonly checks: pulumi.Output<CheckResult[]>;

    constructor(
        name: string,
        args: ScenarioArgs<OptionsOf<typeof flaskRedis>>,
        opts?: pulumi.ComponentResourceOptions,
    ) {
        super(typeToken("FlaskRedis"), name, {}, opts);
        const { host, tokens } = args;
        const { names, ports } = args.options;

        const redis = labContainer(this, `${name}-redis`, host, {
            name: names["redis-server"],
            image: labImage(this, name, args, "redis").id,
            token: tokens.redis!,
        });
        const image = this.image(name, args);
        const app = linkedContainer(this, `${name}-app`, host, {
            name: names["flask-redis"],
            link: names["redis-server"],
            run: [
                ...["--publish", `0.0.0.0:${ports["flask-redis"]}:5000`],
                ...["--env", `REDIS_HOST=${names["redis-server"]}`],
                image.name,
            ],
            // A link holds the address that its container had at the start: with a new redis it is a new link.
            triggers: [image.imageId, redis.id, tokens.app!],
            dependsOn: [redis, image],
        });

        const proof = prove(this, name, args, [redis, image, app]);
        this.evidence = proof.evidence;
        this.checks = proof.checks;
        this.registerOutputs({ evidence: this.evidence, checks: this.checks });
    }

    /** The app's image: it is built again when a file of its folder changes. */
    private image(name: string, args: ScenarioArgs): docker.RemoteImage {
        const { host, tokens } = args;
        const base = labImage(this, name, args, "flask-base");
        const labels = Object.entries({ ...host.identity, token: tokens.image! });
        return new docker.RemoteImage(
            `${name}-image`,
            {
                name: serverImage(args.options),
                build: {
                    context: CONTEXT,
                    buildArgs: { BASE: base.name },
                    // The other one, buildx, builds on the machine's engine whatever the provider's is.
                    useLegacyBuilder: true,
                    labels: Object.fromEntries(labels.map(([key, value]) => [labelKey(key), value])),
                },
                triggers: { files: hashOf(CONTEXT), base: base.id },
            },
            inLab(this, host),
        );
    }
}

/** A hash over the names and the contents of a folder's files. */
function hashOf(folder: string): string {
    const hash = createHash("sha256");
    for (const file of readdirSync(folder).sort()) hash.update(`${file}\0`).update(readFileSync(`${folder}/${file}`));
    return hash.digest("hex").slice(0, 16);
}
