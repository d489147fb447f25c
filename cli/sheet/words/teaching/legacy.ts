import type { TeachingText } from "../teaching-text";

// What several lessons have that is out of date, in the same words.

type Legacy = TeachingText["legacy"][number];

export const BRCTL: Legacy = {
    old: {
        en: "`brctl show`, of bridge-utils, which its authors call deprecated.",
        zh: "bridge-utils 的 `brctl show`，其作者已声明弃用。",
    },
    now: {
        en: "`bridge link` and `ip link show master docker0`, of iproute2.",
        zh: "iproute2 的 `bridge link` 和 `ip link show master docker0`。",
    },
};

export const NET_TOOLS: Legacy = {
    old: {
        en: "`ifconfig`, `route` and `arp`, of net-tools: they know nothing of namespaces.",
        zh: "net-tools 的 `ifconfig`、`route` 和 `arp`：它们不了解命名空间。",
    },
    now: {
        en: "`ip addr`, `ip link`, `ip route`, `ip neigh` and `ip netns`, of iproute2.",
        zh: "iproute2 的 `ip addr`、`ip link`、`ip route`、`ip neigh` 和 `ip netns`。",
    },
};

export const LINK: Legacy = {
    old: {
        en: "`--link`: Docker's documentation calls it a legacy feature, which may be removed some day.",
        zh: "`--link`：Docker 文档称它为遗留功能，将来可能被移除。",
    },
    now: {
        en: "A network of one's own (`docker network create`): names work for all its containers, both ways.",
        zh: "自定义网络（`docker network create`）：名称对网络上的所有容器、在两个方向都有效。",
    },
};
