import { customBridge as lesson } from "../../../../components/lessons/custom-bridge";
import { ANSWERED } from "../../../../components/lib/checks";
import { taught } from "../teaching-text";
import { free, imageOf } from "./free";
import { BRCTL, LINK } from "./legacy";

export const customBridge = taught<typeof lesson>((options) => {
    const { test1, test3, "xin-bridge": bridge } = options.names;
    const busybox = imageOf("busybox", options);
    const guest = free("guest", options);
    const answered = new RegExp(ANSWERED);

    const join = `docker run -d --name ${guest} --network ${bridge} ${busybox} sleep 600`;
    const [toGuest, fromGuest] = [`docker exec ${test3} ping -c 1 ${guest}`, `docker exec ${guest} ping -c 1 ${test3}`];
    const leave = `docker rm -f ${guest}`;

    const [unplug, plug] = [`docker network disconnect bridge ${test1}`, `docker network connect bridge ${test1}`];
    const [routes, links] = [`docker exec ${test1} ip route`, `docker exec ${test1} ip a`];
    const toTest3 = `docker exec ${test1} ping -c 1 ${test3}`;

    const onBridge = `docker exec ${test3} cat /etc/resolv.conf`;
    const onDocker0 = `docker run --rm ${busybox} cat /etc/resolv.conf`;
    return {
        goal: [
            {
                en: "A bridge network of one's own is a switch like docker0, with a subnet of its own.",
                zh: "自定义网桥网络和 docker0 一样是一台交换机，并且有自己的子网。",
            },
            {
                en: "On it containers find each other by name: Docker's DNS server at 127.0.0.11 knows who is plugged in.",
                zh: "在它上面，容器可以用名称找到彼此：Docker 的 DNS 服务器（127.0.0.11）知道谁接入了网络。",
            },
            {
                en: "A container can be on several networks: for each it has an interface and an address.",
                zh: "一个容器可以同时在多个网络上：每个网络各有一个接口和一个地址。",
            },
        ],
        tryNext: [
            {
                task: {
                    en: `Plug a third container into ${bridge}: \`${join}\`. Does ${test3}, which has run all the time, know its name? And the other way?`,
                    zh: `把第三个容器接入 ${bridge}：\`${join}\`。一直在运行的 ${test3} 认识它的名称吗？反过来呢？`,
                },
                answer: {
                    en: `Both answer: \`${toGuest}\` and \`${fromGuest}\`. Nothing was written into ${test3}: it asks Docker's DNS server each time, and that knows the new container at once. (The check that nobody else is on ${bridge} fails meanwhile.) Take it away again: \`${leave}\`.`,
                    zh: `两个方向都有应答：\`${toGuest}\` 和 \`${fromGuest}\`。${test3} 里面什么都没有改：它每次都询问 Docker 的 DNS 服务器，而后者马上就知道新容器。（这期间，“${bridge} 上没有别的容器”这项检查不会通过。）最后删除它：\`${leave}\`。`,
                },
                commands: [
                    { command: join },
                    { command: toGuest, shows: answered },
                    { command: fromGuest, shows: answered },
                ],
                undo: [{ command: leave }],
            },
            {
                task: {
                    en: `Look at the routes of ${test1} with \`${routes}\`, pull it out of docker0 with \`${unplug}\`, and look again. Does \`${toTest3}\` still answer?`,
                    zh: `用 \`${routes}\` 查看 ${test1} 的路由，再用 \`${unplug}\` 把它从 docker0 断开，然后再看一次。\`${toTest3}\` 还有应答吗？`,
                },
                answer: {
                    en: `It answers: ${bridge} is a network of its own. eth0 is gone with its route, and the default route, which went by docker0, goes by ${bridge} now (dev eth1). \`${plug}\` plugs ${test1} in again: with a new interface, eth2 (\`${links}\`).`,
                    zh: `有应答：${bridge} 是一个独立的网络。eth0 连同它的路由都没有了；默认路由原来经过 docker0，现在经过 ${bridge}（dev eth1）。\`${plug}\` 会把 ${test1} 重新接入，它得到一个新接口 eth2（\`${links}\`）。`,
                },
                commands: [
                    { command: routes, shows: /^default via \S+ dev eth0/m },
                    { command: unplug },
                    { command: routes, shows: /^default via \S+ dev eth1(?![^]*eth0)/m },
                    { command: toTest3, shows: answered },
                ],
                undo: [{ command: plug }, { command: links, shows: /eth2@/ }],
            },
            {
                task: {
                    en: `Whom does a container ask for names? Compare \`${onBridge}\` with a container that is on docker0 alone: \`${onDocker0}\`.`,
                    zh: `容器向谁查询名称？把 \`${onBridge}\` 与只在 docker0 上的容器比较：\`${onDocker0}\`。`,
                },
                answer: {
                    en: `On ${bridge} it is \`nameserver 127.0.0.11\`: Docker's own DNS server, inside the container's namespace, which knows the containers and passes other names on. On docker0 it is a server of the host's, or a public one where the host has none: that knows no containers.`,
                    zh: `在 ${bridge} 上是 \`nameserver 127.0.0.11\`：这是 Docker 自己的 DNS 服务器，就在容器的命名空间里，它认识各个容器，并转发其他名称的查询。在 docker0 上则是主机所用的服务器；主机没有可用的服务器时，是公共服务器：它们不认识容器。`,
                },
                commands: [
                    { command: onBridge, shows: /^nameserver 127\.0\.0\.11$/m },
                    { command: onDocker0, shows: /^nameserver (?!127\.0\.0\.11$)/m },
                ],
            },
        ],
        legacy: [LINK, BRCTL],
    };
});
