import { noneNetwork as lesson } from "../../../../components/lessons/none-network";
import { taught } from "../teaching-text";
import { free, imageOf } from "./free";

export const noneNetwork = taught<typeof lesson>((options) => {
    const { test1 } = options.names;
    const busybox = imageOf("busybox", options);
    const guest = free("guest", options);

    const pipe = `echo hello | docker exec -i ${test1} cat`;

    const serve = `docker run -d --name ${guest} --network container:${test1} ${busybox} sh -c "mkdir -p /www && echo hello >/www/index.html && exec httpd -f -p 8080 -h /www"`;
    const ask = `docker exec ${test1} wget -q -O - http://127.0.0.1:8080/`;
    const remove = `docker rm -f ${guest}`;

    const connect = (network: string) => `docker network connect ${network} ${test1}`;
    const disconnect = (network: string) => `docker network disconnect ${network} ${test1}`;
    const links = `docker exec ${test1} ip a`;
    return {
        goal: [
            {
                en: "With `--network none` a container gets a network namespace, and nothing is plugged into it: there is `lo` alone.",
                zh: "使用 `--network none` 的容器有一个网络命名空间，但里面什么也没有接入：只有 `lo`。",
            },
            {
                en: "Without an interface there is no address and no route: it reaches nothing, and nothing reaches it.",
                zh: "没有接口，就没有地址和路由：它访问不到任何地方，任何地方也访问不到它。",
            },
            {
                en: "That is right for work that needs no network, and where somebody else is to plug in the interfaces.",
                zh: "它适合不需要网络的工作，也适合由别的程序来接入接口的情况。",
            },
        ],
        tryNext: [
            {
                task: {
                    en: `${test1} has no network. Can data get in and out all the same? \`${pipe}\``,
                    zh: `${test1} 没有网络。数据还能进出吗？\`${pipe}\``,
                },
                answer: {
                    en: `\`hello\` comes back: \`docker exec\` is no network. The engine starts a process in the container's namespaces and connects its input and output; \`docker cp\` and volumes work as well.`,
                    zh: `\`hello\` 原样返回：\`docker exec\` 不经过网络。引擎在容器的命名空间里启动一个进程，并连接它的输入和输出；\`docker cp\` 和卷也一样能用。`,
                },
                commands: [{ command: pipe, shows: /^hello$/ }],
            },
            {
                task: {
                    en: `Put a web server into the same namespace: \`${serve}\`. Who reaches it? Try \`${ask}\`.`,
                    zh: `把一个 Web 服务器放进同一个命名空间：\`${serve}\`。谁能访问它？试试 \`${ask}\`。`,
                },
                answer: {
                    en: `${test1} prints \`hello\`: both containers are in one network namespace, with one \`lo\`, and 127.0.0.1 is the same place for both. For all others it is out of reach. Containers of a Kubernetes pod share their network like this. \`${remove}\` removes the server.`,
                    zh: `${test1} 显示 \`hello\`：两个容器在同一个网络命名空间里，共用一个 \`lo\`，127.0.0.1 对两者是同一个地方。其他容器都访问不到它。Kubernetes 的 Pod 里的容器就是这样共用网络的。\`${remove}\` 会删除服务器。`,
                },
                commands: [{ command: serve }, { command: ask, shows: /^hello$/, settles: true }],
                undo: [{ command: remove }],
            },
            {
                task: {
                    en: `Can it be plugged in later? Try \`${connect("bridge")}\`; then \`${disconnect("none")}\` first, and again.`,
                    zh: `以后还能接入网络吗？试试 \`${connect("bridge")}\`；然后先执行 \`${disconnect("none")}\`，再试一次。`,
                },
                answer: {
                    en: `At first it is refused: a container on the none network cannot be on another one too. Once it has left that, it can: \`${links}\` shows eth0. Back again: \`${disconnect("bridge")}\`, \`${connect("none")}\`.`,
                    zh: `第一次被拒绝：在 none 网络上的容器不能同时在别的网络上。离开 none 之后就可以了：\`${links}\` 显示 eth0。恢复原状：\`${disconnect("bridge")}\`、\`${connect("none")}\`。`,
                },
                commands: [
                    { command: connect("bridge"), shows: /private \(none\) mode/ },
                    { command: disconnect("none") },
                    { command: connect("bridge"), shows: /^$/ },
                    { command: links, shows: /eth0@/ },
                ],
                undo: [{ command: disconnect("bridge") }, { command: connect("none") }],
            },
        ],
        legacy: [
            {
                old: {
                    en: "`--network none` and a script of one's own (pipework was a known one) that moved interfaces into the container.",
                    zh: "先用 `--network none`，再用自己的脚本（pipework 是有名的一个）把接口移进容器。",
                },
                now: {
                    en: "Network drivers that do it: `macvlan` and `ipvlan` (`docker network create -d macvlan …`).",
                    zh: "由网络驱动完成：`macvlan` 和 `ipvlan`（`docker network create -d macvlan …`）。",
                },
            },
            {
                old: {
                    en: "`--net none`: the older spelling, which still works.",
                    zh: "`--net none`：较早的写法，仍然有效。",
                },
                now: { en: "In full, `--network none`.", zh: "写全称 `--network none`。" },
            },
        ],
    };
});
