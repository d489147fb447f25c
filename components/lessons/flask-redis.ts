import { ping, running } from "../lib/checks";
import { Options, scenario } from "../lib/course";
import { containerPart, imagePart } from "../lib/drift";

/** The image that the scenario builds, as the course names it. */
const SERVER = "xin/flask_server";
export const serverImage = ({ tags }: Options): string => `${SERVER}:${tags[SERVER]!}`;

/** Where the program and its Dockerfile are, in this project and in the course's commands. */
export const APP_FOLDER = "flask-redis";

/** How long the app may take until it answers, in seconds: Python loads Flask and redis first, in 0.7 s alone and over 3 beside other labs that come up. */
const STARTS = 30;

/** An application of two containers: one is built from a Dockerfile, and finds the other by a link. */
export const flaskRedis = scenario({
    name: "flask-redis",
    chapter: 8,
    group: "single-host",
    title: "An app of two containers: Flask, built from a Dockerfile, counts in redis",
    source: "course: deploying an app of several containers; Docker documentation: Legacy container links",
    images: ["redis", "flask-base"],
    raw: true,
    choices: {
        names: { "redis-server": "container", "flask-redis": "container" },
        ports: { "flask-redis": 5000 },
        tags: { redis: "latest", [SERVER]: "v0.0.1" },
    },
    serves: "flask-redis",
    lesson: (options) => {
        const { names, ports, machinePort } = options;
        const { "redis-server": redis, "flask-redis": flask } = names;
        const port = ports["flask-redis"];
        const image = serverImage(options);
        const where = `container ${flask}`;
        const page = `http://127.0.0.1:${port}/`;
        const curl = (url: string) => `curl -sS -m 5 ${url}`;
        const toRedis = ping(flask, redis);
        const env = `docker exec ${flask} env`;
        return {
            claims: { images: [image], ports: [port] },
            parts: {
                redis: containerPart(redis),
                image: imagePart(image),
                app: containerPart(flask),
            },
            commands: [
                [`docker run -d --name ${redis} redis`, "nothing published: only its neighbours need it"],
                [
                    `docker build -t ${image} --build-arg BASE=flask-base ${APP_FOLDER}`,
                    "the Dockerfile is in that folder",
                ],
                [
                    `docker run -d --name ${flask} -p ${port}:5000 --link ${redis} -e REDIS_HOST=${redis} ${image}`,
                    "the environment says where redis is, the link makes the name work",
                ],
                [env, "REDIS_HOST, and the variables that the link adds"],
                [`docker exec ${flask} ping -c 1 ${redis}`, "by name, on the default bridge"],
                [`curl ${page}`, "<hits>-----<host name of the container>"],
                [`curl ${page}`, "one more: the count is in redis, not in the app"],
            ],
            evidence: [
                { id: "env", title: "The app's environment", where, command: env },
                { id: "ping", title: "The app reaches redis by name", where, command: toRedis },
                {
                    id: "requests",
                    title: "Two requests, and the count in redis after them",
                    where: "lab host",
                    command: `${curl(page)}; ${curl(page)}; docker exec ${redis} redis-cli get hits`,
                    shows: "^[0-9]+-----[^[:space:]]+[[:space:]][0-9]+-----",
                    settles: STARTS,
                },
                {
                    id: "machine",
                    title: "From the machine: what a browser there opens",
                    where: "the machine",
                    command: curl(`http://127.0.0.1:${machinePort}/`),
                    on: "machine",
                },
            ],
            checks: [
                running(redis, flask),
                {
                    id: "redis-answers",
                    title: `redis answers in ${redis}`,
                    where: `container ${redis}`,
                    command: `docker exec ${redis} redis-cli ping`,
                    expected: "PONG",
                    exit: "zero",
                    output: "^PONG$",
                    needs: ["running"],
                    proves: "the store that the app counts in is there",
                    hint: `\`docker logs ${redis}\` says what redis is about; \`docker restart ${redis}\` starts it again.`,
                },
                {
                    id: "redis-host",
                    title: "The app is told where redis is",
                    where,
                    command: `${env} | grep '^REDIS_HOST='`,
                    expected: `REDIS_HOST=${redis}`,
                    exit: "zero",
                    output: `^REDIS_HOST=${redis}$`,
                    needs: ["running"],
                    proves: "the environment of a container is set when it is started (-e)",
                    hint: `${flask} was started without -e REDIS_HOST=${redis}.`,
                },
                {
                    id: "redis-by-name",
                    title: "The app reaches redis by name",
                    where,
                    command: toRedis,
                    expected: `an answer from ${redis}`,
                    exit: "zero",
                    output: "[1-9][0-9]* (packets )?received",
                    needs: ["running"],
                    proves: "a link gives a name on the default bridge",
                    hint: `\`docker exec ${flask} cat /etc/hosts\` must have a line for ${redis}; \`docker restart ${flask}\` writes it anew.`,
                },
                {
                    id: "counts",
                    title: "Two requests give n and n+1",
                    where: "lab host",
                    command: `a=$(${curl(page)}) && b=$(${curl(page)}) && echo "$a then $b" && ((\${b%%-*} > \${a%%-*}))`,
                    expected:
                        "<n>-----<host name> then <n+1>-----<host name>, or more where somebody else asked in between",
                    exit: "zero",
                    output: "^[0-9]+-----[^ ]+ then [0-9]+-----",
                    settles: STARTS,
                    needs: ["redis-answers", "redis-by-name", "redis-host"],
                    proves: "the app keeps nothing itself: what it counts is in redis",
                    hint: `HTTP 503 means that the app does not reach redis; anything else is in \`docker logs ${flask}\`.`,
                },
                {
                    id: "machine",
                    title: "A browser on the machine reaches the app",
                    where: "the machine",
                    command: curl(`http://127.0.0.1:${machinePort}/`),
                    on: "machine",
                    expected: "<n>-----<host name>",
                    exit: "zero",
                    output: "^[0-9]+-----",
                    needs: ["counts"],
                    proves: "a published port is open to whoever reaches the host from outside",
                    hint: "Does something drop the packets on their way in (`iptables -L FORWARD -v` in the lab host)?",
                },
            ],
        };
    },
});
