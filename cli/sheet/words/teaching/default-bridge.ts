import { defaultBridge as lesson } from "../../../../components/lessons/default-bridge";
import { ANSWERED } from "../../../../components/lib/checks";
import { taught } from "../teaching-text";
import { addressOf, exactly, free, imageOf, otherThan, sameAs } from "./free";
import { BRCTL, LINK } from "./legacy";

export const defaultBridge = taught<typeof lesson>((options) => {
    const { test1, test2 } = options.names;
    const guest = free("guest", options);

    const gateway = "docker network inspect -f '{{(index .IPAM.Config 0).Gateway}}' bridge";
    const routes = `docker exec ${test1} ip route`;

    const write = `docker exec ${test1} sh -c "echo $(${addressOf(test2)}) ${test2} >>/etc/hosts"`;
    const byName = `docker exec ${test1} ping -c 1 ${test2}`;
    const restart = `docker restart -t 1 ${test1}`;

    const stop = `docker stop -t 1 ${test1}`;
    const take = `docker run -d --name ${guest} ${imageOf("busybox", options)} sleep 600`;
    const start = `docker start ${test1}`;
    const remove = `docker rm -f ${guest}`;
    return {
        goal: [
            {
                en: "docker0 is a switch in the kernel: Docker plugs each container into it with a veth pair.",
                zh: "docker0 是内核里的一台交换机：Docker 用 veth 对把每个容器接到它上面。",
            },
            {
                en: "A container that names no network gets an address of docker0's network, and reaches the others there by their addresses.",
                zh: "没有指定网络的容器会得到 docker0 网络上的一个地址，可以用地址访问那里的其他容器。",
            },
            {
                en: "There are no names on it, and an address lasts only as long as the container runs.",
                zh: "它上面没有名称解析，而且地址只在容器运行期间有效。",
            },
        ],
        tryNext: [
            {
                task: {
                    en: `How does a container get out of docker0's network? Compare \`${gateway}\` with \`${routes}\`.`,
                    zh: `容器怎样走出 docker0 的网络？比较 \`${gateway}\` 和 \`${routes}\`。`,
                },
                answer: {
                    en: `The default route goes to the gateway, and that is docker0's own address: the bridge is a switch, and the host at the same time, which sends on what is for elsewhere.`,
                    zh: `默认路由指向网关，而网关就是 docker0 自己的地址：网桥既是交换机，又是主机的一个接口，主机负责转发去往别处的数据包。`,
                },
                commands: [
                    { command: gateway, shows: /^\d+\.\d+\.\d+\.\d+$/ },
                    {
                        command: routes,
                        shows: ([address]) => new RegExp(`^default via ${exactly(address!)} dev eth0`, "m"),
                    },
                ],
            },
            {
                task: {
                    en: `Give ${test1} a name for ${test2} by hand: \`${write}\`. Does \`${byName}\` work now? And after \`${restart}\`?`,
                    zh: `手工给 ${test1} 加上 ${test2} 的名称：\`${write}\`。现在 \`${byName}\` 能用吗？执行 \`${restart}\` 之后呢？`,
                },
                answer: {
                    en: `It works: /etc/hosts is asked before any DNS server. After the restart it is a bad address again: Docker writes that file anew each time the container starts. (The next lesson's \`--link\` has Docker write the line.)`,
                    zh: `能用：解析名称时先查 /etc/hosts，再查 DNS 服务器。重新启动之后又提示 bad address：容器每次启动时，Docker 都会重新生成这个文件。（下一课的 \`--link\` 就是让 Docker 来写这一行。）`,
                },
                commands: [
                    { command: write },
                    { command: byName, shows: new RegExp(ANSWERED) },
                    { command: restart },
                    { command: byName, shows: /bad address/ },
                ],
            },
            {
                task: {
                    en: `Can one rely on an address? Note that of ${test1} (\`${addressOf(test1)}\`), stop it (\`${stop}\`), start another container (\`${take}\`), start ${test1} again (\`${start}\`), and look once more.`,
                    zh: `地址靠得住吗？记下 ${test1} 的地址（\`${addressOf(test1)}\`），停止它（\`${stop}\`），启动另一个容器（\`${take}\`），再启动 ${test1}（\`${start}\`），然后再看一次。`,
                },
                answer: {
                    en: `${test1} has another address: the old one was free when ${guest} started, and ${guest} has it now (\`${addressOf(guest)}\`). So one wants names, which the default bridge does not have. \`${remove}\` removes the other container.`,
                    zh: `${test1} 的地址变了：${guest} 启动时原来的地址是空闲的，现在归 ${guest} 所有（\`${addressOf(guest)}\`）。所以需要名称，而默认网桥没有名称解析。\`${remove}\` 会删除那个容器。`,
                },
                commands: [
                    { command: addressOf(test1) },
                    { command: stop },
                    { command: take },
                    { command: start },
                    { command: addressOf(test1), shows: otherThan(0) },
                    { command: addressOf(guest), shows: sameAs(0) },
                ],
                undo: [{ command: remove }],
            },
        ],
        legacy: [
            {
                old: {
                    en: "The default bridge itself: Docker's documentation calls it a legacy detail, not recommended for production.",
                    zh: "默认网桥本身：Docker 文档称它为遗留内容，不建议在生产环境使用。",
                },
                now: {
                    en: "A network of one's own for each application (`docker network create`), with names and apart from others.",
                    zh: "为每个应用建立自定义网络（`docker network create`）：有名称解析，并且与其他应用隔离。",
                },
            },
            LINK,
            BRCTL,
        ],
    };
});
