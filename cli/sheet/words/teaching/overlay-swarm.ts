import { overlaySwarm as lesson, replicasOf } from "../../../../components/lessons/overlay-swarm";
import { taught } from "../teaching-text";
import { CLUSTER_STORE, OVERLAY_GOAL, pairOf, pingOver } from "./overlay";

export const overlaySwarm = taught<typeof lesson>((options) => {
    const { web } = options.names;
    const { near, far, note } = pairOf(options);
    const [few, many] = [replicasOf(options), replicasOf(options) + 2];

    const scale = (number: number) => `docker service scale ${web}=${number}`;
    const lookUp = `docker exec ${near.name} nslookup ${web} 127.0.0.11`;

    const availability = (is: "drain" | "active") => `docker node update --availability ${is} ${far.node}`;
    const where = `docker service ps ${web} --filter desired-state=running --format '{{.Node}}'`;
    const reach = pingOver(near, far);
    const spread = `docker service update --force ${web}`;

    const kill = `docker rm -f $(docker ps -q --filter label=com.docker.swarm.service.name=${web} | head -n 1)`;
    const tasks = `docker service ps ${web}`;
    return {
        goal: [
            ...OVERLAY_GOAL,
            {
                en: "In a swarm the managers keep what all nodes must know; nothing beside the engines is needed.",
                zh: "在 Swarm 中，由管理节点保存所有节点都要知道的内容；除了引擎之外不需要别的程序。",
            },
            {
                en: "A service is so many tasks: the swarm finds nodes for them, and its name stands for all of them.",
                zh: "一个服务就是若干个任务：由 Swarm 为它们选择节点，服务的名称代表所有任务。",
            },
        ],
        tryNext: [
            {
                task: {
                    en: `On ${near.node}, make ${web} larger: \`${scale(many)}\`. What does its name stand for now: \`${lookUp}\`?`,
                    zh: `在 ${near.node} 上扩大 ${web}：\`${scale(many)}\`。现在它的名称代表什么：\`${lookUp}\`？`,
                },
                answer: {
                    en: `${many} addresses, one for each task: the swarm started two more, and Docker's DNS server knows them at once. Back: \`${scale(few)}\`.`,
                    zh: `${many} 个地址，每个任务一个：Swarm 又启动了两个任务，Docker 的 DNS 服务器马上就知道了。恢复：\`${scale(few)}\`。`,
                },
                commands: [
                    { command: scale(many), shows: new RegExp(`${web} scaled to ${many}`) },
                    {
                        command: lookUp,
                        shows: new RegExp(`^(?:[^]*^Address: \\d[\\d.]*$){${many}}(?![^]*^Address: )`, "m"),
                        settles: true,
                    },
                ],
                undo: [{ command: scale(few) }],
            },
            {
                task: {
                    en: `On ${near.node}, take ${far.node} out of service, as before repairs: \`${availability("drain")}\`. After a moment, where are the tasks (\`${where}\`)? Is ${far.name} still there (\`${reach.command}\`)?${note.en}`,
                    zh: `在 ${near.node} 上让 ${far.node} 退出服务，就像维修之前那样：\`${availability("drain")}\`。过一会儿，任务在哪里（\`${where}\`）？${far.name} 还在吗（\`${reach.command}\`）？${note.zh}`,
                },
                answer: {
                    en: `No task is on ${far.node} any more: there are ${few} again, on other nodes. ${far.name} answers, because it is a container and no task: the swarm leaves it alone. \`${availability("active")}\` brings the node back, but no task returns by itself; \`${spread}\` spreads them anew.`,
                    zh: `${far.node} 上不再有任务：其他节点上又有了 ${few} 个。${far.name} 仍有应答，因为它是普通容器，不是任务：Swarm 不管它。\`${availability("active")}\` 让节点恢复，但任务不会自己回来；\`${spread}\` 会重新分布它们。`,
                },
                commands: [
                    { command: availability("drain") },
                    {
                        command: where,
                        shows: new RegExp(`^(?!(?:[^]*\\n)?${far.node}(?:\\n|$))(?:\\S+\\n){${few - 1}}\\S+$`),
                        settles: true,
                    },
                    reach,
                ],
                undo: [{ command: availability("active") }, { command: spread }],
            },
            {
                task: {
                    en: `On ${far.node}, remove a container that is a task of ${web}: \`${kill}\`. Then look on ${near.node}: \`${tasks}\`.${note.en}`,
                    zh: `在 ${far.node} 上删除一个属于 ${web} 任务的容器：\`${kill}\`。然后在 ${near.node} 上查看：\`${tasks}\`。${note.zh}`,
                },
                answer: {
                    en: `One task has Failed, and there is a new one in its place: the swarm keeps to the number that was asked for. It does not bring the old container back, it starts another one, which may get another address.`,
                    zh: `一个任务变成 Failed，旁边有一个新的任务代替它：Swarm 始终保持要求的数量。它不会恢复原来的容器，而是启动一个新的，地址也可能不同。`,
                },
                commands: [
                    { command: kill, on: far.node },
                    { command: tasks, shows: /Failed/, settles: true },
                ],
            },
        ],
        legacy: [
            CLUSTER_STORE,
            {
                old: {
                    en: "Classic Swarm, a program beside Docker (the image `swarm`): archived, no longer developed.",
                    zh: "经典 Swarm（Classic Swarm），Docker 之外的单独程序（镜像 `swarm`）：已归档，不再开发。",
                },
                now: {
                    en: "Swarm mode, which is part of the engine. The two share only their name.",
                    zh: "Swarm 模式，它是引擎的一部分。两者只是名称相同。",
                },
            },
        ],
    };
});
