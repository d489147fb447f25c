// The words in pictures of topologies.

export type PictureLanguage = "en" | "zh";

/** The words of a picture in one language. */
export interface Words {
    labHost: string;
    machine: string;
    thisMachine: string;
    namespace: string;
    bridge: string;
    network: string;
    missing: string;
    byHand: string;
    differs: string;
    stopped: string;
    gone: string;
    paused: string;
    /** The engine's words for what containers are. */
    states: Readonly<Record<string, string>>;
    noNetwork: string;
    ofHost: string;
    ofOther: string;
    noSubnet: string;
    nameOn(name: string, network: string): string;
    nameInHosts(name: string, container: string): string;
    published: string;
    route: string;
    nat: string;
    tunnel: string;
    down: string;
    noAddress: string;
    more(count: number): string;
    title(stack: string): string;
    counted(counts: { containers: number; networks: number; namespaces: number; links: number }): string;
    absent: string;
    unfinished: string;
    allAsMade: string;
    wrong: string;
}

const en: Words = {
    labHost: "lab host",
    machine: "machine",
    thisMachine: "this machine",
    namespace: "network namespace",
    bridge: "bridge",
    network: "network",
    missing: "missing",
    byHand: "made by hand",
    differs: "not as it was made",
    stopped: "stopped",
    gone: "gone",
    paused: "paused",
    states: { exited: "stopped", created: "not started", paused: "paused", restarting: "restarting", dead: "dead" },
    noNetwork: "no network: lo alone",
    ofHost: "has its lab host's interfaces",
    ofOther: "has another container's interfaces",
    noSubnet: "no subnet",
    nameOn: (name, network) => `name ${name} on ${network}`,
    nameInHosts: (name, container) => `name ${name} in /etc/hosts of ${container}`,
    published: "published",
    route: "route",
    nat: "NAT",
    tunnel: "VXLAN tunnel",
    down: "down",
    noAddress: "no address",
    more: (count) => `… and ${count} more`,
    title: (stack) => `The network of ${stack}`,
    counted: ({ containers, networks, namespaces, links }) =>
        `containers: ${containers}, networks: ${networks}, namespaces: ${namespaces}, links: ${links}`,
    absent: "There is no such lab.",
    unfinished: "Its last `up` did not finish.",
    allAsMade: "It is as it was made.",
    wrong: "Not as it was made:",
};

const zh: Words = {
    labHost: "实验主机",
    machine: "机器",
    thisMachine: "本机",
    namespace: "网络命名空间",
    bridge: "网桥",
    network: "网络",
    missing: "缺失",
    byHand: "手工添加",
    differs: "与实验设定不同",
    stopped: "已停止",
    gone: "不存在",
    paused: "已暂停",
    states: { exited: "已停止", created: "未启动", paused: "已暂停", restarting: "正在重启", dead: "已失效" },
    noNetwork: "无网络：只有 lo",
    ofHost: "使用实验主机的接口",
    ofOther: "使用另一容器的接口",
    noSubnet: "无子网",
    nameOn: (name, network) => `在 ${network} 上名为 ${name}`,
    nameInHosts: (name, container) => `在 ${container} 的 /etc/hosts 中名为 ${name}`,
    published: "发布端口",
    route: "路由",
    nat: "NAT",
    tunnel: "VXLAN 隧道",
    down: "未启用",
    noAddress: "无地址",
    more: (count) => `… 另有 ${count} 项`,
    title: (stack) => `${stack} 的网络拓扑`,
    counted: ({ containers, networks, namespaces, links }) =>
        `容器：${containers}，网络：${networks}，命名空间：${namespaces}，连接：${links}`,
    absent: "没有这个实验。",
    unfinished: "上一次 up 没有完成。",
    allAsMade: "与创建时一致。",
    wrong: "与创建时不同：",
};

/** The words of pictures. */
export const WORDS: Readonly<Record<PictureLanguage, Words>> = { en, zh };
