import { blank as lesson } from "../../../../components/lessons/blank";
import { taught } from "../teaching-text";
import { NET_TOOLS } from "./legacy";

const on = (network: string) => `docker run --rm --network ${network} busybox ip -o link`;
const BUILD = "docker build -t app --build-arg BASE=flask-base /root/flask-redis";
const REMOVE = "docker image rm app";
const INSIDE = "ip netns exec blue ip link";

export const blank = taught<typeof lesson>(() => ({
    goal: [
        {
            en: "Each lesson's sheet has the commands that make it: here they can be typed one by one.",
            zh: "每一课的页面上都有搭建它的命令：在这里可以逐条输入。",
        },
        {
            en: "What is made here is one's own, and nothing checks it.",
            zh: "在这里搭建的都是自己的，不会有任何检查。",
        },
    ],
    tryNext: [
        {
            task: {
                en: `Start a container on each of the three networks that every engine has, and see what interfaces it gets: \`${on("none")}\`, \`${on("bridge")}\`, \`${on("host")}\`.`,
                zh: `在每个引擎都有的三个网络上各启动一个容器，看它得到哪些接口：\`${on("none")}\`、\`${on("bridge")}\`、\`${on("host")}\`。`,
            },
            answer: {
                en: "On none there is `lo` alone; on bridge there is eth0 as well, one end of a veth pair; on host there is what the host has, docker0 among it.",
                zh: "在 none 上只有 `lo`；在 bridge 上还有 eth0，它是 veth 对的一端；在 host 上是主机的全部接口，其中有 docker0。",
            },
            commands: [
                { command: on("none"), shows: /^1: lo:[^\n]*$/ },
                { command: on("bridge"), shows: /^1: lo:[^\n]*\n\d+: eth0@[^\n]*$/ },
                { command: on("host"), shows: /: docker0:/ },
            ],
        },
        {
            task: {
                en: `Make a network namespace without Docker: \`ip netns add blue\`. What is in it (\`${INSIDE}\`)?`,
                zh: `不用 Docker，新建一个网络命名空间：\`ip netns add blue\`。里面有什么（\`${INSIDE}\`）？`,
            },
            answer: {
                en: "`lo`, and it is DOWN. A container is a process in such a namespace (and some others); Docker has set lo up and plugged in an interface. `ip netns delete blue` removes it.",
                zh: "只有 `lo`，而且状态是 DOWN。容器就是在这样的命名空间（以及另外几种）里的进程；Docker 已经启用了 lo，并接入了接口。`ip netns delete blue` 会删除它。",
            },
            commands: [{ command: "ip netns add blue" }, { command: INSIDE, shows: /^1: lo: .*state DOWN/ }],
            undo: [{ command: "ip netns delete blue" }],
        },
        {
            task: {
                en: `Build the image of the Flask lesson: \`${BUILD}\`. What is new in \`docker image ls\`?`,
                zh: `构建 Flask 那一课的镜像：\`${BUILD}\`。\`docker image ls\` 里多了什么？`,
            },
            answer: {
                en: `\`app\`, with the tag latest: the base image and a few layers on it, one for each step of the Dockerfile that changes files. \`${REMOVE}\` removes it; the base stays.`,
                zh: `多了 \`app\`，标签是 latest：它是在基础镜像上加了几层，Dockerfile 里每个改动文件的步骤一层。\`${REMOVE}\` 会删除它；基础镜像保留。`,
            },
            commands: [{ command: BUILD }, { command: "docker image ls", shows: /^app +latest /m }],
            undo: [{ command: REMOVE }],
        },
    ],
    legacy: [NET_TOOLS],
}));
