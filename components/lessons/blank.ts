import { scenario } from "../lib/course";
import { imageKey, imagePart } from "../lib/drift";

const IMAGES = ["busybox", "nginx", "redis", "flask-base"];

/** A lab host with the course's images and nothing else: for going through the course by hand. */
export const blank = scenario({
    name: "blank",
    chapter: 99,
    title: "An empty lab host with the course's images, to type the commands in by hand",
    source: "Docker documentation: docker image ls",
    images: IMAGES,
    choices: { names: {} },
    nestedOnly: true,
    lesson: () => ({
        parts: Object.fromEntries(IMAGES.map((image) => [imageKey(image), imagePart(`${image}:latest`)])),
        commands: [
            ["docker image ls", "the images that the course starts containers from"],
            ["docker network ls", "bridge, host and none, as on every fresh engine"],
        ],
        evidence: [
            { id: "images", title: "The images that are there", where: "lab host", command: "docker image ls" },
            { id: "networks", title: "The networks of the engine", where: "lab host", command: "docker network ls" },
        ],
        checks: [
            {
                id: "images",
                title: "The course's images are there",
                where: "lab host",
                command: `docker image inspect --format '{{index .RepoTags 0}}' ${IMAGES.join(" ")} >/dev/null && echo all`,
                expected: "all",
                exit: "zero",
                output: "^all$",
                proves: "nothing has to be pulled from a registry",
                hint: "An image was removed: `./lab up blank` brings it back.",
            },
        ],
    }),
});
