import type { Options } from "../../../../components/lib/course";
import { onMachines } from "../../../../components/lib/cluster";
import { castOf, Tenant } from "../../../../components/lib/overlay";
import type { CheckWords, LessonWords } from "../lesson-words";
import { answerFrom, attached, running } from "./checks";

// What both overlay lessons show and claim in the same words (see components/lib/overlay.ts), in Chinese.

/** The evidence and checks of both; `wire` is what the hosts' network sees of a ping. */
export function overlayWords(options: Options, wire: string): Pick<LessonWords, "evidence" | "checks"> {
    const { demo = "" } = options.names;
    const { first, up, down } = castOf(options);
    const [near] = up;
    return {
        evidence: {
            ...(near && { networks: `${near.node} 的网络` }),
            inspect: `${demo}，以及谁在上面`,
            forwarding: `${demo} 的哪个地址在哪台主机后面`,
        },
        checks: {
            ...all([first, ...up], (tenant) => ofTenant(tenant, first, demo)),
            ...all(up, (other) => ({ ...byName(first, other), ...byName(other, first) })),
            ...(near && byAddress(first, near)),
            ...all(down, (other) => outOfReach(first, other)),
            "vxlan-interface": {
                title: `${demo} 是一个 VXLAN 接口，在单独的命名空间里`,
                proves: "每个覆盖网络有自己的 VXLAN 标识，主机用它区分不同覆盖网络的数据包",
                hint: `只要 ${first.node} 有容器在 ${demo} 上，这个命名空间就在：查看 \`ls /var/run/docker/netns\`。`,
            },
            ...(near && onTheWire(first, near, onMachines(options) ? "any" : "eth1", wire)),
        },
    };
}

/** The words of several hosts' checks, together. */
function all(
    tenants: readonly Tenant[],
    words: (tenant: Tenant) => Record<string, CheckWords>,
): Record<string, CheckWords> {
    return Object.assign({}, ...tenants.map(words)) as Record<string, CheckWords>;
}

function ofTenant(tenant: Tenant, first: Tenant, network: string): Record<string, CheckWords> {
    const { key, name, node } = tenant;
    return {
        [`${key}-runs`]: { ...running(name), title: `${name} 在 ${node} 上运行` },
        [`${key}-on-network`]: attached(name, network, {
            title: `${name} 在 ${network} 上${tenant === first ? "" : `，它是在 ${first.node} 上建立的`}`,
            proves: "覆盖网络属于所有主机，而不只属于建立它的那台主机",
        }),
    };
}

function byName(from: Tenant, to: Tenant): Record<string, CheckWords> {
    return {
        [`${from.key}-reaches-${to.key}`]: {
            title: `${from.node} 上的 ${from.name} 可以用名称访问 ${to.node} 上的 ${to.name}`,
            expected: answerFrom(to.name),
            proves: "在覆盖网络上，名称和数据包都可以跨越主机",
            hint: hostsReach(from, to),
        },
    };
}

function byAddress(from: Tenant, to: Tenant): Record<string, CheckWords> {
    return {
        [`${from.key}-reaches-${to.key}-by-address`]: {
            title: `${from.name} 可以用地址访问 ${to.name}`,
            expected: `收到 ${to.name} 在覆盖网络上的地址的应答`,
            proves: "覆盖网络有自己的地址，主机所在的网络对它们一无所知",
            hint: hostsReach(from, to),
        },
    };
}

function hostsReach(from: Tenant, to: Tenant): string {
    return `在 ${from.node} 和 ${to.node} 上查看 \`ip a\`：两台主机必须能用各自的地址互相访问（如果是实验主机，地址在 eth1 上）。`;
}

function outOfReach(from: Tenant, to: Tenant): Record<string, CheckWords> {
    return {
        [`${from.key}-misses-${to.key}`]: {
            title: `${from.name} 访问不到 ${to.name}：${to.node} 已停止`,
            expected: "名称无法解析，或者没有应答",
            proves: "覆盖网络只在运行着的主机之间传送数据包",
            hint: `${to.node} 本应停止，却有谁以 ${to.name} 的名义应答：查看 \`docker network inspect\`。`,
        },
    };
}

function onTheWire(from: Tenant, to: Tenant, link: string, seen: string): Record<string, CheckWords> {
    return {
        "underlay-packets": {
            title: `在主机之间，从 ${from.name} 到 ${to.name} 的 ping 是${seen}`,
            expected: seen.trim(),
            proves: "覆盖网络就是把数据包装进数据包：主机所在的网络只看到外层",
            hint: `在 ${link} 上没有抓到数据包：它启用了吗？ping 有应答吗？`,
        },
    };
}

/** The outer packets of an overlay. */
export const IN_VXLAN = " UDP 中的 VXLAN，端口 4789";
export const IN_ESP = "加密的：ESP";
