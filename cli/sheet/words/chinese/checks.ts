import type { CheckWords } from "../lesson-words";

// What several lessons claim in the same words (see components/lib/checks.ts), in Chinese.

/** `test1 和 test2`、`test1、test2 和 test3`。 */
export function list(names: readonly string[]): string {
    return names.length < 2 ? names.join() : `${names.slice(0, -1).join("、")} 和 ${names.at(-1)!}`;
}

/** That the lesson's containers run. */
export function running(...names: string[]): CheckWords {
    return {
        title: `${list(names)} ${names.length === 1 ? "正在运行" : "都在运行"}`,
        proves: "本课的容器都在，可以观察",
        hint: "本课有容器已停止或已被删除：用 `docker ps -a` 查看，用 `docker start` 启动它。",
    };
}

/** That a name means nothing to a container. */
export function noName(from: string, to: string, proves: string): CheckWords {
    return {
        title: `${from} 无法用名称访问 ${to}`,
        proves,
        hint: `有地方定义了 ${to} 这个名称：查看 \`docker exec ${from} cat /etc/hosts /etc/resolv.conf\`。`,
    };
}

/** That a container is among those of a network. */
export function attached(container: string, network: string, words: Pick<CheckWords, "title" | "proves">): CheckWords {
    return {
        expected: `列表中有 ${container}`,
        hint: `${container} 已从网络断开：\`docker network connect ${network} ${container}\` 会把它重新接入。`,
        ...words,
    };
}

/** That another container answers. */
export function answerFrom(to: string): string {
    return `收到 ${to} 的应答`;
}

/** What a browser on the machine proves. */
export const FROM_OUTSIDE = "发布的端口对所有能从外部访问主机的人开放";

/** Where to look when it does not. */
export const ON_THE_WAY_IN = "是不是有什么丢弃了进来的数据包（实验主机上的 `iptables -L FORWARD -v`）？";
