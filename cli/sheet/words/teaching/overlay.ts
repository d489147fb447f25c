import type { Options } from "../../../../components/lib/course";
import { castOf, Tenant } from "../../../../components/lib/overlay";
import { ANSWERED } from "../../../../components/lib/checks";
import type { ExerciseText } from "../teaching-text";
import type { Text } from "../text";

// What both overlay lessons teach in the same words.

/** Who plays the two parts of an exercise: the one on the first lab host, and one on another that runs, if there is one. */
export function pairOf(options: Options): { near: Tenant; far: Tenant; note: Text } {
    const { first, up, down } = castOf(options);
    const far = (up[0] ?? down[0])!;
    return { near: first, far, note: up[0] ? NOTHING : needsToRun(far) };
}

const NOTHING: Text = { en: "", zh: "" };

function needsToRun({ node }: Tenant): Text {
    return {
        en: ` (${node} is stopped in this lab: start it first, see \`stop\` in its config.)`,
        zh: `（本实验中 ${node} 已停止：请先启动它，见配置中的 \`stop\`。）`,
    };
}

/** What one understands of any overlay. */
export const OVERLAY_GOAL: readonly Text[] = [
    {
        en: "An overlay network spans hosts: containers on several of them are on one network, with one subnet, and find each other by name.",
        zh: "覆盖网络跨越多台主机：各台主机上的容器在同一个网络、同一个子网里，可以用名称找到彼此。",
    },
    {
        en: "Its packets travel inside UDP packets between the hosts (VXLAN, port 4789): the hosts' network sees only those.",
        zh: "它的数据包装在主机之间的 UDP 数据包里传送（VXLAN，端口 4789）：主机所在的网络只看到外层的数据包。",
    },
];

/** That an overlay takes a part of each packet for itself, and that a container on it has a second interface. */
export function mtuExercise({ near }: { near: Tenant }): ExerciseText {
    const mtu = (link: string) => `docker exec ${near.name} cat /sys/class/net/${link}/mtu`;
    const routes = `docker exec ${near.name} ip route`;
    return {
        task: {
            en: `On ${near.node}: ${near.name} has two interfaces. Compare how large their packets may be, \`${mtu("eth0")}\` and \`${mtu("eth1")}\`, and see what each is for: \`${routes}\`.`,
            zh: `在 ${near.node} 上：${near.name} 有两个接口。比较它们的数据包最大有多大：\`${mtu("eth0")}\` 和 \`${mtu("eth1")}\`；再看它们各作什么用：\`${routes}\`。`,
        },
        answer: {
            en: "eth0 is the overlay: 1450 bytes, because 50 of 1500 are for the outer headers (IP 20, UDP 8, VXLAN 8, and the inner Ethernet header 14). eth1 has 1500 and the default route: it leads to docker_gwbridge, a bridge of the host, by which the container reaches what is outside.",
            zh: "eth0 是覆盖网络：1450 字节，因为 1500 字节中有 50 字节留给外层封装（IP 20、UDP 8、VXLAN 8，以及内层以太网头 14）。eth1 是 1500，默认路由在它上面：它通往主机上的网桥 docker_gwbridge，容器由此访问外部。",
        },
        commands: [
            { command: mtu("eth0"), shows: /^1450$/ },
            { command: mtu("eth1"), shows: /^1500$/ },
            { command: routes, shows: /^default via \S+ dev eth1/m },
        ],
    };
}

/** A ping over the overlay, and that it is answered. */
export function pingOver(from: Tenant, to: Tenant) {
    return {
        command: `docker exec ${from.name} ping -c 1 -W 1 ${to.name}`,
        on: from.node,
        shows: new RegExp(ANSWERED),
    };
}

/** How an overlay was made before an engine could do it alone. */
export const CLUSTER_STORE = {
    old: {
        en: "`dockerd --cluster-store` and `--cluster-advertise`, with etcd, Consul or ZooKeeper beside it: deprecated in Docker 20.10, removed in 23.0.",
        zh: "`dockerd --cluster-store` 和 `--cluster-advertise`，另外还要有 etcd、Consul 或 ZooKeeper：Docker 20.10 起弃用，23.0 移除。",
    },
    now: {
        en: "Swarm mode (`docker swarm init`), in the engine since Docker 1.12: the managers keep the state themselves, by Raft.",
        zh: "Swarm 模式（`docker swarm init`），从 Docker 1.12 起内置于引擎：由各管理节点用 Raft 自己保存状态。",
    },
} as const;
