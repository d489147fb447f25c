import { overlayEtcd as lesson } from "../../../../components/lessons/overlay-etcd";
import { membersOf, nodeNames } from "../../../../components/lib/cluster";
import { castOf } from "../../../../components/lib/overlay";
import { translated } from "../lesson-words";
import { IN_VXLAN, overlayWords } from "./overlay";

export const overlayEtcd = translated<typeof lesson>("两个引擎的覆盖网络，共用的信息保存在 etcd 里", (options) => {
    const { demo } = options.names;
    const { tenants, first, up } = castOf(options);
    const common = overlayWords(options, IN_VXLAN);
    const members = membersOf(nodeNames(options.nodes));
    const well = members.filter((member) => !options.stop.includes(member)).length;
    const [near] = up;
    const [one, two] = [tenants[0]!, tenants[1]!];
    return {
        notices: {
            ...Object.fromEntries(
                tenants.flatMap(({ node }) => [
                    [`on ${node}; in a lab host it runs already`, `在 ${node} 上；在实验主机里它已经在运行`],
                    [`on ${node}`, `在 ${node} 上`],
                ]),
            ),
            [`on ${two.node}: ${demo} is there, too`]: `在 ${two.node} 上：${demo} 也在`,
            "what the engines keep there": "引擎保存在那里的内容",
            [`on ${two.node}: refused, the name is taken on all hosts`]: `在 ${two.node} 上：被拒绝，这个名称在所有主机上都已占用`,
            [`on ${one.node}: an answer from another host`]: `在 ${one.node} 上：收到另一台主机的应答`,
        },
        evidence: {
            engine: "引擎把网络保存在哪里",
            ...common.evidence,
            keys: "Docker 保存在 etcd 里的内容",
            key: `${demo} 在 etcd 里的样子`,
            members: "etcd 的成员",
        },
        checks: {
            ...common.checks,
            "etcd-answers": {
                title:
                    well < members.length
                        ? `etcd 的 ${members.length} 个成员中有 ${well} 个，可以继续工作`
                        : "etcd 有应答",
                proves: "各引擎共用的键值存储在运行，只要有多数成员就足够",
                hint: `${members.join("、")} 上的 \`tail /var/log/etcd.log\` 显示它的日志；对那台实验主机执行 \`docker restart\` 会重新启动它。`,
            },
            ...(near && {
                "name-taken": {
                    title: `在 ${near.node} 上再启动一个 ${first.name} 会被拒绝`,
                    proves: "网络上的名称也保存在存储里，所以对所有主机都算已占用",
                    hint: `${first.name} 究竟在不在 ${demo} 上？查看 \`docker network inspect ${demo}\`。`,
                },
            }),
        },
    };
});
