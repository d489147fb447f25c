import { ANSWERED, noName, ping, running, STAY } from "../lib/checks";
import { scenario } from "../lib/course";
import { containerPart } from "../lib/drift";

/** A name on the default bridge, for one container and in one direction: what there was before networks of one's own. */
export const link = scenario({
    name: "link",
    chapter: 3,
    group: "single-host",
    title: "--link: a name on the default bridge, one way only (legacy)",
    source: "course: container links; Docker documentation: Legacy container links",
    images: ["busybox"],
    choices: { names: { test1: "container", test2: "container" }, tags: { busybox: "latest" } },
    lesson: ({ names: { test1, test2 } }) => {
        const entry = `docker exec ${test2} grep -w ${test1} /etc/hosts`;
        const newer = "a network of one's own (docker network create) replaces it: there, names work both ways";
        return {
            parts: { test1: containerPart(test1), test2: containerPart(test2) },
            commands: [
                [`docker run -d --name ${test1} ${STAY}`],
                [`docker run -d --name ${test2} --link ${test1} ${STAY}`, `legacy: ${newer}`],
                [`docker exec ${test2} ping -c 1 ${test1}`, "an answer by name, on the default bridge"],
                [
                    entry,
                    `this line is all that a link is: Docker writes it, and anew when ${test1} starts with another address`,
                ],
                [`docker exec ${test1} ping -c 1 ${test2}`, "bad address: a link goes one way"],
                [`docker exec ${test1} cat /etc/hosts`, `no line for ${test2}`],
            ],
            evidence: [
                {
                    id: "links",
                    title: `What ${test2} was linked to`,
                    where: "lab host",
                    command: `docker inspect -f '{{json .HostConfig.Links}}' ${test2}`,
                },
                {
                    id: "hosts-entry",
                    title: `The line in ${test2}'s /etc/hosts that makes the name work`,
                    where: `container ${test2}`,
                    command: entry,
                },
                {
                    id: "test2-to-test1",
                    title: `${test2} reaches ${test1} by name`,
                    where: `container ${test2}`,
                    command: ping(test2, test1),
                },
                {
                    id: "test1-hosts",
                    title: `${test1}'s /etc/hosts has no line for ${test2}`,
                    where: `container ${test1}`,
                    command: `docker exec ${test1} cat /etc/hosts`,
                },
                {
                    id: "test1-to-test2",
                    title: `${test1} does not reach ${test2} by name`,
                    where: `container ${test1}`,
                    command: ping(test1, test2),
                },
            ],
            checks: [
                running(test1, test2),
                {
                    id: "hosts-entry",
                    title: `${test2}'s /etc/hosts has ${test1}'s address`,
                    where: `container ${test2}`,
                    command:
                        `docker exec ${test2} grep -w "$(docker inspect -f '{{.NetworkSettings.Networks.bridge.IPAddress}}' ${test1})` +
                        `[[:space:]].*${test1}" /etc/hosts`,
                    expected: `a line with ${test1} and its address`,
                    exit: "zero",
                    output: test1,
                    needs: ["running"],
                    proves: "a link is a line in a file: Docker writes it when the container is started",
                    hint: `\`docker restart ${test2}\` writes /etc/hosts anew, with the address that ${test1} has now.`,
                },
                {
                    id: "test2-reaches-test1",
                    title: `${test2} reaches ${test1} by name`,
                    where: `container ${test2}`,
                    command: ping(test2, test1),
                    expected: `an answer from ${test1}`,
                    exit: "zero",
                    output: ANSWERED,
                    needs: ["hosts-entry"],
                    proves: "with --link a container on the default bridge reaches another one by name",
                    hint: `Look for a firewall rule that drops packets, in the lab host and in ${test1}.`,
                },
                noName(test1, test2, { id: "one-way", needs: ["running"], proves: `a link goes one way; ${newer}` }),
            ],
        };
    },
});
