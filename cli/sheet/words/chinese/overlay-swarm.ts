import { overlaySwarm as lesson, replicasOf } from "../../../../components/lessons/overlay-swarm";
import { castOf } from "../../../../components/lib/overlay";
import { translated } from "../lesson-words";
import { list } from "./checks";
import { IN_ESP, IN_VXLAN, overlayWords } from "./overlay";

export const overlaySwarm = translated<typeof lesson>(
    "跨越 Swarm 各节点的覆盖网络，以及分布在节点上的服务",
    (options) => {
        const { web } = options.names;
        const { tenants, first, down } = castOf(options);
        const common = overlayWords(options, options.encrypted ? IN_ESP : IN_VXLAN);
        const replicas = replicasOf(options);
        return {
            notices: {
                ...Object.fromEntries(tenants.map(({ node }) => [`on ${node}`, `在 ${node} 上`])),
                [`on ${first.node}: prints the token`]: `在 ${first.node} 上：显示令牌`,
                [`on ${first.node}; attachable: for containers that are no tasks of a service`]: `在 ${first.node} 上；attachable：允许不是服务任务的容器接入`,
                [`on ${first.node}: an answer from another host`]: `在 ${first.node} 上：收到另一台主机的应答`,
                "which task runs where": "哪个任务在哪里运行",
                [`on ${first.node}: the addresses of all tasks`]: `在 ${first.node} 上：所有任务的地址`,
            },
            evidence: {
                nodes: "Swarm 的节点",
                ...common.evidence,
                tasks: `${web} 的任务，以及它们在哪里运行`,
                names: `${web} 代表什么`,
                "ip-vs": "内核是否有 IP_VS",
            },
            checks: {
                ...common.checks,
                nodes: {
                    title:
                        down.length > 0
                            ? `Swarm 已经发现 ${list(down.map(({ node }) => node))} 不在了`
                            : "所有节点都已就绪",
                    proves: "管理节点通过心跳知道每个节点是否还在",
                    hint: "`docker node ls` 显示各节点；在节点上执行 `docker info` 可以看到它是否在 Swarm 中。",
                },
                "tasks-spread": {
                    title: down.length > 0 ? `${web} 的任务已经转移到剩下的节点上` : `${web} 的任务分布在各个节点上`,
                    proves: "一个服务就是若干个任务，由 Swarm 为它们选择节点",
                    hint: `\`docker service ps ${web}\` 显示每个任务的情况；\`docker service update --force ${web}\` 会重新分布它们。`,
                },
                "service-name": {
                    title: `名称 ${web} 代表它所有任务的地址`,
                    expected: `Docker 的 DNS 服务器给出的地址中有 ${replicas} 个是任务的地址`,
                    proves: "使用 dnsrr 时，服务没有自己的地址：由访问者从任务中选择一个",
                    hint: `\`docker exec ${first.name} nslookup ${web}\` 和 \`docker service ps ${web}\` 显示两边的情况。`,
                },
            },
        };
    },
);
