import { End, endsOf, netns as lesson } from "../../../../components/lessons/netns";
import { parseCidr } from "../../../../components/lib/subnet";
import { CheckWords, translated } from "../lesson-words";
import { answerFrom } from "./checks";

const reaches = (from: End, to: End) => `${from.namespace} 可以访问 ${to.namespace}`;

export const netns = translated<typeof lesson>("两个网络命名空间和一对 veth，手工搭建", (options) => {
    const [first, second] = endsOf(options);
    return {
        notices: {
            "each has interfaces, addresses and routes of its own": "每个命名空间都有自己的接口、地址和路由",
            "a cable with two ends": "一根有两端的网线",
            "`ip link` does not list them out here any more": "在外面，`ip link` 不再列出它们",
            "an answer, through the cable": "有应答，经过这根网线",
            "and the other way": "反方向也一样",
        },
        evidence: {
            namespaces: "命名空间",
            "test1-addresses": `${first.namespace} 里的接口`,
            "test2-addresses": `${second.namespace} 里的接口`,
            outside: "两端都没有留在外面",
            "test1-to-test2": reaches(first, second),
            "test2-to-test1": reaches(second, first),
        },
        checks: { ...ofEnd(first), ...ofEnd(second), ...ofWay(first, second), ...ofWay(second, first) },
    };
});

function ofEnd({ key, namespace, link, cidr }: End): Record<string, CheckWords> {
    const inside = `ip netns exec ${namespace}`;
    return {
        [`${key}-exists`]: {
            title: `命名空间 ${namespace} 存在，它的 lo 已启用`,
            expected: "lo，标志中有 UP",
            proves: "命名空间有自己的环回接口，在有人启用它之前是关闭的",
            hint: `\`ip netns list\` 列出命名空间；\`${inside} ip link set lo up\` 启用 lo。`,
        },
        [`veth-${key}-inside`]: {
            title: `${link} 在命名空间 ${namespace} 里`,
            expected: `${link}，veth 对的一端`,
            proves: "veth 对的一端可以移到命名空间里",
            hint: "删除一端，两端就都没有了。`ip link add … type veth peer name …` 会重新建立它们。",
        },
        [`veth-${key}-address`]: {
            title: `${link} 已启用，并且只有地址 ${cidr}`,
            expected: `inet ${cidr}，没有别的地址`,
            proves: "接口要启用并且有地址，才能收发 IP 数据包",
            hint:
                `\`${inside} ip addr add ${cidr} dev ${link}\` 给它地址，` +
                `\`${inside} ip link set ${link} up\` 启用它；\`ip addr del\` 删除地址。`,
        },
    };
}

function ofWay(from: End, to: End): Record<string, CheckWords> {
    return {
        [`${from.key}-reaches-${to.key}`]: {
            title: reaches(from, to),
            expected: answerFrom(parseCidr(to.cidr)!.base),
            proves: "veth 对就是两个命名空间之间的网线",
            hint: `是不是有什么丢弃了数据包？查看 \`ip netns exec ${to.namespace} sysctl net.ipv4.icmp_echo_ignore_all\`。`,
        },
    };
}
