import type { Language } from "./ui";

// What a look or a check says by itself, and no lesson: it comes from the live lab in English.

/** A text, and the language that it is in: what is not known here stays as it is. */
export interface Reason {
    text: string;
    language: Language;
}

const LIMITS = { memory: "内存", processors: "个处理器", processes: "个进程", disk: "磁盘" } as const;

/** What may be wrong with a lab (see `broken` in components/lib/drift.ts and its callers) → in Chinese. */
const WRONG: readonly (readonly [RegExp, string | ((...groups: string[]) => string)])[] = [
    [/^lab host (\S+) is stopped$/, "实验主机 $1 已停止"],
    [/^lab host (\S+) is gone$/, "实验主机 $1 已不存在"],
    [/^the lab host is stopped$/, "实验主机已停止"],
    [/^the lab's network is not kept from the machine$/, "实验的网络没有与机器隔离"],
    [/^the lab host's disk is not mounted$/, "实验主机的磁盘没有挂载"],
    [/^the lab host is not held to (.+)$/, (limits) => `实验主机没有受到限制：${limitsOf(limits!)}`],
    [/^sshd was removed$/, "sshd 已被删除"],
    [/^sshd does not run$/, "sshd 没有运行"],
    [/^namespace (\S+) was deleted$/, "命名空间 $1 已被删除"],
    [/^namespace (\S+) cannot be entered$/, "无法进入命名空间 $1"],
    [/^lo is down in namespace (\S+)$/, "命名空间 $1 里的 lo 未启用"],
    [/^(\S+) is not in namespace (\S+)$/, "$1 不在命名空间 $2 里"],
    [/^eth1 was removed from (\S+)$/, "$1 的 eth1 已被删除"],
    [/^eth1 of (\S+) lost (\S+)$/, "$1 的 eth1 失去了地址 $2"],
    [/^eth1 of (\S+) is down$/, "$1 的 eth1 未启用"],
    [/^(\S+) lost (\S+)$/, "$1 失去了地址 $2"],
    [
        /^(\S+ got \S+(?:, \S+ got \S+)*)$/,
        (all) => all!.replace(/(\S+) got ([^\s,]+)/g, "$1 多了地址 $2").replaceAll(", ", "，"),
    ],
    [/^(\S+) is down$/, "$1 未启用"],
    [/^the NAT rule from port (\d+) to (\S+) was removed$/, "从端口 $1 到 $2 的 NAT 规则已被删除"],
    [/^image (\S+) was removed$/, "镜像 $1 已被删除"],
    [/^service (\S+) was removed$/, "服务 $1 已被删除"],
    [/^service (\S+) was scaled to (\S+)$/, "服务 $1 的任务数被改为 $2"],
    [/^no task of (\S+) runs on (\S+)$/, "$2 上没有运行 $1 的任务"],
    [/^(\S+) left the swarm$/, "$1 已退出 Swarm"],
    [
        /^(\S+(?:, \S+)*) was plugged into (\S+)$/,
        (guests, network) => `${guests!.replaceAll(", ", "、")} 被接入了 ${network}`,
    ],
    [/^(\S+) has no interface on (\S+)$/, "$1 在 $2 上没有接口"],
    [/^(\S+) of (\S+) is not plugged into (\S+)$/, "$2 的 $1 没有接在 $3 上"],
    [/^an `up` that did not finish has left (.+)$/, "未完成的 `up` 留下了 $1"],
    [/^(\S+) was removed$/, "$1 已被删除"],
    [/^(\S+) was changed$/, "$1 已被更改"],
    [/^(\S+) is stopped$/, "$1 已停止"],
    [/^(\S+) is paused$/, "$1 已暂停"],
    [/^(\S+) left (\S+)$/, "$1 已离开 $2"],
    [/^(\S+) runs$/, "$1 正在运行"],
];

function limitsOf(limits: string): string {
    return limits
        .split(" and ")
        .map((limit) =>
            limit.replace(
                /^(\S+) (?:of )?(memory|processors|processes|disk)$/,
                (_, value, what: keyof typeof LIMITS) => `${value} ${LIMITS[what]}`,
            ),
        )
        .join("、");
}

/** What is wrong with a lab, in a language: as a look at it says it (`driftOf`), or a topology. */
export function wrongIn(language: Language, why: string): Reason {
    if (language === "en") return { text: why, language };
    const said = why.split("; ").map(inChinese);
    return said.includes(undefined) ? { text: why, language: "en" } : { text: said.join("；"), language };
}

function inChinese(why: string): string | undefined {
    for (const [pattern, chinese] of WRONG) {
        const found = pattern.exec(why);
        if (!found) continue;
        return typeof chinese === "string" ? why.replace(pattern, chinese) : chinese(...found.slice(1));
    }
    return undefined;
}

/** What a check says of itself in front of (or in place of) what its command printed (see components/lib/probe.ts). */
const SAID: readonly (readonly [RegExp, Record<Language, string>])[] = [
    [
        /^the place that this check looks from does not work: /,
        { en: "The place that this check looks from does not work:", zh: "执行本检查的位置不可用：" },
    ],
    [
        /^no end within the time of one try: /,
        { en: "It did not end within the time of one try:", zh: "在一次尝试的时间内没有结束：" },
    ],
    [
        /^\(no output, exit status (\d+)\)$/,
        { en: "It printed nothing, and its exit status was $1.", zh: "没有输出，退出状态为 $1。" },
    ],
    [/^no answer$/, { en: "There was no answer.", zh: "没有应答。" }],
];

/** What was observed, apart: what the check says of it, in a language, and what its command printed. */
export function observedIn(language: Language, observed: string): { said: string[]; printed: string } {
    const said: string[] = [];
    let printed = observed;
    for (const [pattern, words] of SAID) {
        const found = pattern.exec(printed);
        if (!found) continue;
        said.push(found[0].replace(pattern, words[language]));
        printed = printed.slice(found[0].length);
    }
    return { said, printed };
}
