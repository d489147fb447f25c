import { endsOf, netns as lesson } from "../../../../components/lessons/netns";
import { baseOf, parseCidr } from "../../../../components/lib/subnet";
import { taught } from "../teaching-text";
import { exactly, free } from "./free";
import { NET_TOOLS } from "./legacy";

const ANSWERED = /[1-9]\d* received/;
/** An address of the range for documentation (RFC 5737), which is nowhere. */
const ELSEWHERE = "198.51.100.1";

export const netns = taught<typeof lesson>((options) => {
    const [first, second] = endsOf(options);
    const own = parseCidr(first.cidr)!;
    const network = `${baseOf(own)}/${own.prefix}`;
    const inside = (namespace: string, command: string) => `ip netns exec ${namespace} ${command}`;

    const third = free("test3", options);
    const toItself = inside(third, "ping -c 1 -W 1 127.0.0.1");
    const loUp = inside(third, "ip link set lo up");

    const down = inside(first.namespace, `ip link set ${first.link} down`);
    const other = inside(second.namespace, `ip -brief link show ${second.link}`);
    const across = inside(second.namespace, `ping -c 1 -W 5 ${own.base}`);
    const up = inside(first.namespace, `ip link set ${first.link} up`);

    const routes = inside(first.namespace, "ip route");
    const away = inside(first.namespace, `ping -c 1 -W 1 ${ELSEWHERE}`);
    return {
        goal: [
            {
                en: "A network namespace has interfaces, addresses and routes of its own, and sees no others.",
                zh: "网络命名空间有自己的接口、地址和路由，看不到别的命名空间的。",
            },
            {
                en: "A veth pair is a cable: what goes in at one end comes out at the other, also in another namespace.",
                zh: "veth 对就像一根网线：从一端进去的数据包会从另一端出来，两端可以在不同的命名空间里。",
            },
            {
                en: "Docker does just this for each container; here it is done by hand.",
                zh: "Docker 为每个容器做的正是这些；这里用手工来做。",
            },
        ],
        tryNext: [
            {
                task: {
                    en: `Make a third namespace (\`ip netns add ${third}\`) and let it ping itself: \`${toItself}\`. Why does that fail?`,
                    zh: `新建第三个命名空间（\`ip netns add ${third}\`），让它 ping 自己：\`${toItself}\`。为什么会失败？`,
                },
                answer: {
                    en: `Network is unreachable: a new namespace has nothing but \`lo\`, and that is down. After \`${loUp}\` it has the address 127.0.0.1, and the ping is answered. \`ip netns delete ${third}\` removes it.`,
                    zh: `提示 Network is unreachable：新的命名空间里只有 \`lo\`，而且是关闭的。执行 \`${loUp}\` 之后，它有了地址 127.0.0.1，ping 就有应答了。\`ip netns delete ${third}\` 会删除它。`,
                },
                commands: [
                    { command: `ip netns add ${third}` },
                    { command: toItself, shows: /Network is unreachable/ },
                    { command: loUp },
                    { command: toItself, shows: ANSWERED },
                ],
                undo: [{ command: `ip netns delete ${third}` }],
            },
            {
                task: {
                    en: `Set one end of the cable down: \`${down}\`. What does the other end say (\`${other}\`)?`,
                    zh: `关闭网线的一端：\`${down}\`。另一端显示什么（\`${other}\`）？`,
                },
                answer: {
                    en: `NO-CARRIER and DOWN, though nobody touched it: a cable that is pulled out at one end is dead at both. After \`${up}\` it carries again: \`${across}\` is answered.`,
                    zh: `显示 NO-CARRIER 和 DOWN，虽然没有人动过这一端：网线只要一端拔掉，两端就都不通了。执行 \`${up}\` 之后又通了：\`${across}\` 有应答。`,
                },
                commands: [{ command: down }, { command: other, shows: /DOWN.*NO-CARRIER/ }],
                undo: [{ command: up }, { command: across, shows: ANSWERED }],
            },
            {
                task: {
                    en: `Where can ${first.namespace} send packets to? Look at \`${routes}\`, and try an address that is elsewhere: \`${away}\`.`,
                    zh: `${first.namespace} 能把数据包发到哪里？查看 \`${routes}\`，再试一个别处的地址：\`${away}\`。`,
                },
                answer: {
                    en: `There is one route, to ${network}: the kernel made it when ${first.link} got its address. For all other addresses there is none, so the kernel says Network is unreachable and sends nothing. In a container Docker adds a default route, by the bridge.`,
                    zh: `只有一条路由，通往 ${network}：这是 ${first.link} 得到地址时由内核建立的。其他地址都没有路由，所以内核提示 Network is unreachable，什么也不发送。在容器里，Docker 会加上一条经过网桥的默认路由。`,
                },
                commands: [
                    { command: routes, shows: new RegExp(`^${exactly(network)} dev ${exactly(first.link)} [^\\n]*$`) },
                    { command: away, shows: /Network is unreachable/ },
                ],
            },
        ],
        legacy: [NET_TOOLS],
    };
});
