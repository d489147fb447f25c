import { hostNetwork as lesson } from "../../../../components/lessons/host-network";
import { taught } from "../teaching-text";
import { freePort, imageOf, otherThan, sameAs } from "./free";

export const hostNetwork = taught<typeof lesson>((options) => {
    const { test1, server } = options.names;
    const { server: port } = options.ports;
    const busybox = imageOf("busybox", options);

    const ours = "readlink /proc/self/ns/net";
    const its = `docker exec ${test1} ${ours}`;
    const another = `docker run --rm ${busybox} ${ours}`;

    const published = `docker run --rm --network host -p ${freePort(8081, options)}:80 ${busybox} true`;

    const [stop, start] = [`docker stop -t 1 ${server}`, `docker start ${server}`];
    const second = `docker exec ${test1} timeout 2 httpd -f -p ${port}`;
    return {
        goal: [
            {
                en: "With `--network host` a container has no network namespace of its own: it sees the host's interfaces, addresses and routes.",
                zh: "使用 `--network host` 的容器没有自己的网络命名空间：它看到的就是主机的接口、地址和路由。",
            },
            {
                en: "What listens in it listens on the host. Nothing is published, and there is no NAT on the way.",
                zh: "在容器里监听，就是在主机上监听。不需要发布端口，途中也没有 NAT。",
            },
            {
                en: "All containers on the host network, and the host itself, share one set of ports.",
                zh: "主机网络上的所有容器和主机自己共用同一组端口。",
            },
        ],
        tryNext: [
            {
                task: {
                    en: `The kernel has a number for each network namespace. Compare that of the host, \`${ours}\`, with that of ${test1}, \`${its}\`, and that of a container on docker0, \`${another}\`.`,
                    zh: `内核给每个网络命名空间一个编号。把主机的 \`${ours}\`、${test1} 的 \`${its}\` 和 docker0 上某个容器的 \`${another}\` 比较一下。`,
                },
                answer: {
                    en: `The host and ${test1} have the same number: it is one namespace. The container on docker0 has another: Docker made it a namespace of its own.`,
                    zh: `主机和 ${test1} 的编号相同：是同一个命名空间。docker0 上的容器则是另一个编号：Docker 为它新建了一个命名空间。`,
                },
                commands: [
                    { command: ours, shows: /^net:\[\d+\]$/ },
                    { command: its, shows: sameAs(0) },
                    { command: another, shows: otherThan(0) },
                ],
            },
            {
                task: {
                    en: `What becomes of \`-p\` on the host network? \`${published}\``,
                    zh: `在主机网络上，\`-p\` 会怎样？\`${published}\``,
                },
                answer: {
                    en: `A warning: Published ports are discarded when using host network mode. Publishing leads from a port of the host to a container's address, and this container has no address but the host's.`,
                    zh: `出现警告：Published ports are discarded when using host network mode。发布端口是把主机的端口转到容器的地址，而这个容器除了主机的地址之外没有别的地址。`,
                },
                commands: [{ command: published, shows: /Published ports are discarded when using host network mode/ }],
            },
            {
                task: {
                    en: `A second server at port ${port} fails while ${server} runs. What if ${server} is stopped: \`${stop}\`, then \`${second}\`?`,
                    zh: `${server} 运行时，在 ${port} 端口上启动第二个服务器会失败。如果停止 ${server} 呢：先 \`${stop}\`，再 \`${second}\`？`,
                },
                answer: {
                    en: `It starts, prints nothing, and is ended by \`timeout\` after two seconds: a port belongs to whoever listens first, for as long as it listens. Then \`${start}\`: it gets the port back.`,
                    zh: `它启动了，什么也没有显示，两秒后被 \`timeout\` 结束：谁先监听，端口就归谁，直到它停止监听。然后 \`${start}\`：它重新得到端口。`,
                },
                commands: [{ command: stop }, { command: second, shows: /^$/ }],
                undo: [{ command: start }],
            },
        ],
        legacy: [
            {
                old: {
                    en: "`--net host`: the older spelling. Docker still takes it, and its help names it no more.",
                    zh: "`--net host`：较早的写法。Docker 仍然接受它，但帮助里已经不再列出。",
                },
                now: { en: "In full, `--network host`.", zh: "写全称 `--network host`。" },
            },
            {
                old: {
                    en: "“The host network is for Linux alone”: so it was in Docker Desktop up to version 4.33, apart from a beta.",
                    zh: "“主机网络只能用于 Linux”：在 Docker Desktop 4.33 及更早的版本中是这样（测试版功能除外）。",
                },
                now: {
                    en: "Docker Desktop has it since version 4.34, when it is switched on in the settings.",
                    zh: "Docker Desktop 从 4.34 版起支持它，需要在设置中启用。",
                },
            },
        ],
    };
});
